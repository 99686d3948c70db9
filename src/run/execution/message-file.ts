/**
 * Cucumber's messages as one process of a run hears them, written to a file of its own as they come
 * (https://github.com/cucumber/messages). Ids are made from what they stand for, so that the files of all processes fit together:
 * each process, and each batch of scenarios in it, gets others from cucumber for the same documents, pickles and steps.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Envelope, GherkinDocument, Pickle, TestCase } from '@cucumber/messages';

/** What a line of the file holds: the first word tells, and `message-merge` reads it. */
export const LINE = { definition: 'definition', run: 'run', scenario: 'scenario', event: 'event' } as const;

/** Envelopes of a kind are numbered as they come: every process loads the same step definitions in the same order. */
type NumberedKind = 'stepDefinition' | 'hook' | 'parameterType';
const NUMBERED: readonly NumberedKind[] = ['stepDefinition', 'hook', 'parameterType'];

/** Features of a run are in a temporary directory, step definitions wherever the package is. */
function shownUri(uri: string, directory: 'features' | 'steps'): string {
  return `${directory}/${basename(uri)}`;
}

/** Rewrites the messages of one run of cucumber, and writes those that the file lacks. */
class Recorder {
  private readonly ids = new Map<string, string>();
  private readonly counts = new Map<NumberedKind, number>();
  /** Lines of scenarios that have not ended, by the id under which they began. */
  private readonly open = new Map<string, string[]>();
  private readonly cases = new Map<string, TestCase>();

  constructor(
    private readonly written: Set<string>,
    private readonly write: (lines: string) => void,
  ) {}

  readonly accept = (envelope: Envelope): void => {
    const { testRunStarted, testRunFinished, testCase, testCaseStarted } = envelope;
    if (testCaseStarted !== undefined) {
      this.begin(testCaseStarted.id, testCaseStarted.testCaseId);
      this.add(testCaseStarted.id, envelope);
    } else if (testCase !== undefined) {
      this.plan(testCase);
    } else if (testRunStarted !== undefined || testRunFinished !== undefined) {
      this.write(`${LINE.run} ${JSON.stringify(envelope)}\n`);
    } else if (!this.acceptEvent(envelope)) {
      this.define(envelope);
    }
  };

  /** What happens in a scenario. */
  private acceptEvent(envelope: Envelope): boolean {
    const { testStepStarted, testStepFinished, attachment, testCaseFinished } = envelope;
    const started = (testStepStarted ?? testStepFinished ?? attachment ?? testCaseFinished)
      ?.testCaseStartedId;
    if (started === undefined) {
      return false;
    }
    this.add(started, envelope);
    if (testCaseFinished !== undefined) {
      this.write((this.open.get(started) ?? []).join(''));
      this.open.delete(started);
    }
    return true;
  }

  private nameFor(id: string, name: string): string {
    this.ids.set(id, name);
    return name;
  }

  /** The id that stands for cucumber's. */
  private nameOf(id: string): string {
    return this.ids.get(id) ?? id;
  }

  private define(envelope: Envelope): void {
    const { meta, source, gherkinDocument, pickle } = envelope;
    if (meta !== undefined) {
      this.defineOnce('meta', () => envelope);
    } else if (source !== undefined) {
      const uri = shownUri(source.uri, 'features');
      this.defineOnce(`source ${uri}`, () => ({ source: { ...source, uri } }));
    } else if (gherkinDocument !== undefined) {
      this.defineDocument(gherkinDocument);
    } else if (pickle !== undefined) {
      this.definePickle(pickle);
    } else {
      this.defineNumbered(envelope);
    }
  }

  private defineOnce(key: string, make: () => unknown): void {
    if (!this.written.has(key)) {
      this.written.add(key);
      this.write(`${LINE.definition} ${encodeURIComponent(key)} ${JSON.stringify(make())}\n`);
    }
  }

  private defineDocument(gherkinDocument: GherkinDocument): void {
    const uri = shownUri(gherkinDocument.uri ?? '', 'features');
    let count = 0;
    const text = JSON.stringify({ gherkinDocument: { ...gherkinDocument, uri } }, (key, value: unknown) => {
      if (key !== 'id' || typeof value !== 'string') {
        return value;
      }
      count += 1;
      return this.nameFor(value, `${uri}#${count}`);
    });
    this.defineOnce(`gherkinDocument ${uri}`, () => JSON.parse(text) as unknown);
  }

