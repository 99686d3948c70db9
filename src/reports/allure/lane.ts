/** What happened in a scenario as text to read: step by step, what people did and what the engine called, then the records. */
import { clean, oneLine } from '../../core/printable-text';
import type { ActExcerpt, CallExcerpt, RecordExcerpt, ScenarioResult, StepResult } from '../../verdict';

/** Longer bodies are cut; the raw calls have all of them. */
const LONGEST_BODY = 4_000;

/** Something that happened, in the order of the calls; what people did between two calls is after the first. */
interface LaneEvent {
  readonly order: number;
  readonly step: number | undefined;
  readonly lines: readonly string[];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? line : `    ${line}`));
}

/** JSON with a line for each member; anything else as it is. */
function formatted(text: string): string[] {
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    // It is not JSON: shown as it came.
  }
  const cut = shown.length > LONGEST_BODY ? `${shown.slice(0, LONGEST_BODY)}\n… cut` : shown;
  return clean(cut).split('\n');
}

/** `label: value` where the value is one line, else the value below its label. */
function labelled(label: string, text: string | undefined): string[] {
  if (text === undefined || text === '') {
    return [];
  }
  const [first = '', ...rest] = formatted(text);
  return rest.length === 0 ? [`${label}: ${first}`] : [`${label}:`, ...indented([first, ...rest])];
}

function eventOfCall(call: CallExcerpt): LaneEvent {
  const { number, system, method, path, status, requestBody, responseBody, unexpected } = call;
  return {
    order: number,
    step: call.step,
    lines: [
      oneLine(`${number}. ${system}: ${method} ${path} → ${status}`),
      ...indented([
        ...(unexpected === undefined ? [] : [`unexpected: ${oneLine(unexpected)}`]),
        ...labelled('sent', requestBody),
        ...labelled('answered', responseBody),
      ]),
    ],
  };
}

function eventOfAct({ step, afterCall, text, before, after }: ActExcerpt): LaneEvent {
  return {
    order: afterCall + 0.5,
    step,
    lines: [
      `someone ${oneLine(text)}`,
      ...indented([...labelled('before', before), ...labelled('after', after)]),
    ],
  };
}

function stepLines(step: StepResult, events: readonly LaneEvent[]): string[] {
  return [
    oneLine(`${step.keyword} ${step.text}  [${step.status}]`),
    ...indented([
      ...events.flatMap(({ lines }) => lines),
      ...(step.error === undefined ? [] : clean(step.error).split('\n')),
    ]),
  ];
}

function recordLines({ title, before, after }: RecordExcerpt): string[] {
  const properties = [...labelled('before', before), ...labelled('after', after)];
  return [
    oneLine(title),
    ...indented([
      ...(before === undefined ? ['created by the engine'] : []),
      ...properties,
      ...(after === undefined ? ['deleted'] : []),
    ]),
  ];
}

/** The whole lane; `undefined` where nothing was recorded. */
export function laneOf({ steps, calls = [], acts = [], records = [] }: ScenarioResult): string | undefined {
  const events = [...calls.map(eventOfCall), ...acts.map(eventOfAct)].sort(
    (one, other) => one.order - other.order,
  );
  if (events.length === 0 && records.length === 0) {
    return undefined;
  }
  const outside = events.filter(({ step }) => step === undefined || steps[step] === undefined);
  const lines = [
    ...steps.flatMap((step, at) =>
      stepLines(
        step,
        events.filter((event) => event.step === at),
      ),
    ),
    ...(outside.length === 0
      ? []
      : ['Outside the steps', ...indented(outside.flatMap((event) => event.lines))]),
    ...(records.length === 0
      ? []
      : ['', 'Records, at the beginning and at the end', ...indented(records.flatMap(recordLines))]),
  ];
  return `${lines.join('\n')}\n`;
}
