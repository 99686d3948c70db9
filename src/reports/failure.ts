/** The account of what did not pass: what happened first, then where, the last calls and log lines, and how to see it again. */
import type { CallExcerpt, CheckLine, RunResults, ScenarioResult, StepResult } from '../verdict';
import { placeOf, rerunCommandOf } from './checklist-lines';
import { clean, oneLine, truncate } from '../core/printable-text';

/** What led to a failure is at the end of the recording. */
const LAST_CALLS = 10;
const LONGEST_BODY = 400;
const LAST_LOG_LINES = 10;

/** The verdict writes which check is to blame before the reason; reports say it behind, with the sentence's own words. */
const BLAME_LINE = /^(row of line \d+: )?precondition: [^\n]*\n?/;
const FOR_ANOTHER = 'it fails for another sentence alone';

/** Why the check did not pass, without the line that names the check to blame; empty where nothing is said. */
export function reasonOf(line: CheckLine): string {
  const reason = line.reason ?? '';
  if (line.precondition === undefined) {
    return clean(reason);
  }
  const own = reason.replace(BLAME_LINE, '$1');
  return clean(/^(row of line \d+: )?$/.test(own) ? `${own}${FOR_ANOTHER}` : own);
}

/** The first line of the reason: what a person would say. */
export function firstReasonOf(line: CheckLine): string {
  return reasonOf(line).split('\n', 1)[0] ?? '';
}

const LINES_BY_ID = new WeakMap<readonly CheckLine[], ReadonlyMap<string, CheckLine>>();

function lineOfId(checks: readonly CheckLine[], id: string): CheckLine | undefined {
  const known = LINES_BY_ID.get(checks) ?? new Map(checks.map((line) => [line.id, line]));
  LINES_BY_ID.set(checks, known);
  return known.get(id);
}

/** The sentence that is to blame in place of the check's own; `undefined` where the check failed for itself. */
export function blameOf({ checks }: Pick<RunResults, 'checks'>, line: CheckLine): string | undefined {
  if (line.precondition === undefined) {
    return undefined;
  }
  const blamed = lineOfId(checks, line.precondition);
  const what = blamed === undefined ? line.precondition : `${placeOf(blamed)}: ${oneLine(blamed.text)}`;
  return `precondition: fix this first: ${what}`;
}

function bodyText(label: string, body: string | undefined): string[] {
  return body === undefined || body === '' ? [] : [`    ${label} ${truncate(oneLine(body), LONGEST_BODY)}`];
}

/** One call: method, path, status; its bodies below it, cut to 400 characters. */
function callLines(call: CallExcerpt): string[] {
  const { number, system, method, path, status, unexpected } = call;
  return [
    `  ${number}. ${oneLine(`${system}: ${method} ${path}`)} → ${status}`,
    ...bodyText('>', call.requestBody),
    ...bodyText('<', call.responseBody),
    ...(unexpected === undefined ? [] : [`    unexpected: ${oneLine(unexpected)}`]),
  ];
}

/** How the engine's log ends. */
function logLines(log: readonly string[]): string[] {
  const last = log.slice(-LAST_LOG_LINES).map((line) => `  ${truncate(oneLine(line), LONGEST_BODY)}`);
  return last.length === 0 ? [] : ["the engine's log ends:", ...last];
}

/** The step at which the scenario ended; `undefined` where none is to blame. */
export function endOf({ steps }: ScenarioResult): StepResult | undefined {
  return steps.find(({ status }) => status !== 'passed' && status !== 'skipped');
}

/** The scenario that speaks for a check: the first whose message the reason repeats, else the first that did not pass. */
export function speakerOf(line: CheckLine): ScenarioResult | undefined {
  const open = line.scenarios.filter((scenario) => scenario.status !== 'passed');
  const reason = line.reason ?? '';
  const isQuoted = ({ error, reason: why }: ScenarioResult): boolean =>
    [error, why].some((text) => text !== undefined && reason.includes(text));
  return open.find(isQuoted) ?? open[0];
}

/** Which scenario, which step, and the message where the reason does not repeat it. */
function scenarioLines(scenario: ScenarioResult, shown: string): string[] {
  const said = [scenario.error, scenario.reason].filter((text) => text !== undefined);
  const message = said.some((text) => shown.includes(text)) ? undefined : said[0];
  const step = endOf(scenario);
  return [
    `scenario: ${oneLine(scenario.name)} (${scenario.status})`,
    ...(step === undefined ? [] : [`step: ${oneLine(`${step.keyword} ${step.text}`)}`]),
    ...(message === undefined ? [] : [clean(message)]),
  ];
}

function evidenceLines({ calls = [], log = [] }: ScenarioResult): string[] {
  return [
    ...(calls.length === 0
      ? []
      : [`last calls, of ${calls.length}:`, ...calls.slice(-LAST_CALLS).flatMap(callLines)]),
    ...logLines(log),
  ];
}

/**
 * What happened, in a few lines: the reason, which begins as a person would say it and goes on with what was expected and
 * found; the scenario and the step; the sentence to blame.
 */
export function headOf(results: Pick<RunResults, 'checks'>, line: CheckLine): string {
  const reason = reasonOf(line);
  const speaker = speakerOf(line);
  const blame = blameOf(results, line);
  return [
    ...(reason === '' ? [] : [reason]),
    ...(speaker === undefined ? [] : scenarioLines(speaker, line.reason ?? '')),
    ...(blame === undefined ? [] : [blame]),
  ].join('\n');
}

/** What is behind `headOf`: the sentence with its place, the last calls and log lines; its last line is the command that repeats it. */
export function evidenceOf({ run }: Pick<RunResults, 'run'>, line: CheckLine): string {
  const speaker = speakerOf(line);
  const repeat = rerunCommandOf(run, line);
  return [
    `${placeOf(line)}: ${oneLine(line.text)}`,
    ...(speaker === undefined ? [] : evidenceLines(speaker)),
    ...(repeat === undefined ? [] : [`again: ${repeat}`]),
  ].join('\n');
}

/** The whole account of a check as plain text: `headOf` and `evidenceOf`. */
export function accountOf(results: Pick<RunResults, 'run' | 'checks'>, line: CheckLine): string {
  return [headOf(results, line), evidenceOf(results, line)].filter((part) => part !== '').join('\n');
}
