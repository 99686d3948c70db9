/** Allure's result files: one for each scenario, and one for each check that no scenario speaks for. */
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
  CheckStatus,
  RunLine,
  RunResults,
  ScenarioResult,
  ScenarioStatus,
  StepResult as ScenarioStep,
} from '../../verdict';
import { accountOf } from '../failure';
import { placeOf, rerunCommandOf, scenariosOf } from '../checklist-lines';
import { clean, oneLine } from '../../core/printable-text';

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

/** The states of a check that may have no scenario to speak for it. */
const STATUS_OF_CHECK: Readonly<Partial<Record<CheckStatus, Status>>> = {
  'not-understood': Status.FAILED,
  'not-run': Status.BROKEN,
  pending: Status.SKIPPED,
  unsupported: Status.SKIPPED,
  'not-selected': Status.SKIPPED,
};

/** Allure 3 puts a result into the first that fits, Allure 2 into all that fit. */
const CATEGORIES = [
  {
    name: 'Failed before its own sentence: look at the precondition',
    messageRegex: '^precondition: [\\s\\S]*',
  },
  { name: 'Failed, and excused: known or disputed', messageRegex: '^(?:known|disputed): [\\s\\S]*' },
  { name: 'The engine broke a sentence, or a line is not understood', matchedStatuses: [Status.FAILED] },
  { name: 'No verdict: harness or engine broke, or not run', matchedStatuses: [Status.BROKEN] },
  { name: 'Waiting, unsupported or not selected', matchedStatuses: [Status.SKIPPED] },
];

/** A file of a results directory. */
export interface AllureFile {
  readonly name: string;
  readonly content: string;
}

/** The same for the same text: a UUID (RFC 9562, version 8) made from its SHA-256. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What the labels and descriptions are made from. */
class Book {
  private readonly titles: ReadonlyMap<string, string>;
  private readonly lines: ReadonlyMap<string, CheckLine>;
  private readonly linesOfScenario = new Map<string, CheckLine[]>();
  private readonly statusesOfRows = new Map<string, Set<CheckStatus>>();

  constructor(readonly results: RunResults) {
    this.titles = new Map(results.run.documents.map((document) => [document.path, document.title]));
    this.lines = new Map(results.checks.map((line) => [line.id, line]));
    for (const line of results.checks) {
      for (const id of new Set(line.scenarios.map((scenario) => scenario.id))) {
        this.linesOfScenario.set(id, [...(this.linesOfScenario.get(id) ?? []), line]);
      }
      if (line.table === undefined) {
        continue;
      }
      const statuses = this.statusesOfRows.get(line.table) ?? new Set();
      this.statusesOfRows.set(line.table, statuses.add(line.status));
    }
  }

  judgedBy(scenario: ScenarioResult): readonly CheckLine[] {
    return this.linesOfScenario.get(scenario.id) ?? [];
  }

  titleOf(line: CheckLine): string {
    return this.titles.get(line.document) ?? line.document;
  }

  /** The sentence that the line belongs to: for a row its table's. */
  statementOf(line: CheckLine): string {
    return (line.table === undefined ? undefined : this.lines.get(line.table)?.text) ?? line.text;
  }

  /** No scenario speaks for it, and its state is not that of one of its rows, which have their own entries. */
  standsAlone(line: CheckLine): boolean {
    if (line.scenarios.length > 0 || STATUS_OF_CHECK[line.status] === undefined) {
      return false;
    }
    return this.statusesOfRows.get(line.id)?.has(line.status) !== true;
  }
}

/** The feature of a scenario over several sections: Allure would file it under each feature with each story. */
const WHOLE = 'The document as a whole';

