/** What happened during a scenario, step by step: what people did, and which calls the engine made. */
import { html as markup } from 'hono/html';
import type { ActExcerpt, CallExcerpt, ScenarioResult, StepResult } from '../../verdict';
import type { Look } from '../looks';
import { CallBodies, compareRecord, type MarkedBody } from './changed-values';
import type { Html } from './frame';
import { jsonLines } from './json-lines';
import { bdi, lookTag, markedLines, message, NOTHING } from './pieces';
import { cut, visible, visibleOutput } from './visible-text';
import { durationInWords } from './words';

/** In characters; all of it is in results.ndjson. */
const LONGEST_BODY = 6_000;
const LONGEST_VALUE = 2_000;
const LONGEST_ERROR = 6_000;
const LONGEST_LOG_LINE = 1_000;

const STEP_LOOKS: Readonly<Record<StepResult['status'], Look>> = {
  passed: 'good',
  failed: 'bad',
  skipped: 'quiet',
  pending: 'open',
  undefined: 'bad',
  ambiguous: 'bad',
  unknown: 'bad',
};

function value(label: string, text: string | undefined): Html {
  if (text === undefined) {
    return NOTHING;
  }
  const lines = jsonLines(text) ?? [{ text }];
  return markup`<p class="label">${label}</p>${markedLines(lines, LONGEST_VALUE)}`;
}

function actItem({ text, before, after }: ActExcerpt): Html {
  return markup`<li class="act"><p><span class="who">A person</span> ${bdi(text)}</p>${value('before', before)}${value('after', after)}</li>`;
}

function body(label: string, marked: MarkedBody | undefined): Html {
  if (marked === undefined) {
    return NOTHING;
  }
  const compared =
    marked.comparedWith === undefined
      ? ''
      : `, changes marked against the answer of call ${marked.comparedWith}`;
  return markup`<p class="label">${label}${compared}</p>${markedLines(marked.lines, LONGEST_BODY)}`;
}

/** What a reader looks for: what was written, what was refused, what no engine should do. */
function isTelling({ mutating, status, unexpected }: CallExcerpt): boolean {
  return mutating === true || status >= 400 || unexpected !== undefined;
}

function callItem(call: CallExcerpt, bodies: CallBodies): Html {
  const { number, system, method, path, status, unexpected } = call;
  const { request, response } = bodies.next(call);
  const what = call.mutating === true ? 'write' : 'read';
  const complaint =
    unexpected === undefined
      ? NOTHING
      : markup`<p class="happened" dir="auto">Unexpected: ${visible(unexpected)}</p>`;
  const line = markup`<span class="who">The engine</span> <span class="number">${number}</span> <b>${visible(method)}</b> <bdi class="path">${visible(path)}</bdi> <span class="to">at ${bdi(system)}</span> → <b>${status}</b> <span class="quiet">${what}</span>`;
  if (request === undefined && response === undefined) {
    return markup`<li class="call ${what}"><p>${line}</p>${complaint}</li>`;
  }
  const open = isTelling(call) ? ' open' : '';
  return markup`<li class="call ${what}"><details${open}><summary>${line}</summary>${complaint}${body('request', request)}${body('answer', response)}</details></li>`;
}

interface LaneEvent {
  /** Number of the call, or of the last call before the act. */
  readonly at: number;
  readonly act?: ActExcerpt;
  readonly call?: CallExcerpt;
}

/** Acts and calls in the order in which they happened. */
function inOrder(acts: readonly ActExcerpt[], calls: readonly CallExcerpt[]): LaneEvent[] {
  const events: LaneEvent[] = [
    ...calls.map((call) => ({ at: call.number, call })),
    ...acts.map((act) => ({ at: act.afterCall, act })),
  ];
  return events.sort((one, other) => one.at - other.at);
}

function eventList(acts: readonly ActExcerpt[], calls: readonly CallExcerpt[], bodies: CallBodies): Html {
  if (acts.length + calls.length === 0) {
    return NOTHING;
  }
  const items = inOrder(acts, calls).map(({ act, call }) =>
    call === undefined ? (act === undefined ? NOTHING : actItem(act)) : callItem(call, bodies),
  );
  return markup`<ol class="events">${items}</ol>`;
}

function stepLine({ keyword, text, status, durationMs }: StepResult): Html {
  return markup`<p class="do">${lookTag(STEP_LOOKS[status], status)} <b>${keyword}</b> ${bdi(text)} <span class="quiet">${durationInWords(durationMs)}</span></p>`;
}

/** The steps alone. */
export function stepList({ steps }: ScenarioResult): Html {
  return markup`<ol class="steps">${steps.map((step) => markup`<li>${stepLine(step)}</li>`)}</ol>`;
}

/** The steps, and below each what people did and which calls the engine made while it ran. */
export function lane({ steps, acts = [], calls = [] }: ScenarioResult): Html {
  const bodies = new CallBodies();
  const items = steps.map((step, index) => {
    const happened = eventList(
      acts.filter((act) => act.step === index),
      calls.filter((call) => call.step === index),
      bodies,
    );
    const error = step.error === undefined ? NOTHING : message(step.error, LONGEST_ERROR);
    return markup`<li class="${step.status}">${stepLine(step)}${happened}${error}</li>`;
  });
  const lost = calls.filter(({ step }) => step === undefined || step >= steps.length);
  const rest =
    lost.length === 0
      ? NOTHING
      : markup`<h3>Calls of the engine, in order</h3>${eventList([], lost, bodies)}`;
  return markup`<ol class="steps lane">${items}</ol>${rest}`;
}

function recordItem({ title, before, after }: NonNullable<ScenarioResult['records']>[number]): Html {
  const compared = compareRecord(before, after);
  const column = (label: string, lines: typeof compared.before, none: string): Html =>
    markup`<div><p class="label">${label}</p>${lines === undefined ? markup`<p class="quiet">${none}</p>` : markedLines(lines, LONGEST_BODY)}</div>`;
  const columns = markup`<div class="sides">${column('before', compared.before, 'It did not exist: it was created during the scenario.')}${column('after', compared.after, 'It is gone: it was deleted during the scenario.')}</div>`;
  if (compared.changed) {
    return markup`<li><p>${bdi(title)}: changed</p>${columns}</li>`;
  }
  return markup`<li><details><summary>${bdi(title)}: unchanged</summary>${columns}</details></li>`;
}

/** Each record of the scenario's systems, before and after. */
export function recordList({ records = [] }: ScenarioResult): Html {
  return records.length === 0
    ? NOTHING
    : markup`<h3>Records, before and after</h3><ul class="records">${records.map(recordItem)}</ul>`;
}

/** How the engine's log ends. */
export function logEnd({ log = [] }: ScenarioResult): Html {
  if (log.length === 0) {
    return NOTHING;
  }
  const lines = log.map((line) => {
    const { text, missing } = cut(visibleOutput(line), LONGEST_LOG_LINE);
    return missing === 0 ? `${text}\n` : `${text}…\n`;
  });
  return markup`<h3>How the engine’s log ends</h3><pre dir="auto">${lines}</pre>`;
}
