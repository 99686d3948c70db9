/**
 * Allure's result files: one for each check, so that the share on Allure's overview is that of the verdict. The scenarios of
 * a check are its steps, each with a status of its own.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LabelName, LinkType, Stage, Status } from 'allure-js-commons';
import type {
  Attachment,
  Label,
  Link,
  Parameter,
  StatusDetails,
  StepResult,
  TestResult,
} from 'allure-js-commons';
import type {
  CheckLine,
  RunLine,
  RunResults,
  ScenarioResult,
  ScenarioStatus,
  StepResult as ScenarioStep,
} from '../../verdict';
import { clean, oneLine, truncate } from '../../core/printable-text';
import { placeOf, scenariosOf } from '../checklist-lines';
import { evidenceOf, headOf } from '../failure';
import { runFiles, type AllureFile } from './about-run';
import { stateLine, stateOf, STATUS_OF_CHECK } from './categories';
import { laneOf } from './lane';

const STATUS_OF_SCENARIO: Readonly<Record<ScenarioStatus, Status>> = {
  passed: Status.PASSED,
  failed: Status.FAILED,
  unsupported: Status.SKIPPED,
  pending: Status.SKIPPED,
  skipped: Status.SKIPPED,
  undefined: Status.BROKEN,
  ambiguous: Status.BROKEN,
  'harness-error': Status.BROKEN,
  'engine-error': Status.BROKEN,
};

const STATUS_OF_STEP: Readonly<Record<ScenarioStep['status'], Status>> = {
  passed: Status.PASSED,
  failed: Status.FAILED,
  skipped: Status.SKIPPED,
  pending: Status.SKIPPED,
  undefined: Status.BROKEN,
  ambiguous: Status.BROKEN,
  unknown: Status.BROKEN,
};

/** Longer names are cut; the description has all of it. */
const LONGEST_NAME = 500;

/** The same for the same text: a UUID (RFC 9562, version 8) made from its SHA-256. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What the labels are made from, and which scenario was already written in full. */
class Book {
  private readonly titles: ReadonlyMap<string, string>;
  private readonly lines: ReadonlyMap<string, CheckLine>;
  private readonly tables: ReadonlySet<string>;
  private readonly written = new Set<string>();

  constructor(readonly results: RunResults) {
    this.titles = new Map(results.run.documents.map((document) => [document.path, document.title]));
    this.lines = new Map(results.checks.map((line) => [line.id, line]));
    this.tables = new Set(results.checks.flatMap(({ table }) => table ?? []));
  }

  titleOf(line: CheckLine): string {
    return this.titles.get(line.document) ?? line.document;
  }

  /** The sentence that the line belongs to: for a row its table's. */
  statementOf(line: CheckLine): string {
    return (line.table === undefined ? undefined : this.lines.get(line.table)?.text) ?? line.text;
  }

  /** A row, or a sentence with rows. */
  isOfTable(line: CheckLine): boolean {
    return line.table !== undefined || this.tables.has(line.id);
  }

  /** The steps of a scenario that passed are written once: most scenarios judge several checks. */
  showsSteps(line: CheckLine, scenario: ScenarioResult): boolean {
    const isFirst = !this.written.has(scenario.id);
    this.written.add(scenario.id);
    return isFirst || (line.status !== 'passed' && scenario.status !== 'passed');
  }
}

function nameOf(text: string): string {
  return truncate(oneLine(text), LONGEST_NAME);
}