function labelsOf(book: Book, lines: readonly CheckLine[]): Label[] {
  const isWhole = new Set(lines.map((line) => line.heading)).size > 1;
  const values = (name: LabelName, of: (line: CheckLine) => string | undefined): Label[] =>
    [...new Set(lines.flatMap((line) => of(line) ?? []))].map((value) => ({ name, value: oneLine(value) }));
  return [
    ...values(LabelName.EPIC, (line) => book.titleOf(line)),
    ...values(LabelName.FEATURE, (line) => (isWhole ? WHOLE : line.heading)),
    ...values(LabelName.STORY, (line) => (isWhole ? WHOLE : book.statementOf(line))),
    ...values(LabelName.PARENT_SUITE, (line) => line.document),
    ...values(LabelName.SUITE, (line) => (isWhole ? WHOLE : line.heading)),
    ...values(LabelName.SUB_SUITE, (line) => (isWhole ? WHOLE : book.statementOf(line))).slice(0, 1),
    ...values(LabelName.TAG, (line) => line.kind),
    ...values(LabelName.TAG, (line) => `check:${line.id}`),
    ...values(LabelName.TAG, (line) => (line.status === 'passed' ? undefined : line.status)),
    { name: LabelName.FRAMEWORK, value: 'syncproof' },
  ];
}

