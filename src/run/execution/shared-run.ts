/** What a run in several processes knows: who has which scenarios, and what came of them. */
import type { ScenarioAttachment } from '../../testbed';
import type { ScenarioResult, ScenarioStatus } from '../../verdict';
import type { ScenarioIdentity } from './collect';
import type { CucumberRun, ScenarioPlace } from './cucumber';
import { Dealer } from './dealer';
import type { ExecuteOptions, Execution } from './types';
import { WorkerProcess, type Unfinished } from './worker-process';

/** A worker that has not worked yet gets nothing where all that is left takes less than this, in milliseconds. */
const WORTH_JOINING = 250;

/** How many scenarios a process gets at a time under `--bail`: it finishes them. */
const BATCH_UNDER_BAIL = 4;

/** How long a worker may be blocked beyond the limit on the engine's answers, in milliseconds. */
const GRACE = 5000;

const FAILING: ReadonlySet<ScenarioStatus> = new Set([
  ...(['failed', 'engine-error', 'harness-error', 'undefined', 'ambiguous'] as const),
]);

/** Whether cucumber skips the following scenarios under `--bail`. */
function isFailing({ status, steps }: ScenarioResult): boolean {
  return FAILING.has(status) || steps.some((step) => step.status === 'failed');
}

function resultOfLost(scenario: ScenarioIdentity, how: string): ScenarioResult {
  const error = `The worker process that ran it ${how}. The other scenarios were run by the other processes. Run this one alone to see what ends it: --name '${scenario.name}'.`;
  return { ...scenario, status: 'harness-error', durationMs: 0, steps: [], error };
}

export class SharedRun {
  private readonly workers: readonly WorkerProcess[];
  private places: readonly ScenarioPlace[] = [];
  private dealer: Dealer | undefined;
  /** How many of the scenarios are in each file. */
  private readonly sizes = new Map<string, number>();
  private readonly results = new Map<number, ScenarioResult>();
  private readonly complaints: string[] = [];
  private engine: ScenarioAttachment['engine'];
  /** Under `--bail`: the place of the first scenario that failed. */
  private firstFailed = Number.POSITIVE_INFINITY;
  private brokenBecause: string | undefined;
  private stir: () => void = () => undefined;

  /** Starts the workers: they load while it is found out what there is to run. */
  constructor(private readonly options: ExecuteOptions) {
    const { cwd, timeout, parallel } = options;
    const events = {
      idle: (worker: WorkerProcess, complaints: string): void => {
        this.complain(complaints);
        this.supply(worker);
        this.stir();
      },
      finished: (place: number, result: ScenarioResult, engine: ScenarioAttachment['engine']): void => {
        this.finish(place, result, engine);
      },
      ended: (unfinished: Unfinished): void => {
        this.takeBack(unfinished);
      },
      broken: (why: string): void => {
        this.brokenBecause ??= why;
        this.stir();
      },
    };
    this.workers = Array.from(
      { length: parallel - 1 },
      () => new WorkerProcess({ cwd, longestBlock: timeout + GRACE, events }),
    );
  }

  /** These are the scenarios; whoever has nothing to do gets some. */
  begin(places: readonly ScenarioPlace[]): void {
    this.places = places;
    for (const { uri } of places) {
      this.sizes.set(uri, (this.sizes.get(uri) ?? 0) + 1);
    }
    const most = this.options.bail ? BATCH_UNDER_BAIL : undefined;
    this.dealer = new Dealer(places.length, this.options.parallel, most);
    this.supplyAll();
  }

  /** The next scenarios of this process; none where all are taken. @throws Error where cucumber failed in a worker. */
  next(): readonly number[] {
    if (this.brokenBecause !== undefined) {
      throw new Error(`A worker process failed: ${this.brokenBecause}`);
    }
    return this.dealer?.next() ?? [];
  }

  /** What cucumber does for these scenarios. Files of which all are among them are named without lines, which is faster. */
  runOf(batch: readonly number[]): CucumberRun {
    const { cwd, worldParameters, bail, filters } = this.options;
    const lines = new Map<string, number[]>();
    for (const place of batch) {
      const { uri, line } = this.placeAt(place);
      lines.set(uri, [...(lines.get(uri) ?? []), line]);
    }
    const paths = [...lines].map(([uri, own]) =>
      filters.length === 0 && own.length === this.sizes.get(uri) ? uri : `${uri}:${own.join(':')}`,
    );
    return { cwd, worldParameters, bail, paths, selection: {} };
  }

  private placeAt(place: number): ScenarioPlace {
    const found = this.places[place];
    if (found === undefined) {
      throw new Error(`There is no scenario ${place}.`);
    }
    return found;
  }

  finish(place: number | undefined, result: ScenarioResult, engine?: ScenarioAttachment['engine']): void {
    if (place === undefined) {
      throw new Error(`cucumber ran a scenario that it was not given: ${result.id}`);
    }
    this.engine ??= engine;
    this.results.set(place, result);
    this.dealer?.took(result.durationMs);
    this.options.listener.finished?.(result);
    if (this.options.bail && isFailing(result) && place < this.firstFailed) {
      this.firstFailed = place;
      this.dealer?.endAt(place);
      for (const worker of this.workers.filter((each) => each.isBehind(place))) {
        worker.abandon();
      }
      this.stir();
    }
  }

  /** A scenario that is skipped because an earlier one failed. */
  skip(place: number | undefined, result: ScenarioResult): void {
    if (place === undefined) {
      throw new Error(`cucumber skipped a scenario that it was not given: ${result.id}`);
    }
    const isNew = !this.results.has(place);
    this.results.set(place, result);
    if (isNew) {
      this.options.listener.finished?.(result);
    }
  }

  /** The places behind the first failure; none where nothing failed, or without `--bail`. */
  afterFailure(): readonly number[] {
    return this.places.map((_, place) => place).filter((place) => place > this.firstFailed);
  }

  private supply(worker: WorkerProcess): void {
    const { dealer } = this;
    if (dealer === undefined || !worker.isIdle || (!worker.hasWorked && dealer.takesLess(WORTH_JOINING))) {
      return;
    }
    const batch = dealer.next();
    if (batch.length > 0) {
      worker.give(batch, this.runOf(batch));
    }
  }

  private supplyAll(): void {
    for (const worker of this.workers) {
      this.supply(worker);
    }
  }

  private takeBack({ lost, places, how }: Unfinished): void {
    this.options.listener.notice?.(`A worker process ${how}; the others run what it had left.`);
    this.dealer?.giveBack(places.filter((place) => place <= this.firstFailed));
    if (lost !== undefined) {
      this.finish(lost.place, resultOfLost(lost.scenario, how));
    }
    this.supplyAll();
    this.stir();
  }

  /** A worker is running scenarios, which it may yet give back. */
  get isBusy(): boolean {
    return this.workers.some((worker) => worker.isBusy);
  }

  /** Resolves when something has happened to a worker. */
  untilStirred(): Promise<void> {
    return new Promise((resolve) => {
      this.stir = resolve;
    });
  }

  complain(complaints: string): void {
    this.complaints.push(complaints);
  }

  execution(parseErrors: readonly string[]): Execution {
    const { engine } = this;
    const results = [...this.results].sort(([one], [other]) => one - other).map(([, result]) => result);
    const selected = new Set(results.map(({ id }) => id));
    return {
      collector: { results, selected, parseErrors, ...(engine === undefined ? {} : { engine }) },
      complaints: this.complaints.join(''),
    };
  }

  /** Ends the workers. */
  async end(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.end()));
  }
}