function labelsOf(book: Book, line: CheckLine): Label[] {
  const value = (name: LabelName, text: string | undefined): Label[] =>
    text === undefined ? [] : [{ name, value: nameOf(text) }];
  const { heading, status } = line;
  return [
    ...value(LabelName.EPIC, book.titleOf(line)),
    ...value(LabelName.FEATURE, heading),
    ...value(LabelName.STORY, book.statementOf(line)),
    ...value(LabelName.PARENT_SUITE, line.document),
    ...value(LabelName.SUITE, heading),
    ...(book.isOfTable(line) ? value(LabelName.SUB_SUITE, book.statementOf(line)) : []),
    ...value(LabelName.TAG, line.kind),
    ...value(LabelName.TAG, `check:${line.id}`),
    ...value(LabelName.TAG, status === 'passed' ? undefined : status),
    ...value(LabelName.TAG, line.precondition === undefined ? undefined : 'precondition'),
    ...value(LabelName.TAG, line.basis === undefined ? undefined : 'without a property'),
    { name: LabelName.FRAMEWORK, value: 'syncproof' },
  ];
}

/** Text as Markdown: Allure shows descriptions as such. */
function escaped(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]{}()#+!|~-]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** The sentence and its place, and what a pass rests on. */
function descriptionOf(line: CheckLine): string {
  return [
    `\`${oneLine(placeOf(line)).replace(/`/g, "'")}\` ${escaped(line.text)}`,
    ...(line.basis === undefined ? [] : [`Rests on: ${escaped(line.basis)}`]),
  ].join('\n\n');
}