/** Two blanks at a line's end would be a Markdown break; each sentence is a separate paragraph instead. */
function descriptionOf(lines: readonly CheckLine[]): string {
  return lines
    .map((line) => `\`${placeOf(line)}\` ${oneLine(line.text).replace(/[\\`*_[\]<>|]/g, '\\$&')}`)
    .join('\n\n');
}

/** The issues that the baseline names. */
function linksOf(lines: readonly CheckLine[]): Link[] {
  const issues = new Set(lines.flatMap(({ baseline }) => baseline?.issue ?? []));
  return [...issues].map((url) => ({ url, name: url.replace(/^https?:\/\//, ''), type: LinkType.ISSUE }));
}

function parametersOf({ engine, seed, transport }: RunLine): Parameter[] {
  return [
    { name: 'engine', value: oneLine(`${engine.name} ${engine.version}`), excluded: true },
    { name: 'seed', value: `${seed}`, excluded: true },
    { name: 'transport', value: transport, excluded: true },
  ];
}

interface Entry {
  /** Unique in the run. */
  readonly id: string;
  readonly name: string;
  readonly lines: readonly CheckLine[];
  readonly status: Status;
  readonly details: StatusDetails;
  readonly start: number;
  readonly durationMs: number;
}

function testResult(book: Book, entry: Entry): TestResult {
  const first = entry.lines[0];
  return {
    uuid: uuidOf(`result ${entry.id}`),
    historyId: uuidOf(`history ${entry.id}`),
    testCaseId: uuidOf(`case ${entry.id}`),
    fullName: oneLine(entry.id),
    name: oneLine(entry.name),
    titlePath:
      first === undefined ? [] : [first.document, ...(first.heading === undefined ? [] : [first.heading])],
    description: descriptionOf(entry.lines),
    labels: labelsOf(book, entry.lines),
    links: linksOf(entry.lines),
    parameters: parametersOf(book.results.run),
    status: entry.status,
    statusDetails: entry.details,
    stage: Stage.FINISHED,
    steps: [],
    attachments: [],
    start: entry.start,
    stop: entry.start + entry.durationMs,
  };
}

function stepsOf(scenario: ScenarioResult, start: number): StepResult[] {
  let next = start;
  return scenario.steps.map((step) => {
    const begin = next;
    next += step.durationMs;
    return {
      name: oneLine(`${step.keyword} ${step.text}`),
      status: STATUS_OF_STEP[step.status],
      statusDetails: step.error === undefined ? {} : { message: clean(step.error) },
      stage: Stage.FINISHED,
      steps: [],
      attachments: [],
      parameters: [],
      start: begin,
      stop: next,
    };
  });
}

/** A failed scenario counts for nothing where each check that it made fail is excused; then the first of them. */
function excusedLine(scenario: ScenarioResult, lines: readonly CheckLine[]): CheckLine | undefined {
  if (scenario.status !== 'failed' || lines.some(({ status }) => status === 'failed')) {
    return undefined;
  }
  return lines.find(({ status }) => status === 'known' || status === 'disputed');
}

function firstLine(text = ''): string {
  return text.split('\n', 1)[0] ?? '';
}

function detailsOf(run: RunLine, scenario: ScenarioResult, lines: readonly CheckLine[]): StatusDetails {
  if (scenario.status === 'passed') {
    return {};
  }
  const message = clean(scenario.error ?? scenario.reason ?? scenario.status);
  const first = lines[0];
  const repeat = first === undefined ? undefined : rerunCommandOf(run, first);
  const whole =
    scenario.precondition === undefined ? message : `precondition: ${scenario.precondition}\n${message}`;
  const excused = excusedLine(scenario, lines);
  return {
    message:
      excused === undefined ? whole : `${excused.status}: ${clean(firstLine(excused.reason))}\n${whole}`,
    ...(repeat === undefined ? {} : { trace: `again: ${repeat}` }),
  };
}

/** An attachment of Allure, and the file that holds it. */
interface ScenarioAttachmentFile {
  readonly attachment: Attachment;
  readonly file: AllureFile;
}

function scenarioFiles(book: Book, scenario: ScenarioResult, start: number): AllureFile[] {
  const lines = book.judgedBy(scenario);
  const result = testResult(book, {
    id: scenario.id,
    name: scenario.name,
    lines,
    status: excusedLine(scenario, lines) === undefined ? STATUS_OF_SCENARIO[scenario.status] : Status.SKIPPED,
    details: detailsOf(book.results.run, scenario, lines),
    start,
    durationMs: scenario.durationMs,
  });
  result.steps = stepsOf(scenario, start);
  const attachments = scenario.status === 'passed' ? [] : attachmentsOf(scenario);
  result.attachments = attachments.map(({ attachment }) => attachment);
  return [resultFile(result), ...attachments.map(({ file }) => file)];
}

/** What a scenario that did not pass leaves to read: its HTTP calls, and how the engine's log ends. */
function attachmentsOf({ id, calls = [], log = [] }: ScenarioResult): ScenarioAttachmentFile[] {
  const made: ScenarioAttachmentFile[] = [];
  if (calls.length > 0) {
    const source = `${uuidOf(`calls ${id}`)}-attachment.json`;
    made.push({
      attachment: { name: 'HTTP calls', type: 'application/json', source },
      file: { name: source, content: `${JSON.stringify(calls, null, 2)}\n` },
    });
  }
  if (log.length > 0) {
    const source = `${uuidOf(`log ${id}`)}-attachment.txt`;
    made.push({
      attachment: { name: "Engine's log, its end", type: 'text/plain', source },
      file: { name: source, content: `${log.map(clean).join('\n')}\n` },
    });
  }
  return made;
}

function checkFile(book: Book, line: CheckLine, start: number): AllureFile {
  const details: StatusDetails = {
    message: clean(`${line.status}: ${line.reason ?? ''}`),
    trace: accountOf(book.results.run, line),
  };
  const status = STATUS_OF_CHECK[line.status] ?? Status.BROKEN;
  const name = `line ${line.line}: ${line.text}`;
  return resultFile(
    testResult(book, { id: `check ${line.id}`, name, lines: [line], status, details, start, durationMs: 0 }),
  );
}

function resultFile(result: TestResult): AllureFile {
  return { name: `${result.uuid}-result.json`, content: `${JSON.stringify(result)}\n` };
}

function environmentFile({ engine, seed, transport, syncproof }: RunLine): AllureFile {
  const values = { syncproof, engine: `${engine.name} ${engine.version}`, seed, transport };
  const lines = Object.entries(values).map(
    ([name, value]) => `${name} = ${oneLine(String(value)).replace(/\\/g, '\\\\')}\n`,
  );
  return { name: 'environment.properties', content: lines.join('') };
}

/**
 * All files of a results directory. A scenario has one entry, however many checks it judges; a check for which no scenario
 * speaks has its own entry. Names and ids are made from the scenarios' and checks' ids, so the same results give the same
 * bytes. The scenarios follow one another on Allure's time line, whatever ran side by side.
 */
export function allureFiles(results: RunResults): AllureFile[] {
  const book = new Book(results);
  const startedAt = Date.parse(results.run.startedAt);
  let start = Number.isNaN(startedAt) ? 0 : startedAt;
  const files: AllureFile[] = [];
  for (const scenario of scenariosOf(results.checks)) {
    files.push(...scenarioFiles(book, scenario, start));
    start += scenario.durationMs;
  }
  for (const line of results.checks) {
    if (book.standsAlone(line)) {
      files.push(checkFile(book, line, start));
    }
  }
  return [
    ...files,
    environmentFile(results.run),
    { name: 'categories.json', content: `${JSON.stringify(CATEGORIES)}\n` },
  ];
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
