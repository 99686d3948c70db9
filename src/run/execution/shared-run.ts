/** What a run in several processes knows: who has which scenarios, and what came of them. */
import type { ScenarioAttachment } from '../../testbed';
import type { ScenarioResult } from '../../verdict';
import { documentOfRunFeature } from '../features';
import type { ScenarioIdentity } from './collect';
import type { CucumberRun, ScenarioPlace } from './cucumber';
import { Dealer } from './dealer';
import { EarlyEnd } from './early-end';
import type { ExecuteOptions, Execution } from './types';
import { WorkerProcess, type Unfinished } from './worker-process';

/** A worker that has not worked yet gets nothing where all that is left takes less than this, in milliseconds. */
const WORTH_JOINING = 250;

/** How many scenarios a process gets at a time under `--bail`: it finishes them. */
const BATCH_UNDER_BAIL = 4;

/** How long a worker may be blocked beyond the limit on the engine's answers, in milliseconds. */
const GRACE = 5000;

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
  private readonly early: EarlyEnd;
  private readonly lostWorkers: string[] = [];
  private brokenBecause: string | undefined;
  private stir: () => void = () => undefined;

  /** Starts the workers: they load while it is found out what there is to run. */
  constructor(private readonly options: ExecuteOptions) {
    const { cwd, timeout, parallel, bail } = options;
    this.early = new EarlyEnd(bail);
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

  /** Aborted when someone stops the run. */
  get interrupt(): AbortSignal | undefined {
    return this.options.interrupt;
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
    const { cwd, worldParameters, bail, filters, messages } = this.options;
    const lines = new Map<string, number[]>();
    for (const place of batch) {
      const { uri, line } = this.placeAt(place);
      lines.set(uri, [...(lines.get(uri) ?? []), line]);
    }
    const paths = [...lines].map(([uri, own]) =>
      filters.length === 0 && own.length === this.sizes.get(uri) ? uri : `${uri}:${own.join(':')}`,
    );
    const written = messages === undefined ? {} : { messages };
    return { cwd, worldParameters, bail, paths, selection: {}, ...written };
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
    this.early.add(place, result);
    if (this.early.reason !== undefined) {
      this.endEarly();
    }
  }

  /** Nobody begins what is behind the end, and a worker that has nothing else left is not waited for. */
  private endEarly(): void {
    const { place } = this.early;
    this.dealer?.endAt(place);
    for (const worker of this.workers.filter((each) => each.isBehind(place))) {
      worker.abandon();
    }
    this.stir();
  }

  /** Why the scenarios behind the end are skipped. */
  get whySkipped(): string | undefined {
    return this.early.reason;
  }

  /** Whether the place is behind the end of the run. */
  isBehindEnd(place: number | undefined): boolean {
    return place !== undefined && place > this.early.place;
  }

  /** A scenario that is skipped because the run ended before it. */
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

  /** The places behind the end; none where the run did not end early. */
  afterEnd(): readonly number[] {
    return this.places.map((_, place) => place).filter((place) => this.isBehindEnd(place));
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
    this.lostWorkers.push(how);
    this.options.listener.notice?.(
      `A worker process ${how}; the others run what it had left, and the run ends with exit code 3.`,
    );
    this.dealer?.giveBack(places.filter((place) => !this.isBehindEnd(place)));
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
    const { engine, early, lostWorkers } = this;
    const results = [...this.results].sort(([one], [other]) => one - other).map(([, result]) => result);
    const planned = this.places.map(({ uri, name }) => `${documentOfRunFeature(uri)}:${name}`);
    const selected = new Set([...planned, ...results.map(({ id }) => id)]);
    return {
      collector: { results, selected, parseErrors, ...(engine === undefined ? {} : { engine }) },
      complaints: this.complaints.join(''),
      ...{ early, lostWorkers },
    };
  }

  /** Ends the workers. */
  async end(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.end()));
  }
}