/** The issue that the baseline names. */
function linksOf({ baseline }: CheckLine): Link[] {
  const url = baseline?.issue;
  return url === undefined ? [] : [{ url, name: url.replace(/^https?:\/\//, ''), type: LinkType.ISSUE }];
}

function parametersOf({ engine, seed, transport }: RunLine, { line }: CheckLine): Parameter[] {
  const value = { line: `${line}`, engine: `${engine.name} ${engine.version}`, seed: `${seed}`, transport };
  return Object.entries(value).map(([name, text]) => ({ name, value: oneLine(text), excluded: true }));
}

function detailsOf(results: RunResults, line: CheckLine): StatusDetails {
  const state = stateOf(line);
  if (state !== undefined) {
    return { message: headOf(results, line), trace: `${stateLine(state)}\n${evidenceOf(results, line)}` };
  }
  return line.basis === undefined
    ? {}
    : { message: `passed without a property to compare: ${clean(line.basis)}` };
}

/** Whole milliseconds from the run's beginning on. Checks follow one another, no two at the same time: Allure sorts by it. */
class Clock {
  private passed = 0;

  constructor(private readonly beginning: number) {}

  get now(): number {
    return this.beginning + Math.round(this.passed);
  }

  pass(milliseconds: number): void {
    this.passed += milliseconds;
  }
}

function stepsOf(scenario: ScenarioResult, clock: Clock): StepResult[] {
  return scenario.steps.map((step) => {
    const start = clock.now;
    clock.pass(step.durationMs);
    return {
      name: nameOf(`${step.keyword} ${step.text}`),
      status: STATUS_OF_STEP[step.status],
      statusDetails: step.error === undefined ? {} : { message: clean(step.error) },
      stage: Stage.FINISHED,
      steps: [],
      attachments: [],
      parameters: [],
      start,
      stop: clock.now,
    };
  });
}

/** The scenario as a step of a check that it judges: its status is its own, whatever becomes of the check. */
function scenarioStep(scenario: ScenarioResult, showsSteps: boolean, clock: Clock): StepResult {
  const start = clock.now;
  const said =
    scenario.status === 'passed' ? undefined : (scenario.error ?? scenario.reason ?? scenario.status);
  const steps = showsSteps ? stepsOf(scenario, clock) : [];
  return {
    name: nameOf(scenario.name),
    status: STATUS_OF_SCENARIO[scenario.status],
    statusDetails: said === undefined ? {} : { message: clean(said) },
    stage: Stage.FINISHED,
    steps,
    attachments: showsSteps ? attachmentsOf(scenario).map(({ attachment }) => attachment) : [],
    parameters:
      scenario.precondition === undefined
        ? []
        : [{ name: 'precondition', value: oneLine(scenario.precondition) }],
    start,
    stop: clock.now,
  };
}

function testResult(book: Book, line: CheckLine, status: Status, clock: Clock): TestResult {
  const start = clock.now;
  const steps = line.scenarios.map((scenario) =>
    scenarioStep(scenario, book.showsSteps(line, scenario), clock),
  );
  const stop = clock.now;
  clock.pass(1);
  return {
    uuid: uuidOf(`result ${line.id}`),
    historyId: uuidOf(`history ${line.id}`),
    testCaseId: uuidOf(`case ${line.id}`),
    fullName: oneLine(line.id),
    name: nameOf(line.text),
    titlePath: [line.document, ...(line.heading === undefined ? [] : [line.heading])].map(nameOf),
    description: descriptionOf(line),
    labels: labelsOf(book, line),
    links: linksOf(line),
    parameters: parametersOf(book.results.run, line),
    status,
    statusDetails: detailsOf(book.results, line),
    stage: Stage.FINISHED,
    steps,
    attachments: [],
    start,
    stop,
  };
}

/** An attachment of Allure, and the file that holds it. */
interface ScenarioAttachmentFile {
  readonly attachment: Attachment;
  readonly file: AllureFile;
}

function attachmentFile(
  { id }: ScenarioResult,
  name: string,
  type: 'text/plain' | 'application/json',
  content: string,
): ScenarioAttachmentFile {
  const source = `${uuidOf(`${name} ${id}`)}-attachment.${type === 'text/plain' ? 'txt' : 'json'}`;
  return { attachment: { name, type, source }, file: { name: source, content } };
}

/** What a scenario that did not pass leaves to read: what happened, its HTTP calls as they were, and how the engine's log ends. */
function attachmentsOf(scenario: ScenarioResult): ScenarioAttachmentFile[] {
  const { status, calls = [], log = [] } = scenario;
  if (status === 'passed') {
    return [];
  }
  const lane = laneOf(scenario);
  const file = (...what: [string, 'text/plain' | 'application/json', string]): ScenarioAttachmentFile =>
    attachmentFile(scenario, ...what);
  return [
    ...(lane === undefined ? [] : [file('What happened, step by step', 'text/plain', lane)]),
    ...(calls.length === 0
      ? []
      : [file('HTTP calls, raw', 'application/json', `${JSON.stringify(calls, null, 2)}\n`)]),
    ...(log.length === 0
      ? []
      : [file("Engine's log, its end", 'text/plain', `${log.map(clean).join('\n')}\n`)]),
  ];
}

/**
 * All files of a results directory. Each check that is not informative has one entry, which its id names: the same results give
 * the same bytes, and an entry keeps its history while the document grows around it. The checks follow one another on
 * Allure's time line, whatever ran side by side.
 */
export function allureFiles(results: RunResults): AllureFile[] {
  const book = new Book(results);
  const startedAt = Date.parse(results.run.startedAt);
  const clock = new Clock(Number.isNaN(startedAt) ? 0 : startedAt);
  const entries = results.checks.flatMap((line) => {
    if (line.status === 'informative') {
      return [];
    }
    const result = testResult(book, line, STATUS_OF_CHECK[line.status], clock);
    return { name: `${result.uuid}-result.json`, content: `${JSON.stringify(result)}\n` };
  });
  const attachments = scenariosOf(results.checks).flatMap(attachmentsOf);
  return [...entries, ...attachments.map(({ file }) => file), ...runFiles(results)];
}

/** More at once are not faster, and could reach the limit of open files. */
const WRITES_AT_ONCE = 32;

/**
 * Writes Allure's result files into the directory, which it makes.
 *
 * @param directory - should be new: files that are in it stay, and would show up in the report.
 */
export async function writeAllureResults(results: RunResults, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const files = allureFiles(results);
  for (let first = 0; first < files.length; first += WRITES_AT_ONCE) {
    const batch = files.slice(first, first + WRITES_AT_ONCE);
    await Promise.all(batch.map(({ name, content }) => writeFile(path.join(directory, name), content)));
  }
}