  private definePickle(pickle: Pickle): void {
    const uri = shownUri(pickle.uri, 'features');
    const id = this.nameFor(pickle.id, `${uri}:${pickle.location?.line ?? 0}`);
    const nodes = (ids: readonly string[]): string[] => ids.map((node) => this.nameOf(node));
    const steps = pickle.steps.map((step, at) => ({
      ...step,
      id: this.nameFor(step.id, `${id}/step-${at + 1}`),
      astNodeIds: nodes(step.astNodeIds),
    }));
    this.defineOnce(`pickle ${id}`, () => ({
      pickle: {
        ...{ ...pickle, id, uri, steps, astNodeIds: nodes(pickle.astNodeIds) },
        tags: pickle.tags.map((tag) => ({ ...tag, astNodeId: this.nameOf(tag.astNodeId) })),
      },
    }));
  }

  /** Step definitions, hooks and parameter types. Hooks around a whole run are of each process, and no part of the run. */
  private defineNumbered(envelope: Envelope): void {
    for (const kind of NUMBERED) {
      const defined = envelope[kind];
      if (defined === undefined) {
        continue;
      }
      const number = (this.counts.get(kind) ?? 0) + 1;
      this.counts.set(kind, number);
      const id = this.nameFor(defined.id, `${kind}-${number}`);
      const { sourceReference } = defined;
      const uri = sourceReference?.uri;
      const reference =
        uri === undefined ? {} : { sourceReference: { ...sourceReference, uri: shownUri(uri, 'steps') } };
      this.defineOnce(id, () => ({ [kind]: { ...defined, ...reference, id } }));
    }
  }

  private plan(testCase: TestCase): void {
    const pickleId = this.nameOf(testCase.pickleId);
    const id = this.nameFor(testCase.id, `${pickleId}/case`);
    const testSteps = testCase.testSteps.map((step, at) => ({
      ...step,
      id: this.nameFor(step.id, `${id}/${at + 1}`),
      ...(step.hookId === undefined ? {} : { hookId: this.nameOf(step.hookId) }),
      ...(step.pickleStepId === undefined ? {} : { pickleStepId: this.nameOf(step.pickleStepId) }),
      ...(step.stepDefinitionIds === undefined
        ? {}
        : { stepDefinitionIds: step.stepDefinitionIds.map((each) => this.nameOf(each)) }),
    }));
    this.cases.set(testCase.id, { ...testCase, id, pickleId, testSteps, testRunStartedId: RUN_ID });
  }

  private begin(startedId: string, testCaseId: string): void {
    const testCase = this.cases.get(testCaseId);
    const id = testCase?.id ?? testCaseId;
    this.nameFor(startedId, `${id}/started`);
    const head = `${LINE.scenario} ${encodeURIComponent(id)}\n${LINE.event} ${JSON.stringify({ testCase })}\n`;
    this.open.set(startedId, [head]);
  }

  /** Adds what happened in a scenario, with the ids of the file. */
  private add(startedId: string, envelope: Envelope): void {
    const text = JSON.stringify(envelope, (key, value: unknown) => {
      const isId =
        key === 'id' || key === 'testCaseId' || key === 'testCaseStartedId' || key === 'testStepId';
      return isId && typeof value === 'string' ? this.nameOf(value) : value;
    });
    this.open.get(startedId)?.push(`${LINE.event} ${text}\n`);
  }
}

/** The one run that all processes take part in. */
export const RUN_ID = 'run';

/** A file of messages, to which one process adds whatever it runs. Scenarios that do not end are not in it. */
class MessageFile {
  private readonly written = new Set<string>();
  private readonly file: number;
  /** Why nothing more was written, a full disk for example: what the scenarios come to does not depend on it. */
  private problem: Error | undefined;

  constructor(directory: string) {
    this.file = openSync(join(directory, `messages-${process.pid}.txt`), 'a');
  }

  /** @throws Error where something could not be written */
  close(): void {
    closeSync(this.file);
    if (this.problem !== undefined) {
      throw this.problem;
    }
  }

  private write(lines: string): void {
    if (this.problem !== undefined) {
      return;
    }
    try {
      writeSync(this.file, lines);
    } catch (error) {
      this.problem = error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Takes the messages of one run of cucumber. */
  recorder(): (envelope: Envelope) => void {
    return new Recorder(this.written, (lines) => {
      this.write(lines);
    }).accept;
  }
}

/** By directory: this process may run several times. */
const FILES = new Map<string, MessageFile>();

/** Nothing more is written into the directory by this process. @throws Error where something could not be written */
export function closeMessageFile(directory: string): void {
  const file = FILES.get(directory);
  FILES.delete(directory);
  file?.close();
}

/**
 * What takes the messages of one run of cucumber in this process.
 *
 * @param directory - where the processes of a run write their files; it exists.
 */
export function messageRecorder(directory: string): (envelope: Envelope) => void {
  const file = FILES.get(directory) ?? new MessageFile(directory);
  FILES.set(directory, file);
  return file.recorder();
}
