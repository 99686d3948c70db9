/** Which values of a body are other ones than those that were seen before; which of a record changed. */
import type { CallExcerpt } from '../../verdict';
import { differs, jsonLines, valuesOf, type JsonLine, type JsonValues } from './json-lines';

/** `≠`: another value than before; `+`: a value where there was none; `−`: a value that is gone. */
export type ChangeMark = '≠' | '+' | '−';

export interface MarkedLine {
  readonly text: string;
  readonly mark?: ChangeMark;
}

/** A body of a call, on lines; `undefined` marks where there is nothing to compare it with. */
export interface MarkedBody {
  readonly lines: readonly MarkedLine[];
  /** Number of the call whose answer it is compared with; absent where there is none. */
  readonly comparedWith?: number;
}

/** What was answered so far. */
interface SeenAnswer {
  readonly number: number;
  readonly system: string;
  readonly target: string;
  readonly values: JsonValues;
}

const LIST_ELEMENT_ID = /^(.*)\/\d+\/id$/i;
const RECORD_ID = /^(.*)\/id$/i;

function unquoted(value: string): string {
  return value.startsWith('"') ? (JSON.parse(value) as string) : value;
}

/** A function that gives the elements of lists the name of their id, so that they are found where others come before them. */
function stable(values: JsonValues): (pointer: string) => string {
  const names = new Map<string, string>();
  for (const [pointer, value] of values) {
    const list = LIST_ELEMENT_ID.exec(pointer)?.[1];
    if (list !== undefined) {
      names.set(pointer.slice(0, pointer.lastIndexOf('/')), `${list}/#${unquoted(value)}`);
    }
  }
  return (pointer) => {
    for (let at = pointer.lastIndexOf('/'); at > 0 && names.size > 0; at = pointer.lastIndexOf('/', at - 1)) {
      const name = names.get(pointer.slice(0, at));
      if (name !== undefined) {
        return `${name}${pointer.slice(at)}`;
      }
    }
    return pointer;
  };
}

function stabilized(values: JsonValues): JsonValues {
  const name = stable(values);
  return new Map([...values].map(([pointer, value]) => [name(pointer), value]));
}

