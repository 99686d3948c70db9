/**
 * What is known of the datatypes that documents name: their properties, with types. The config's word counts first;
 * then the data types of the property tables, which type the target side; what nothing states is text.
 */
import type { DatatypeName } from './datatype-names';
import type { PropertySchema } from './property-schema';
import { rowsOf } from './rows';
import type { DataTypeName, Row, Section } from './types';

export type DeclaredProperty = Partial<PropertySchema>;

/** What the config and a system's profile state of a datatype. */
export interface DeclaredDatatype {
  /** By dotted path. */
  readonly properties: Readonly<Record<string, DeclaredProperty>>;
  /** Text properties fit for a witness that must not be touched; absent or empty: one is made up. */
  readonly spare?: readonly string[];
}

/** System name → what is stated of it. */
export type DeclaredSystems = Readonly<
  Record<
    string,
    {
      /** Other names by which documents call the system. Default: none. */
      readonly aliases?: readonly string[];
      /** By datatype. */
      readonly schema?: Readonly<Record<string, DeclaredDatatype>>;
    }
  >
>;

/** Dotted path → facts. */
export type PropertySchemas = Readonly<Record<string, PropertySchema>>;

/** A datatype of a system, with all that is known of it. */
export interface Datatype extends DatatypeName {
  readonly properties: PropertySchemas;
  /** Properties in no row, of the record and beside every nested property: they must never change. */
  readonly own: readonly string[];
}

type Facts = Map<string, PropertySchema>;
const TARGET_TYPES: Readonly<Record<Exclude<DataTypeName, null>, PropertySchema>> = {
  string: { type: 'string' },
  integer: { type: 'integer' },
  float: { type: 'number' },
  decimal: { type: 'number' },
  boolean: { type: 'boolean' },
  list: { type: 'string', list: true },
  expression: { type: 'any' },
};
interface KnownDatatype {
  readonly name: DatatypeName;
  readonly facts: Facts;
  readonly spare: readonly string[];
}

/** The properties of a document's or group's datatypes. */
class DatatypeFacts {
  /** By system and datatype. */
  private readonly known = new Map<string, KnownDatatype>();

  constructor(private readonly stated: DeclaredSystems) {}

  of(name: DatatypeName): Facts {
    const key = JSON.stringify([name.system, name.datatype]);
    const known = this.known.get(key);
    if (known !== undefined) {
      return known.facts;
    }
    const facts: Facts = new Map();
    const { properties = {}, spare = [] } = this.stated[name.system]?.schema?.[name.datatype] ?? {};
    for (const [path, fact] of Object.entries(properties)) {
      facts.set(path, { type: 'string', ...fact });
    }
    this.known.set(key, { name: { system: name.system, datatype: name.datatype }, facts, spare });
    return facts;
  }

  /** @param inRows - whether a row of some section names the property */
  all(inRows: (name: DatatypeName, path: string) => boolean): Datatype[] {
    return Array.from(this.known.values(), ({ name, facts, spare }) => {
      const own =
        spare.length === 0 ? ownProperties([...facts.keys()]) : spare.filter((path) => !inRows(name, path));
      const properties = [
        ...facts,
        ...own.map((path): [string, PropertySchema] => [path, { type: 'string' }]),
      ];
      return { ...name, properties: Object.fromEntries(properties), own };
    });
  }
}

/** `internalNote` on the record and beside each nested property, under a name that no row uses. */
function ownProperties(paths: readonly string[]): string[] {
  const parents = new Set([
    '',
    ...paths.filter((path) => path.includes('.')).map((path) => path.replace(/\.[^.]+$/, '.')),
  ]);
  const free = (parent: string): string => {
    let own = `${parent}internalNote`;
    while (paths.some((path) => path === own || path.startsWith(`${own}.`))) {
      own += 'Too';
    }
    return own;
  };
  return [...parents].map(free);
}

function setIfAbsent(facts: Facts, path: string, fact: PropertySchema): void {
  if (path !== '' && !facts.has(path)) {
    facts.set(path, fact);
  }
}

function setReference(facts: Facts, path: string, references: string | undefined): void {
  const known = facts.get(path);
  if (known !== undefined && references !== undefined) {
    facts.set(path, { ...known, references });
  }
}

function plain({ type, list }: PropertySchema): PropertySchema {
  return list === true ? { type, list } : { type };
}

function targetFacts(row: Row, source: PropertySchema | undefined): PropertySchema {
  const name = row.dataType?.name ?? null;
  if (name !== null) {
    return TARGET_TYPES[name];
  }
  return source === undefined ? { type: 'string' } : plain(source);
}

/** The source of a typed row holds text, so that the conversion has something to do; of `"string"`, anything. */
function sourceFacts(row: Row, target: PropertySchema | undefined): PropertySchema {
  const name = row.dataType?.name ?? null;
  if (name === null) {
    return target === undefined ? { type: 'string' } : plain(target);
  }
  return { type: name === 'string' ? 'any' : 'string' };
}

/** All datatypes that the sections name, in the order in which they first do. */
export function datatypesOf(sections: readonly Section[], stated: DeclaredSystems): Datatype[] {
  const known = new DatatypeFacts(stated);
  const sides = sections.map((section) => ({
    section,
    source: known.of(section.source),
    target: known.of(section.target),
  }));
  for (const { section, source, target } of sides) {
    for (const row of rowsOf(section, 'properties')) {
      setIfAbsent(target, row.target, targetFacts(row, source.get(row.source)));
    }
  }
  for (const { section, source, target } of sides) {
    for (const row of rowsOf(section, 'properties')) {
      setIfAbsent(source, row.source, sourceFacts(row, target.get(row.target)));
    }
  }
  for (const { section, source, target } of sides) {
    for (const row of rowsOf(section, 'merge-on-match')) {
      setIfAbsent(target, row.target, targetFacts(row, source.get(row.source)));
      setIfAbsent(source, row.source, sourceFacts(row, target.get(row.target)));
    }
  }
  for (const { section, source, target } of sides) {
    for (const row of [...rowsOf(section, 'properties'), ...rowsOf(section, 'merge-on-match')]) {
      setReference(source, row.source, row.references?.source);
      setReference(target, row.target, row.references?.target);
    }
  }
  const named = new Set(sections.flatMap(namedPaths));
  return known.all((name, path) => named.has(pathKey(name, path)));
}

function pathKey({ system, datatype }: DatatypeName, path: string): string {
  return JSON.stringify([system, datatype, path]);
}

/** The properties that the section's rows name, on both sides. */
function namedPaths(section: Section): string[] {
  const rows = [...rowsOf(section, 'properties'), ...rowsOf(section, 'merge-on-match')];
  return rows.flatMap(({ source, target }) => [
    pathKey(section.source, source),
    pathKey(section.target, target),
  ]);
}

/** Finds a datatype by name. */
export function findDatatype(datatypes: readonly Datatype[], name: DatatypeName): Datatype {
  const found = datatypes.find(
    ({ system, datatype }) => system === name.system && datatype === name.datatype,
  );
  return found ?? { system: name.system, datatype: name.datatype, properties: {}, own: ownProperties([]) };
}

/** Whether the property holds a list, or stands inside one. */
export function isList(properties: PropertySchemas, path: string): boolean {
  const steps = path.split('.');
  return steps.some((_, index) => properties[steps.slice(0, index + 1).join('.')]?.list === true);
}
