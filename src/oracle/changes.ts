/** What may have changed, and what may have been written, judged over snapshots and recorded calls. */
import { isDeepStrictEqual } from 'node:util';
import { plural } from '../core/text';
import { datatypeLabel } from '../model';
import { leavesOf, liesOn } from './paths';
import { showValue, spokenName, type JudgedRecord, type RecordSnapshot } from './records';

/** All records of all systems at one moment, by the key of each. */
export type Snapshot<State extends RecordSnapshot = RecordSnapshot> = ReadonlyMap<string, State>;

/** A record's key in a snapshot. */
export function snapshotKey(datatype: Parameters<typeof datatypeLabel>[0], id: string): string {
  return `${datatypeLabel(datatype)}/${id}`;
}

/** A property that edits may have changed. */
export interface TouchedProperty {
  readonly path: string;
  /** Of a list, the one element that counts (D26). */
  readonly element?: number;
}

function isIn(pointer: string, { path, element }: TouchedProperty): boolean {
  return element === undefined ? liesOn(pointer, path) : pointer === `${path}[${element}]`;
}

function changesOf(
  key: string,
  before: RecordSnapshot,
  now: RecordSnapshot,
  touched: readonly TouchedProperty[],
): string[] {
  const [old, current] = [leavesOf(before.properties), leavesOf(now.properties)];
  const pointers = [...new Set([...old.keys(), ...current.keys()])].sort();
  return pointers
    .filter((pointer) => !isDeepStrictEqual(old.get(pointer), current.get(pointer)))
    .filter((pointer) => !touched.some((property) => isIn(pointer, property)))
    .map(
      (pointer) =>
        `${key} ${pointer}: ${showValue(old.get(pointer))} became ${showValue(current.get(pointer))}`,
    );
}

/**
 * Besides the touched properties nothing may have changed (D14).
 *
 * @param touched - of the record with that key
 */
export function judgeOtherChanges(
  before: Snapshot,
  now: Snapshot,
  touched: (key: string) => readonly TouchedProperty[],
): string | undefined {
  const changed = [...now].flatMap(([key, record]) => {
    const old = before.get(key);
    if (old === undefined) {
      return [`${key} was created`];
    }
    return old === record ? [] : changesOf(key, old, record, touched(key));
  });
  const deleted = [...before.keys()].filter((key) => !now.has(key)).map((key) => `${key} was deleted`);
  const changes = [...changed, ...deleted];
  return changes.length === 0
    ? undefined
    : `${plural(changes.length, 'change')} that nobody asked for\n    ${changes.join('\n    ')}`;
}

/** A call as systems record it. */
export interface ObservedCall {
  readonly system: string;
  readonly method: string;
  readonly path: string;
  /** It meant to change a record. */
  readonly mutating: boolean;
  /** Of the answer; absent or 0 where none reached the engine. */
  readonly status?: number;
  readonly target?: { readonly datatype?: string; readonly id?: string };
  /** Why no engine should ever have made it. */
  readonly unexpected?: string;
}

function listOf(calls: readonly ObservedCall[]): string {
  const lines = calls.map(({ method, path, system }) => `${method} ${path} at ${system}`);
  return lines.length === 0 ? 'none' : lines.join('\n    ');
}

function writesIn(calls: readonly ObservedCall[]): ObservedCall[] {
  return calls.filter(({ mutating }) => mutating);
}

/** A call that was refused (4xx) changed nothing; what failed otherwise (5xx, no answer) may have. */
function isRefused({ status = 0 }: ObservedCall): boolean {
  return status >= 400 && status < 500;
}

/** No engine may make a call that its systems did not expect. */
export function judgeExpectedCalls(calls: readonly ObservedCall[]): string | undefined {
  const [problem] = calls.flatMap(({ method, path, system, unexpected }) =>
    unexpected === undefined
      ? []
      : [`the engine made a call that no engine may make: ${method} ${path} at ${system} (${unexpected})`],
  );
  return problem;
}

/** None of the calls may be a write, not even one that is refused: an engine that has nothing to write tries nothing (D16). */
export function judgeNoWrite(calls: readonly ObservedCall[]): string | undefined {
  const writes = writesIn(calls);
  return writes.length === 0
    ? undefined
    : `${plural(writes.length, 'write')} where nothing was left to write\n  the engine sent:\n    ${listOf(writes)}`;
}

/**
 * Exactly one of the calls must be a write, to the record (echo freedom, D16). Refused ones do not count: whoever was
 * overtaken (412) has to try again.
 *
 * @param system - the id of the record's system in calls
 */
export function judgeOneWrite(
  calls: readonly ObservedCall[],
  record: JudgedRecord,
  system: string,
): string | undefined {
  const writes = writesIn(calls).filter((call) => !isRefused(call));
  const [write] = writes;
  const isToRecord =
    write?.system === system && write.target?.id === record.id && write.target.datatype === record.datatype;
  if (writes.length === 1 && isToRecord) {
    return undefined;
  }
  const headline =
    writes.length === 1
      ? `the one write went elsewhere than to ${spokenName(record)}`
      : `${writes.length === 0 ? 'no write' : plural(writes.length, 'write')} instead of 1, to ${spokenName(record)}`;
  return `${headline}\n  the engine sent:\n    ${listOf(writes)}`;
}