/** Whether the path of a call names the id: not merely as a part of another word. */
function namesId(path: string, id: string): boolean {
  const words = decoded(path).split(/[^\p{L}\p{N}._~-]+/u);
  return id !== '' && words.includes(id);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The values of the record that the path names, as the answer has them; `undefined` where it does not have it. */
function recordIn(values: JsonValues, path: string): JsonValues | undefined {
  for (const [pointer, value] of values) {
    const prefix = RECORD_ID.exec(pointer)?.[1];
    if (prefix !== undefined && namesId(path, unquoted(value))) {
      const own = [...values].filter(([each]) => each.startsWith(`${prefix}/`));
      return new Map(own.map(([each, member]) => [each.slice(prefix.length), member]));
    }
  }
  return undefined;
}

/** The pointers of all lists and objects. */
function containersOf(values: JsonValues): ReadonlySet<string> {
  const containers = new Set<string>();
  for (const pointer of values.keys()) {
    for (let at = pointer.lastIndexOf('/'); at !== -1; at = pointer.lastIndexOf('/', at - 1)) {
      containers.add(pointer.slice(0, at));
      if (at === 0) {
        break;
      }
    }
  }
  return containers;
}

/** A value that both have says more than an object that both have. */
const WEIGHT_OF_VALUE = 1_000;

/** The part of a body, by its pointer, that is most like `known`: all of it, or what a member wraps; `undefined` where none is. */
function commonPart(values: JsonValues, known: JsonValues): string | undefined {
  const containers = containersOf(known);
  const weights = new Map<string, number>();
  for (const pointer of values.keys()) {
    const end = pointer.indexOf('/', 1);
    for (const part of end === -1 ? [''] : ['', pointer.slice(0, end)]) {
      const inner = pointer.slice(part.length);
      const isIn = containers.has(inner.slice(0, inner.lastIndexOf('/')));
      const weight = known.has(inner) ? WEIGHT_OF_VALUE : isIn ? 1 : 0;
      weights.set(part, (weights.get(part) ?? 0) + weight);
    }
  }
  const [best] = [...weights].sort(([, one], [, other]) => other - one);
  return best === undefined || best[1] === 0 ? undefined : best[0];
}

function markOf(line: JsonLine, pointer: string, known: JsonValues): ChangeMark | undefined {
  if (!differs({ ...line, pointer }, known)) {
    return undefined;
  }
  return known.has(pointer) ? '≠' : '+';
}

function marked(lines: readonly JsonLine[], known: JsonValues): readonly MarkedLine[] | undefined {
  const values = valuesOf(lines);
  const name = stable(values);
  const part = commonPart(stabilized(values), known);
  if (part === undefined) {
    return undefined;
  }
  return lines.map((line) => {
    const pointer = name(line.pointer);
    const mark = pointer.startsWith(part) ? markOf(line, pointer.slice(part.length), known) : undefined;
    return mark === undefined ? { text: line.text } : { text: line.text, mark };
  });
}

function plain(text: string): MarkedBody {
  return { lines: text.split('\n').map((line) => ({ text: line })) };
}

/** What a call is for; the question behind `?` is another one each time that changes are listed. */
function targetOf({ method, path }: CallExcerpt): string {
  return `${method} ${path.split('?', 1)[0] ?? ''}`;
}

/** Sets the bodies of a scenario's calls on lines, one call after the other. */
export class CallBodies {
  private readonly seen: SeenAnswer[] = [];

  /** The bodies of the next call; those that are missing or empty are absent. */
  next(call: CallExcerpt): { readonly request?: MarkedBody; readonly response?: MarkedBody } {
    const request = this.body(call.requestBody, this.records(call));
    const response = this.body(call.responseBody, this.answers(call));
    this.remember(call);
    return {
      ...(request === undefined ? {} : { request }),
      ...(response === undefined ? {} : { response }),
    };
  }

  private body(
    text: string | undefined,
    known: readonly Pick<SeenAnswer, 'number' | 'values'>[],
  ): MarkedBody | undefined {
    if (text === undefined || text === '') {
      return undefined;
    }
    const lines = jsonLines(text);
    if (lines === undefined) {
      return plain(text);
    }
    for (const { number, values } of known) {
      const compared = marked(lines, values);
      if (compared !== undefined) {
        return { lines: compared, comparedWith: number };
      }
    }
    return { lines: lines.map((line) => ({ text: line.text })) };
  }

  /** The record that a call names, as it was answered before: the newest answer first. */
  private records({ system, path }: CallExcerpt): Pick<SeenAnswer, 'number' | 'values'>[] {
    return [...this.seen].reverse().flatMap((answer) => {
      const values = answer.system === system ? recordIn(answer.values, path) : undefined;
      return values === undefined ? [] : [{ number: answer.number, values }];
    });
  }

  /** What an answer can be compared with: the record, or what the same call brought before. */
  private answers(call: CallExcerpt): Pick<SeenAnswer, 'number' | 'values'>[] {
    const target = targetOf(call);
    const same = this.seen
      .filter((answer) => answer.system === call.system && answer.target === target)
      .reverse()
      .map(({ number, values }) => ({ number, values: stabilized(values) }));
    return [...this.records(call), ...same];
  }

  private remember(call: CallExcerpt): void {
    const { number, system, status, responseBody } = call;
    const lines = status >= 200 && status < 300 ? jsonLines(responseBody ?? '') : undefined;
    if (lines !== undefined) {
      this.seen.push({ number, system, target: targetOf(call), values: valuesOf(lines) });
    }
  }
}

/** A record before and after, both on lines; what the other does not have is marked in each. */
export interface ComparedRecord {
  /** Absent where there was none. */
  readonly before?: readonly MarkedLine[];
  readonly after?: readonly MarkedLine[];
  readonly changed: boolean;
}

function comparedLines(
  lines: readonly JsonLine[],
  others: JsonValues | undefined,
  only: ChangeMark,
): readonly MarkedLine[] {
  return lines.map((line) => {
    if (others === undefined || !differs(line, others)) {
      return { text: line.text };
    }
    return { text: line.text, mark: others.has(line.pointer) ? '≠' : only };
  });
}

/** Compares two texts: as JSON where both are, else as whole texts. */
export function compareRecord(before: string | undefined, after: string | undefined): ComparedRecord {
  const [old, now] = [before, after].map((text) =>
    text === undefined ? undefined : (jsonLines(text) ?? [{ text, pointer: '', value: text }]),
  );
  const [oldValues, nowValues] = [old, now].map((lines) =>
    lines === undefined ? undefined : valuesOf(lines),
  );
  return {
    ...(old === undefined ? {} : { before: comparedLines(old, nowValues, '−') }),
    ...(now === undefined ? {} : { after: comparedLines(now, oldValues, '+') }),
    changed: before !== after,
  };
}
