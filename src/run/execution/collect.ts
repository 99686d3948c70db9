/** From cucumber's messages to scenario results: the only module that knows them. */
import type {
  Attachment,
  Envelope,
  Pickle,
  PickleStep,
  TestCase,
  TestCaseStarted,
  TestStep,
  TestStepFinished,
} from '@cucumber/messages';
import { ATTACHMENT_MEDIA_TYPE, type ScenarioAttachment } from '../../testbed';
import type { ScenarioResult, ScenarioStatus, StepResult } from '../../verdict';

interface Running {
  readonly testCase: TestCase;
  readonly finished: Map<string, TestStepFinished>;
  outcome: ScenarioAttachment;
}

/** Which scenario it is. */
export type ScenarioIdentity = Pick<ScenarioResult, 'id' | 'name' | 'document' | 'checks' | 'witnesses'>;

/** Notified of everything that shows progress. */
export interface CollectListener {
  /** Something that the user should know, before the scenarios begin. */
  readonly notice?: (text: string) => void;
  readonly planned?: (count: number) => void;
  readonly begun?: (scenario: ScenarioIdentity) => void;
  readonly finished?: (result: ScenarioResult) => void;
}

/** What the scenarios of a run came to. */
export interface Collected {
  /** In the order in which the scenarios ended. */
  readonly results: readonly ScenarioResult[];
  /** Ids of the scenarios that were selected to run. */
  readonly selected: ReadonlySet<string>;
  /** What the engine calls itself; absent where it never came to say so. */
  readonly engine?: ScenarioAttachment['engine'];
  /** Features that cucumber cannot read. */
  readonly parseErrors: readonly string[];
}

const KEYWORDS: Readonly<Record<string, StepResult['keyword']>> = {
  Context: 'Given',
  Action: 'When',
  Outcome: 'Then',
};

function milliseconds({ seconds, nanos }: { seconds: number; nanos: number }): number {
  return seconds * 1000 + nanos / 1e6;
}

function tagged(pickle: Pickle, prefix: string): string[] {
  return pickle.tags
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name }) => name.slice(prefix.length));
}

/** Collects the envelopes of one cucumber run. */
export class Collector implements Collected {
  readonly results: ScenarioResult[] = [];
  engine: ScenarioAttachment['engine'];
  readonly parseErrors: string[] = [];
  private readonly pickles = new Map<string, Pickle>();
  private readonly testCases = new Map<string, TestCase>();
  private readonly running = new Map<string, Running>();

  /** @param whySkipped - why a scenario that cucumber skips did not run, where that is known. */
  constructor(
    private readonly listener: CollectListener = {},
    private readonly whySkipped: () => string | undefined = () => undefined,
  ) {}

  get selected(): ReadonlySet<string> {
    return new Set([...this.testCases.values()].map((testCase) => this.identityOf(testCase).id));
  }

  /** What there is now, unchanged by what follows. */
  snapshot(): Collected {
    const { results, selected, engine, parseErrors } = this;
    return {
      ...{ results: [...results], selected, parseErrors: [...parseErrors] },
      ...(engine === undefined ? {} : { engine }),
    };
  }

  readonly accept = (envelope: Envelope): void => {
    if (envelope.parseError !== undefined) {
      this.parseErrors.push(envelope.parseError.message);
    }
    if (envelope.pickle !== undefined) {
      this.pickles.set(envelope.pickle.id, envelope.pickle);
    }
    if (envelope.testCase !== undefined) {
      this.plan(envelope.testCase);
    }
    if (envelope.testCaseStarted !== undefined) {
      this.start(envelope.testCaseStarted);
    }
    if (envelope.testStepFinished !== undefined) {
      this.finishStep(envelope.testStepFinished);
    }
    if (envelope.attachment !== undefined) {
      this.attach(envelope.attachment);
    }
    if (envelope.testCaseFinished !== undefined) {
      this.finish(envelope.testCaseFinished.testCaseStartedId);
    }
  };

  private plan(testCase: TestCase): void {
    this.testCases.set(testCase.id, testCase);
    this.listener.planned?.(this.testCases.size);
  }

  private start({ id, testCaseId }: TestCaseStarted): void {
    const testCase = this.testCases.get(testCaseId);
    if (testCase !== undefined) {
      this.running.set(id, { testCase, finished: new Map(), outcome: {} });
      this.listener.begun?.(this.identityOf(testCase));
    }
  }

  private finishStep(finished: TestStepFinished): void {
    this.running.get(finished.testCaseStartedId)?.finished.set(finished.testStepId, finished);
  }

