/** Mutants that get single rows of the property tables wrong. Rows count from 1, in every section separately. */
import { isList, isObject, type Json } from '../../core/json';
import type { DataflowRow } from '../../protocol';
import { isEmpty } from '../planner/json';
import type { DatatypeModel, EngineModel } from '../planner/model';
import { DEFAULT_STRATEGIES, type Strategies } from '../strategies';
import type { Mutant } from './mutant';
import { changingOperations, withChangedValues } from './sending';

/** Engines that read other rows than the documents have. */
function readingRows(change: (rows: readonly DataflowRow[]) => readonly DataflowRow[]): Partial<Strategies> {
  return {
    readSection: (section) => {
      const rules = DEFAULT_STRATEGIES.readSection(section);
      return { ...rules, propertyRows: change(rules.propertyRows) };
    },
  };
}

/** The row with the target side of another: its property and data type. */
function withTargetOf({ source, gate }: DataflowRow, { target, dataType }: DataflowRow): DataflowRow {
  return {
    source,
    target,
    ...(dataType === undefined ? {} : { dataType }),
    ...(gate === undefined ? {} : { gate }),
  };
}

function swapped(rows: readonly DataflowRow[], one: number, other: number): readonly DataflowRow[] {
  const [first, second] = [rows[one - 1], rows[other - 1]];
  if (first === undefined || second === undefined) {
    return rows;
  }
  return rows.with(one - 1, withTargetOf(first, second)).with(other - 1, withTargetOf(second, first));
}

/** Another value of the same type; what is empty stays empty. */
function garbled(value: Json): Json {
  if (isEmpty(value) || isObject(value)) {
    return value;
  }
  if (isList(value)) {
    return value.map(garbled);
  }
  if (typeof value === 'boolean') {
    return !value;
  }
  return typeof value === 'number' ? value + 1 : `garbled${String(value)}`;
}

/** The properties of a datatype that a row of that number connects. */
function pathsOfRow({ sections }: EngineModel, { key }: DatatypeModel, number: number): ReadonlySet<string> {
  const paths = sections.flatMap(({ source, target, rows }) =>
    rows
      .filter((row) => row.number === number)
      .flatMap((row) => [...(source === key ? [row.source] : []), ...(target === key ? [row.target] : [])]),
  );
  return new Set(paths);
}

function garblingPlan(number: number): Strategies['plan'] {
  return (strategies, model, state, round) =>
    changingOperations((operation) => {
      const paths = pathsOfRow(model, operation.datatype, number);
      return withChangedValues(operation, garbled, (path) => paths.has(path));
    })(strategies, model, state, round);
}

export const ROW_MUTANTS: readonly Mutant[] = [
  {
    name: 'drop-row-<n>',
    topic: 'rows',
    what: 'Ignores row n of every property table.',
    decisions: ['D12'],
    caughtBy: ['properties'],
    strategies: (number = 0) => readingRows((rows) => rows.filter((_, index) => index !== number - 1)),
  },
  {
    name: 'garble-row-<n>',
    topic: 'rows',
    what: 'Writes another value than it should into the properties of row n of every property table.',
    decisions: ['D12'],
    caughtBy: ['properties'],
    strategies: (number = 0) => ({ plan: garblingPlan(number) }),
  },
  {
    name: 'swap-rows-<n>-<m>',
    topic: 'rows',
    what: 'Exchanges the target sides of rows n and m of every property table that has both.',
    decisions: ['D12'],
    caughtBy: ['properties'],
    strategies: (one = 0, other = 0) => readingRows((rows) => swapped(rows, one, other)),
  },
];
