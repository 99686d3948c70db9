/** The forms of a value: in the store, on the wire, and where a filter compares it. */
import { isGuid } from '../../core/guid';
import type { FilterProperty, FilterValue } from './filter';
import type { PropertyDefinition } from './entities';
import { invalid } from './refusal';
import { readBodyTime, storedTime, wireTime } from './times';
import type { Json } from '../../../core/json';

/** The value as the API shows it. People may have put anything into a property; what cannot be shown is null. */
export function wireValue({ kind, padded }: PropertyDefinition, value: Json): Json {
  if (value === null) {
    return null;
  }
  switch (kind) {
    case 'date': {
      const time = typeof value === 'string' ? readBodyTime(value) : undefined;
      return time === undefined ? null : wireTime(time);
    }
    case 'integer':
    case 'number':
      return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
        ? finite(Number(value))
        : null;
    case 'boolean':
      return value === true || value === 'true';
    default:
      return pad(textOf(value), padded);
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function pad(text: string, padded: PropertyDefinition['padded']): string {
  if (padded === undefined || text === '') {
    return text;
  }
  return padded.side === 'left' ? text.padStart(padded.to) : text.padEnd(padded.to);
}

/** The value as a filter compares it. */
export function filterValue(definition: PropertyDefinition, value: Json): FilterValue {
  if (definition.kind === 'date') {
    return typeof value === 'string' ? (readBodyTime(value) ?? null) : null;
  }
  const shown = wireValue(definition, value);
  if (typeof shown === 'object') {
    return null;
  }
  return definition.kind === 'guid' && typeof shown === 'string' ? shown.toLowerCase() : shown;
}

/** What a filter must know of a property. */
export function filterProperty({ kind, padded }: PropertyDefinition): FilterProperty {
  const types = { date: 'datetime', integer: 'number' } as const;
  return {
    type: kind === 'date' || kind === 'integer' ? types[kind] : kind,
    blanksBehind: padded?.side === 'right',
  };
}

/** Currencies that are active in the administrations. */
const CURRENCIES: ReadonlySet<string> = new Set(['EUR', 'USD', 'GBP', 'NOK', 'SEK', 'DKK', 'CHF']);

const KIND_NAMES: Readonly<Record<PropertyDefinition['kind'], string>> = {
  guid: 'Edm.Guid',
  string: 'Edm.String',
  integer: 'Edm.Int32',
  number: 'Edm.Double',
  boolean: 'Edm.Boolean',
  date: 'Edm.DateTime',
};

/**
 * A value of a body, as the store keeps it.
 * @throws ExactRefusal (400) for a value of another type, or a text that is too long
 */
export function storedValue(name: string, definition: PropertyDefinition, value: Json): Json {
  if (value === null) {
    return null;
  }
  const { kind, padded, length, currency } = definition;
  const stored = converted(kind, value);
  if (stored === undefined) {
    throw invalid(`Error processing request stream. '${name}' must be of type ${KIND_NAMES[kind]}.`);
  }
  if (typeof stored !== 'string' || kind !== 'string') {
    return stored;
  }
  const text = padded === undefined ? stored : padded.side === 'left' ? stored.trimStart() : stored.trimEnd();
  if (length !== undefined && text.length > length) {
    throw invalid(`Too long: ${name} - at most ${length} characters.`);
  }
  return currency === true && !CURRENCIES.has(text) ? null : text;
}

/** The largest Edm.Int32. */
const LARGEST_INTEGER = 2 ** 31 - 1;

function converted(kind: PropertyDefinition['kind'], value: Json): Json | undefined {
  switch (kind) {
    case 'integer':
      return Number.isInteger(value) && Math.abs(Number(value)) <= LARGEST_INTEGER ? value : undefined;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'guid':
      return typeof value === 'string' && isGuid(value) ? value.toLowerCase() : undefined;
    case 'date': {
      const time = typeof value === 'string' ? readBodyTime(value) : undefined;
      return time === undefined ? undefined : storedTime(time);
    }
    default:
      return typeof value === kind ? value : undefined;
  }
}