  private attach({ mediaType, body, testCaseStartedId }: Attachment): void {
    const running = this.running.get(testCaseStartedId ?? '');
    if (running === undefined || mediaType !== ATTACHMENT_MEDIA_TYPE) {
      return;
    }
    running.outcome = { ...running.outcome, ...(JSON.parse(body) as ScenarioAttachment) };
    this.engine ??= running.outcome.engine;
  }

  private finish(startedId: string): void {
    const running = this.running.get(startedId);
    if (running === undefined) {
      return;
    }
    this.running.delete(startedId);
    const result = this.resultOf(running);
    this.results.push(result);
    this.listener.finished?.(result);
  }

  private pickleOf(testCase: TestCase): Pickle {
    const pickle = this.pickles.get(testCase.pickleId);
    if (pickle === undefined) {
      throw new Error('cucumber ran a scenario that it never announced.');
    }
    return pickle;
  }

  private identityOf(testCase: TestCase): ScenarioIdentity {
    const pickle = this.pickleOf(testCase);
    const { name } = pickle;
    const document = tagged(pickle, '@document:')[0] ?? '';
    const witnesses = tagged(pickle, '@witness:');
    return {
      id: `${document}:${name}`,
      name,
      document,
      checks: tagged(pickle, '@check:'),
      ...(witnesses.length === 0 ? {} : { witnesses }),
    };
  }

  private resultOf({ testCase, finished, outcome }: Running): ScenarioResult {
    const pickle = this.pickleOf(testCase);
    const steps = testCase.testSteps.map((step) => stepResult(step, pickle, finished.get(step.id)));
    const status = statusOf(steps, outcome);
    const reason = outcome.unsupported ?? (status === 'skipped' ? this.whySkipped() : undefined);
    const error =
      outcome.engineError ??
      steps.find((step) => step.error !== undefined && step.status !== 'skipped')?.error;
    return {
      ...this.identityOf(testCase),
      status,
      durationMs: steps.reduce((sum, step) => sum + step.durationMs, 0),
      steps: steps.filter((step) => step.keyword !== 'Hook' || step.status === 'failed'),
      ...(error === undefined ? {} : { error }),
      ...(outcome.precondition === undefined || status !== 'failed'
        ? {}
        : { precondition: outcome.precondition }),
      ...(reason === undefined ? {} : { reason }),
      ...(status === 'passed' ? {} : happenedIn(outcome)),
    };
  }
}

/** What the lane of a scenario shows; what there is none of is absent. */
function happenedIn({
  calls,
  acts = [],
  records = [],
  log = [],
}: ScenarioAttachment): Pick<ScenarioResult, 'calls' | 'acts' | 'records' | 'log'> {
  return {
    ...(calls === undefined ? {} : { calls }),
    ...(acts.length === 0 ? {} : { acts }),
    ...(records.length === 0 ? {} : { records }),
    ...(log.length === 0 ? {} : { log }),
  };
}

function stepResult(step: TestStep, pickle: Pickle, finished: TestStepFinished | undefined): StepResult {
  const pickleStep: PickleStep | undefined = pickle.steps.find(({ id }) => id === step.pickleStepId);
  const result = finished?.testStepResult;
  return {
    keyword: pickleStep === undefined ? 'Hook' : (KEYWORDS[pickleStep.type ?? ''] ?? 'When'),
    text: pickleStep?.text ?? 'hook',
    status: (result?.status.toLowerCase() ?? 'unknown') as StepResult['status'],
    durationMs: result === undefined ? 0 : milliseconds(result.duration),
    ...(result?.message === undefined ? {} : { error: withoutStack(result.message) }),
  };
}

/** The message of an error without the lines that say where in the harness it was thrown. */
function withoutStack(message: string): string {
  const lines = message.split('\n').filter((line) => !/^\s+at /.test(line));
  return lines
    .join('\n')
    .replace(/^(Mismatch|Precondition|EngineError): /, '')
    .trim();
}

function statusOf(steps: readonly StepResult[], outcome: ScenarioAttachment): ScenarioStatus {
  if (outcome.engineError !== undefined) {
    return 'engine-error';
  }
  if (outcome.unsupported !== undefined) {
    return 'unsupported';
  }
  for (const status of ['undefined', 'ambiguous'] as const) {
    if (steps.some((step) => step.status === status)) {
      return status;
    }
  }
  // What is pending is known before anything runs; a step that says so was left unwritten.
  if (steps.some((step) => step.status === 'pending')) {
    return 'harness-error';
  }
  const failed = steps.filter((step) => step.status === 'failed');
  if (failed.length > 0) {
    const engines = outcome.mismatch === true && failed.every((step) => step.keyword !== 'Hook');
    return engines ? 'failed' : 'harness-error';
  }
  return steps.length > 0 && steps.every((step) => step.status === 'passed') ? 'passed' : 'skipped';
}
