/** Records as a table: a column for each property that holds a value, whatever the records' shape. */
import type { Properties, SystemRecord } from '../systems';
import type { Json } from '../core/json';

/** The most columns that properties get. */
const MOST_COLUMNS = 40;

/** The most records of a datatype that are shown. */
export const MOST_ROWS = 200;

export interface RecordRow {
  readonly record: SystemRecord;
  /** A text for each column; `undefined` where the record has no such property. */
  readonly cells: readonly (string | undefined)[];
}

export interface RecordTable {
  /** Dotted paths, in the order in which the records first have them. */
  readonly columns: readonly string[];
  /** How many more columns there would be. */
  readonly hiddenColumns: number;
  /** The newest first. */
  readonly rows: readonly RecordRow[];
  /** Of all records, shown or not. */
  readonly count: number;
}

/** The newest records by their modification, among equal times the last created first. */
export function tableOf(records: readonly SystemRecord[]): RecordTable {
  const newest = records
    .toReversed()
    .sort((one, other) => other.modifiedAt - one.modifiedAt)
    .slice(0, MOST_ROWS);
  const leaves = newest.map(({ properties }) => leavesOf(properties));
  const paths = [...new Set(leaves.flatMap((each) => [...each.keys()]))];
  const columns = paths.slice(0, MOST_COLUMNS);
  return {
    columns,
    hiddenColumns: paths.length - columns.length,
    rows: newest.map((record, index) => ({
      record,
      cells: columns.map((path) => leaves[index]?.get(path)),
    })),
    count: records.length,
  };
}

/** Every value by its path; objects are opened, lists are shown whole. */
function leavesOf(properties: Properties): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const open: (readonly [string, Properties])[] = [['', properties]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [prefix, members] = next;
    for (const [name, value] of Object.entries(members)) {
      const path = `${prefix}${name}`;
      if (isOpen(value)) {
        open.push([`${path}.`, value]);
      } else {
        leaves.set(path, textOf(value));
      }
    }
  }
  return leaves;
}

function isOpen(value: Json): value is Properties {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}

/** Texts as they are, unless nothing could be seen of them; everything else as JSON. */
function textOf(value: Json): string {
  return typeof value === 'string' && value.trim() !== '' ? value : JSON.stringify(value);
}
