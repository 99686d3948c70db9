/** Records of any datatype: what its kind is known to hold, and for the rest what the facts of its properties allow. */
import type { Faker } from '@faker-js/faker';
import type { Properties } from '../../systems';
import { factoryFor } from './factories';
import { textMaker } from './texts';
import type { RecordMaker } from './types';
import type { Json } from '../../core/json';
import type { DatatypeSchema, PropertySchema } from '../../model';

/** Beyond any number that a faker draws, so that no two values are alike. */
const FIRST_NUMBER = 1000;

/** How much of a datatype is filled in. */
export interface RecordOptions {
  /**
   * Whether a system takes what its facts do not name or call read-only, as direct access does.
   * Default: false, so that a POST of the properties is accepted.
   */
  readonly beyondFacts?: boolean;
  /**
   * Whether properties that the factory of the datatype does not know get a value too. Default: true; for a profile with
   * dozens of properties only the required ones should.
   */
  readonly everyProperty?: boolean;
  /**
   * The id of a record of the datatype, for a required property that refers to one; optional ones stay empty. Default: a
   * text like any other.
   */
  readonly referred?: (datatype: string) => string | undefined;
}

type Facts = DatatypeSchema['properties'];

/**
 * The maker of a datatype's records.
 * @param datatype - as the documents write it
 */
export function recordMaker(
  datatype: string,
  { properties: facts }: DatatypeSchema,
  { beyondFacts = false, everyProperty = true, referred = () => undefined }: RecordOptions = {},
): RecordMaker {
  const factory = factoryFor(datatype, facts);
  const known = Object.keys(factory?.facts ?? {}).filter(
    (path) => beyondFacts || (Object.hasOwn(facts, path) && facts[path]?.readOnly !== true),
  );
  const others = otherPaths(facts, known, everyProperty);
  return (faker, n) => {
    const made = factory?.make(faker, n) ?? {};
    const values = new Map<string, Json>();
    for (const path of known) {
      const value = valueAt(made, path);
      if (value !== undefined) {
        values.set(path, formed(value, facts[path]));
      }
    }
    for (const path of others) {
      const fact = facts[path] ?? { type: 'string' };
      const reference = referenceOf(fact);
      const target = reference === undefined ? undefined : referred(reference);
      values.set(path, target ?? valueFor(path, fact, faker, n));
    }
    return [...values].reduce((whole, [path, value]) => placed(whole, path, value), {});
  };
}

/** The datatype that a property refers to. */
function referenceOf(facts: PropertySchema & { readonly references?: string }): string | undefined {
  return facts.references;
}

/** What is to be filled in from facts alone: nothing around or below another value, and references only if they must be. */
function otherPaths(facts: Facts, known: readonly string[], everyProperty: boolean): readonly string[] {
  const taken = new Set(known);
  const overlaps = (path: string): boolean =>
    [...taken].some(
      (other) => path === other || path.startsWith(`${other}.`) || other.startsWith(`${path}.`),
    );
  return Object.entries(facts)
    .filter(([, { readOnly, required }]) => readOnly !== true && (everyProperty || required === true))
    .filter(([, fact]) => fact.required === true || referenceOf(fact) === undefined)
    .map(([path]) => path)
    .filter((path) => {
      const free = !overlaps(path);
      if (free) {
        taken.add(path);
      }
      return free;
    });
}

function isObject(value: Json | undefined): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(properties: Properties, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>((node, step) => (isObject(node) ? node[step] : undefined), properties);
}

/** A factory's value in the form that the datatype's facts state: a list for one value, one value for a list. */
function formed(value: Json, facts: PropertySchema | undefined): Json {
  if (facts === undefined) {
    return value;
  }
  const elements = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const typed = elements.map((element) => typedAs(facts.type, element));
  return facts.list === true ? typed : (typed[0] ?? null);
}

function typedAs(type: PropertySchema['type'], value: Json): Json {
  if (type === 'string' && typeof value !== 'string') {
    return JSON.stringify(value);
  }
  if (type === 'integer') {
    return Math.round(Number(value)) || 0;
  }
  if (type === 'number') {
    return Number(value) || 0;
  }
  if (type === 'boolean') {
    return value === true;
  }
  return value;
}

function valueFor(path: string, { type, list }: PropertySchema, faker: Faker, n: number): Json {
  const value = elementFor(path, type, faker, FIRST_NUMBER + n);
  return list === true ? [value] : value;
}

function elementFor(path: string, type: PropertySchema['type'], faker: Faker, unique: number): Json {
  switch (type) {
    case 'integer':
      return unique;
    case 'number':
      return unique + 0.25;
    case 'boolean':
      return unique % 2 === 0;
    case 'object':
      return { note: textMaker([])(faker, unique) };
    default:
      return textMaker([path.split('.').at(-1) ?? path])(faker, unique);
  }
}

function placed(properties: Properties, path: string, value: Json): Properties {
  const dot = path.indexOf('.');
  if (dot < 0) {
    return { ...properties, [path]: value };
  }
  const step = path.slice(0, dot);
  const inner = properties[step];
  return { ...properties, [step]: placed(isObject(inner) ? inner : {}, path.slice(dot + 1), value) };
}
