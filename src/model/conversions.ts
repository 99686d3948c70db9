/**
 * Conversions: what a fragment of a transformation in a data type's cell says, as data. Sesam writes them in its Data
 * Transformation Language (DTL): a call is a JSON array whose first element names the function, `"_."` is the value that
 * is converted, `"_.path"` a property of it. Names and orders of arguments are those of https://docs.sesam.io/hub/dtl/:
 * dtl-functions-strings.html (string, replace, matches, split, join), dtl-functions-numbers.html (integer, float,
 * decimal, is-decimal and their like), dtl-functions-booleans.html (boolean, is-boolean), dtl-functions-date-and-time.html
 * (datetime-format, datetime-parse) and dtl-functions-lists.html (list, slice); `if`, `is-empty` and `is-not-empty` are
 * on https://docs.sesam.io/DTLReferenceGuide.html. Nothing here evaluates them.
 */

/** Functions that turn a value into one of a type. */
export type CastName = 'string' | 'integer' | 'float' | 'decimal' | 'boolean';

/** Functions that ask one question about a value. */
export type TestName =
  'is-empty' | 'is-not-empty' | 'is-string' | 'is-integer' | 'is-float' | 'is-decimal' | 'is-boolean';

/** The value that is converted (`path` is empty), or a property of it: dots between the steps. */
export interface CurrentValue {
  readonly kind: 'current';
  readonly path: string;
}

/** A constant. A text that is a function's name or begins with `_.` is none: there it would be a call or a path. */
export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
}

export interface Cast {
  readonly kind: CastName;
  /** Stands in for what cannot be cast; `string` has none. */
  readonly fallback?: Conversion;
  /** A constant only inside of defaults and the like: a conversion as a whole reads the value. */
  readonly value: Conversion;
}

/** A cast that gives true or false. */
export interface BooleanCast extends Cast {
  readonly kind: 'boolean';
}

export interface Test {
  readonly kind: TestName;
  readonly value: ConversionOperand;
}

/** Replaces all occurrences of a text. */
export interface Replace {
  readonly kind: 'replace';
  readonly old: string;
  readonly new: string;
  readonly value: ConversionOperand;
}

/** Between text and date; the format in the tokens of `datetime-parse` (`%Y-%m-%d`). */
export interface DatetimeConversion {
  readonly kind: 'datetime-format' | 'datetime-parse';
  /** A name of the tz database; UTC where it is absent. */
  readonly timezone?: string;
  readonly format: string;
  readonly value: ConversionOperand;
}

/** Whether texts match a pattern, in which `*` and `?` are wildcards. */
export interface Matches {
  readonly kind: 'matches';
  readonly pattern: string;
  readonly value: ConversionOperand;
}

/** The elements of a list from `start` up to `end`, both from 0, from the list's end where they are negative. */
export interface Slice {
  readonly kind: 'slice';
  readonly start: number;
  readonly end?: number;
  /** Takes every n-th element; absent: every one. Only beside an `end`. */
  readonly stride?: number;
  readonly value: ConversionOperand;
}

export interface Split {
  readonly kind: 'split';
  /** Absent: the function's own default. */
  readonly separator?: string;
  readonly value: ConversionOperand;
}

export interface Join {
  readonly kind: 'join';
  readonly separator: string;
  readonly value: ConversionOperand;
}

export interface List {
  readonly kind: 'list';
  /** At least one. */
  readonly items: readonly Conversion[];
}

export interface If {
  readonly kind: 'if';
  readonly condition: ConversionTest;
  readonly then: Conversion;
  readonly else?: Conversion;
}

/** A call of a function. */
export type ConversionCall =
  Cast | Test | Replace | DatetimeConversion | Matches | Slice | Split | Join | List | If;

/** What a function converts: the value, or what another function gives; never a constant. */
export type ConversionOperand = CurrentValue | ConversionCall;

/** What can be true or false. */
export type ConversionTest = CurrentValue | Test | Matches | BooleanCast;

/** What becomes of a value. */
export type Conversion = ConversionOperand | Literal;

/** A conversion in the form of DTL: nested arrays. */
export type ConversionJson = string | number | boolean | null | readonly ConversionJson[];

function optional<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function optionalJson(conversion: Conversion | undefined): readonly ConversionJson[] {
  return optional(conversion).map(conversionJson);
}

/** The arguments before the last one, which is what is converted. */
function leadingArguments(call: Exclude<ConversionCall, List | If>): readonly ConversionJson[] {
  switch (call.kind) {
    case 'replace':
      return [call.old, call.new];
    case 'datetime-format':
    case 'datetime-parse':
      return [...optional(call.timezone), call.format];
    case 'matches':
      return [call.pattern];
    case 'slice':
      return [call.start, ...optional(call.end), ...optional(call.stride)];
    case 'split':
      return optional(call.separator);
    case 'join':
      return [call.separator];
    default:
      return 'fallback' in call ? optionalJson(call.fallback) : [];
  }
}

/** A conversion as DTL has it: nested arrays with every value written out, for example `["integer", ["decimal", "_."]]`. */
export function conversionJson(conversion: Conversion): ConversionJson {
  switch (conversion.kind) {
    case 'current':
      return `_.${conversion.path}`;
    case 'literal':
      return conversion.value;
    case 'list':
      return [conversion.kind, ...conversion.items.map(conversionJson)];
    case 'if': {
      const { kind, condition, then } = conversion;
      return [kind, conversionJson(condition), conversionJson(then), ...optionalJson(conversion.else)];
    }
    default:
      return [conversion.kind, ...leadingArguments(conversion), conversionJson(conversion.value)];
  }
}

function writeJson(json: ConversionJson): string {
  return typeof json === 'object' && json !== null
    ? `[${json.map(writeJson).join(', ')}]`
    : JSON.stringify(json);
}

/** The canonical text of a conversion in DTL, on one line: reading it gives the same conversion again. */
export function writeConversion(conversion: Conversion): string {
  return writeJson(conversionJson(conversion));
}
