/** The types of filter expressions, and what they are evaluated over. */

/** What an expression can be: OData's primitive types, numbers of all widths taken as one. */
export type FilterType = 'string' | 'number' | 'boolean' | 'guid' | 'datetime' | 'null';

/** A value while a filter is evaluated. Times are milliseconds since the epoch, GUIDs are lower case. */
export type FilterValue = string | number | boolean | null;

/** A literal of a query. */
export interface FilterLiteral {
  readonly type: FilterType;
  readonly value: FilterValue;
}

/** What a filter must know of a property. */
export interface FilterProperty {
  readonly type: Exclude<FilterType, 'null'>;
  /** The database pads the value with blanks on its right, and so comparisons ignore them. */
  readonly blanksBehind: boolean;
}

/** The value of a property of the record under consideration. */
export type FilterRow = (property: string) => FilterValue;

/** What a filter demands of every record that it lets through, for an index to begin with. */
export interface Demands {
  /** Property → the value that it must have. */
  readonly equal: ReadonlyMap<string, FilterValue>;
  /** Property → the least that it must have. */
  readonly least: ReadonlyMap<string, FilterValue>;
}

/** A filter, read. */
export interface ODataFilter {
  /** The properties that it names. */
  readonly properties: ReadonlySet<string>;
  readonly demands: Demands;
  holds(row: FilterRow): boolean;
}
