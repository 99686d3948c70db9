/** The account of what did not pass: the sentence, what happened, the last calls and log lines, and how to see it again. */
import type { CallExcerpt, CheckLine, RunLine, ScenarioResult } from '../verdict';
import { placeOf, rerunCommandOf } from './checklist-lines';
import { clean, oneLine, truncate } from '../core/printable-text';

/** What led to a failure is at the end of the recording. */
const LAST_CALLS = 10;
const LONGEST_BODY = 400;
const LAST_LOG_LINES = 10;

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

function scenarioLines(scenario: ScenarioResult, shown: string): string[] {
  const calls = scenario.calls ?? [];
  const said = scenario.error ?? scenario.reason;
  const message = said !== undefined && shown.includes(said) ? undefined : said;
  return [
    `scenario: ${oneLine(scenario.name)} (${scenario.status})`,
    ...(message === undefined ? [] : [clean(message)]),
    ...(calls.length === 0
      ? []
      : [`last calls, of ${calls.length}:`, ...calls.slice(-LAST_CALLS).flatMap(callLines)]),
    ...logLines(scenario.log ?? []),
  ];
}

/** The whole account of a check as plain text; its last line is the command that repeats it, where there is one. */
export function accountOf(run: RunLine, line: CheckLine): string {
  const repeat = rerunCommandOf(run, line);
  const first = line.scenarios.find((scenario) => scenario.status !== 'passed');
  return [
    `${placeOf(line)}: ${oneLine(line.text)}`,
    ...(line.reason === undefined ? [] : [clean(line.reason)]),
    ...(first === undefined ? [] : scenarioLines(first, line.reason ?? '')),
    ...(repeat === undefined ? [] : [`again: ${repeat}`]),
  ].join('\n');
}
