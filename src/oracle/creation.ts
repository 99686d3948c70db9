/** Which record was created for another one. What each row carries over is the row's own matter. */
import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../core/json';
import { datatypeLabel, type Datatype } from '../model';
import { leavesOf, liesOn, readAll } from './paths';
import { showValue, spokenName, type JudgedRecord, type RecordSnapshot } from './records';
import { formOf, type Primitive } from './values';

/** What the judgement of a creation rests on. */
export interface CreationEvidence<State extends RecordSnapshot> {
  readonly x: JudgedRecord;
  readonly target: Datatype;
  /** The target's paths of all rows. */
  readonly mapped: readonly string[];
  /** Target path → what the rows carry over from the X. */
  readonly values: ReadonlyMap<string, Primitive>;
  /** The same for every other X of the scenario: a record that holds their values was not created for this one. */
  readonly others: readonly ReadonlyMap<string, Primitive>[];
  /** Records of the target that the engine created and that are not accounted for yet. */
  readonly candidates: readonly State[];
}

/** The record that was created, or what is wrong. */
export type CreationJudgement<State extends RecordSnapshot> =
  { readonly created: State } | { readonly problem: string };

/** Whether the record holds any of the values that distinguish one X from another: no boolean does. */
function holdsAny(
  { properties }: RecordSnapshot,
  values: ReadonlyMap<string, Primitive>,
  target: Datatype,
): boolean {
  return [...values].some(
    ([path, value]) =>
      value.type !== 'boolean' &&
      readAll(properties, path).some((found) =>
        isDeepStrictEqual(found, formOf(value, target.properties[path])),
      ),
  );
}

/** What the record holds besides the rows' properties, and those that its system requires or sets (D24). */
function surplusOf(
  { properties }: RecordSnapshot,
  { target, mapped }: CreationEvidence<RecordSnapshot>,
): string[] {
  const allowed = [
    ...mapped,
    ...Object.entries(target.properties)
      .filter(([, { required, readOnly }]) => required === true || readOnly === true)
      .map(([path]) => path),
  ];
  return [...leavesOf(properties)]
    .filter(([pointer]) => !allowed.some((path) => liesOn(pointer, path)))
    .map(([pointer, value]) => `${pointer}: ${showValue(value)}`);
}

function listed(records: readonly RecordSnapshot[]): string {
  const found = records.map(({ id, properties }) => `${id} ${JSON.stringify(properties)}`).join('\n    ');
  return found === '' ? 'none' : found;
}

function countProblem(
  { x, target, candidates }: CreationEvidence<RecordSnapshot>,
  fitting: readonly RecordSnapshot[],
): string {
  const y = datatypeLabel(target);
  const headline =
    fitting.length === 0
      ? `no ${y} was created for ${spokenName(x)}`
      : `${fitting.length} ${y} were created for ${spokenName(x)}, instead of 1`;
  return `${headline}\n  created by the engine and not yet accounted for:\n    ${listed(candidates)}`;
}

/**
 * Exactly one record must have been created for the X, with nothing in it but what rows name and the system requires. It is
 * known by the values that it got from the X, one of them is enough; one that got none is known by being there (D3, D9).
 */
export function judgeCreation<State extends RecordSnapshot>(
  creation: CreationEvidence<State>,
): CreationJudgement<State> {
  const { x, target, values, others, candidates } = creation;
  const own = candidates.filter((record) => holdsAny(record, values, target));
  const strangers = candidates.filter(
    (record) => !own.includes(record) && !others.some((other) => holdsAny(record, other, target)),
  );
  const [created] = own.length > 0 ? own : strangers;
  if (created === undefined || own.length > 1) {
    return { problem: countProblem(creation, own) };
  }
  const surplus = surplusOf(created, creation);
  return surplus.length === 0
    ? { created }
    : {
        problem: `the ${datatypeLabel(target)} ${created.id} that was created for ${spokenName(x)} holds what no row names\n    ${surplus.join('\n    ')}`,
      };
}

/** An X with what the rows carry over from it. */
export interface CarryingRecord {
  readonly record: JudgedRecord;
  readonly values: ReadonlyMap<string, Primitive>;
}

/** A path with a value of it, as a key. */
function keyOf(path: string, value: Json): string {
  return JSON.stringify([path, value]);
}

/** The X by the values that it gives: path and value as a key. No boolean distinguishes one from another. */
function ownersOf(xs: readonly CarryingRecord[], target: Datatype): Map<string, JudgedRecord> {
  return new Map(
    xs.flatMap(({ record, values }) =>
      [...values]
        .filter(([, { type }]) => type !== 'boolean')
        .map(([path, value]) => [keyOf(path, formOf(value, target.properties[path])), record] as const),
    ),
  );
}

/**
 * For each X exactly one record must have been created: each is known by any value that it got, and no X may have two. Costs
 * by the number of records. Where no row carries a value that distinguishes records, counting is all there is.
 */
export function judgeCreatedOnce(
  xs: readonly CarryingRecord[],
  target: Datatype,
  candidates: readonly RecordSnapshot[],
): string | undefined {
  const y = datatypeLabel(target);
  const owners = ownersOf(xs, target);
  if (owners.size === 0) {
    return candidates.length === xs.length
      ? undefined
      : `${candidates.length} ${y} were created instead of ${xs.length}`;
  }
  const paths = new Set(xs.flatMap(({ values }) => [...values.keys()]));
  const counts = new Map(xs.map(({ record }) => [record, 0]));
  for (const { properties } of candidates) {
    const keys = [...paths].flatMap((path) => readAll(properties, path).map((value) => keyOf(path, value)));
    const owner = keys.map((key) => owners.get(key)).find((found) => found !== undefined);
    if (owner !== undefined) {
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
  }
  const wrong = [...counts].filter(([, count]) => count !== 1);
  const [first] = wrong;
  if (first === undefined) {
    return undefined;
  }
  const [record, count] = first;
  const headline = `${count === 0 ? 'no' : count} ${y} ${count > 1 ? 'were' : 'was'} created for ${spokenName(record)}`;
  return `${headline}; ${wrong.length} of ${xs.length} records have not become exactly one`;
}
