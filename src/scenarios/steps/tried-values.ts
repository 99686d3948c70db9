/** Values that a step tries one after the other: how its table writes them, and reads them back. */
import type { Json } from '../../core/json';
import { PARAMETERS } from './parameters';

/** A value, and what must arrive of it. */
export interface TriedValue {
  readonly value: Json;
  /** `undefined`: nothing, the property is empty. */
  readonly arrives: Json | undefined;
}

const EMPTY = 'empty';
const SAME = 'the same';
const REPEATED = /^("(?:[^"\\]|\\.)*") (\d+) times$/;

/** The header of a table of tried values. */
export const TRIED_HEADER: readonly string[] = ['value', 'arrives as'];

/** A text that is one part many times over is written by that part: a table must stay readable. */
function writeTried(value: Json): string {
  const part = typeof value === 'string' ? /^(.{4,40}?)\1{4,}$/s.exec(value)?.[1] : undefined;
  return typeof value === 'string' && part !== undefined
    ? `${PARAMETERS.value.write(part)} ${value.length / part.length} times`
    : PARAMETERS.value.write(value);
}

/** The value of a cell: JSON, or a part of a text and how many times it is there. */
export function readTriedValue(cell: string): Json {
  const [, part, times] = REPEATED.exec(cell) ?? [];
  return part === undefined
    ? PARAMETERS.value.read(cell)
    : (JSON.parse(part) as string).repeat(Number(times));
}

/** The cells of a table of values, with the value alone. */
export function writeTriedValue(value: Json): string[] {
  return [writeTried(value)];
}

/** The cells of a tried value. */
export function writeTriedValues({ value, arrives }: TriedValue): string[] {
  if (arrives === undefined) {
    return [writeTried(value), EMPTY];
  }
  const isSame = JSON.stringify(arrives) === JSON.stringify(value);
  return [writeTried(value), isSame ? SAME : writeTried(arrives)];
}

/** The tried value of a row of cells. */
export function readTriedValues([value = '', arrives = SAME]: readonly string[]): TriedValue {
  const tried = readTriedValue(value);
  if (arrives === EMPTY) {
    return { value: tried, arrives: undefined };
  }
  return { value: tried, arrives: arrives === SAME ? tried : readTriedValue(arrives) };
}
