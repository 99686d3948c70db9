/** The sections that a scenario has switched on, and what its words refer to. */
import {
  datatypesOf,
  findDatatype,
  linkingRows,
  nameOf,
  datatypeLabel,
  plainRows,
  sameDatatype,
  type Datatype,
  type DatatypeName,
  type PropertySchema,
  type Row,
  type DeclaredSystems,
  withSystemNames,
} from '../model';
import type { Dataflow } from '../protocol';
import { dataflowsOf, type ScopedSection } from './dataflows';
import { systemDefinitionsOf, type SystemDefinition } from './system-definition';
import type { ValueType } from '../oracle';

/** A property row with the side that is asked about. */
export interface Counterpart {
  readonly row: Row;
  readonly path: string;
  readonly name: DatatypeName;
}

const NUMBERS: Readonly<Record<string, ValueType>> = {
  integer: 'integer',
  float: 'decimal',
  decimal: 'decimal',
  boolean: 'boolean',
};

/** The value with all that it holds made unchangeable: engines in this process get it, scenario after scenario. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) {
    return value;
  }
  Object.freeze(value);
  for (const member of Object.values(value)) {
    frozen(member);
  }
  return value;
}

/** What is switched on: it only answers, so scenarios over the same sections can share it. */
export class Scope {
  readonly datatypes: readonly Datatype[];
  readonly systems: readonly SystemDefinition[];
  readonly dataflows: readonly Dataflow[];
  private readonly byLabel = new Map<string, Datatype>();
  private readonly valueTypes = new Map<string, ValueType>();
  private readonly names = new Map<string, readonly string[]>();
  private readonly paths = new Map<string, readonly string[]>();

  /** With each system under its one name. */
  readonly sections: readonly ScopedSection[];

  /** @param written - as the documents write them: they may call one system by several names. */
  constructor(
    written: readonly ScopedSection[],
    declared: DeclaredSystems,
    /** How scenarios write a datatype. */
    readonly labelOf: (name: DatatypeName) => string = datatypeLabel,
  ) {
    const named = withSystemNames(
      written.map(({ section }) => section),
      declared,
    );
    this.sections = written.map((each, index) => ({ ...each, section: named[index] ?? each.section }));
    const { sections } = this;
    this.datatypes = datatypesOf(named, declared);
    this.systems = frozen(systemDefinitionsOf(this.datatypes));
    this.dataflows = frozen(dataflowsOf(sections));
    for (const datatype of this.datatypes) {
      for (const alias of declared[datatype.system]?.aliases ?? []) {
        this.byLabel.set(labelOf({ ...datatype, system: alias }), datatype);
      }
    }
    for (const datatype of this.datatypes) {
      this.byLabel.set(labelOf(datatype), datatype);
    }
  }

  /** The datatype that a step names. */
  datatype(text: string): Datatype {
    const found = this.byLabel.get(text);
    if (found !== undefined) {
      return found;
    }
    throw new Error(
      `No section of this scenario names "${text}"; it names ${[...this.byLabel.keys()].join(', ')}.`,
    );
  }

  facts(name: DatatypeName, path: string): PropertySchema | undefined {
    return findDatatype(this.datatypes, name).properties[path];
  }

  isListAt(name: DatatypeName): (prefix: string) => boolean {
    const { properties } = findDatatype(this.datatypes, name);
    return (prefix) => properties[prefix]?.list === true;
  }

  /** The section between two datatypes, in either direction; rather the one that leads from the first to the second. */
  between(one: DatatypeName, other: DatatypeName): ScopedSection {
    const leads = (from: DatatypeName, to: DatatypeName): ScopedSection | undefined =>
      this.sections.find(
        ({ section }) => sameDatatype(section.source, from) && sameDatatype(section.target, to),
      );
    const found = leads(one, other) ?? leads(other, one);
    if (found === undefined) {
      throw new Error(`No section goes between ${datatypeLabel(one)} and ${datatypeLabel(other)}.`);
    }
    return found;
  }

  /** The paths of a datatype in the rows that can be tried: those that a record needs values for. */
  pathsOf(name: DatatypeName): readonly string[] {
    const label = datatypeLabel(name);
    const known = this.paths.get(label) ?? this.findPaths(label);
    this.paths.set(label, known);
    return known;
  }

  private findPaths(label: string): readonly string[] {
    const paths = this.sections.flatMap(({ section }) => {
      const rows = [...plainRows(section), ...linkingRows(section)];
      return [
        ...(datatypeLabel(section.source) === label ? rows.map((row) => row.source) : []),
        ...(datatypeLabel(section.target) === label ? rows.map((row) => row.target) : []),
      ];
    });
    return [...new Set(paths)];
  }

  /** The paths that merge rows compare. */
  mergePathsOf(name: DatatypeName): string[] {
    const paths = this.sections.flatMap(({ section }) => [
      ...(datatypeLabel(section.source) === datatypeLabel(name)
        ? linkingRows(section).map((row) => row.source)
        : []),
      ...(datatypeLabel(section.target) === datatypeLabel(name)
        ? linkingRows(section).map((row) => row.target)
        : []),
    ]);
    return [...new Set(paths)];
  }

  /** The type of values that a property holds: what a row with it is typed as, else what its schema says. */
  valueType(name: DatatypeName, path: string): ValueType {
    const key = `${datatypeLabel(name)}/${path}`;
    const known = this.valueTypes.get(key);
    if (known !== undefined) {
      return known;
    }
    const type = this.findValueType(name, path);
    this.valueTypes.set(key, type);
    return type;
  }

  /** The property's path and those of its counterparts. */
  namesOf(name: DatatypeName, path: string): readonly string[] {
    const key = `${datatypeLabel(name)}/${path}`;
    const known = this.names.get(key) ?? [
      ...new Set([path, ...this.rowsWith(name, path).map((partner) => partner.path)]),
    ];
    this.names.set(key, known);
    return known;
  }

  private findValueType(name: DatatypeName, path: string): ValueType {
    for (const { row } of this.rowsWith(name, path)) {
      const type = NUMBERS[row.dataType?.name ?? ''];
      if (type !== undefined) {
        return type;
      }
    }
    const partners = this.rowsWith(name, path).map((partner) => this.facts(partner.name, partner.path));
    const types = [this.facts(name, path), ...partners].map((facts) => facts?.type);
    if (types.includes('boolean')) {
      return 'boolean';
    }
    return types.includes('integer') || types.includes('number') ? 'integer' : 'text';
  }

  /** The rows, of both kinds of table, that have the property on one side; each with its other side. */
  rowsWith(name: DatatypeName, path: string): Counterpart[] {
    return this.sections.flatMap(({ section }) =>
      [...plainRows(section), ...linkingRows(section)].flatMap((row) => [
        ...(datatypeLabel(section.source) === datatypeLabel(name) && row.source === path
          ? [{ row, path: row.target, name: nameOf(section.target) }]
          : []),
        ...(datatypeLabel(section.target) === datatypeLabel(name) && row.target === path
          ? [{ row, path: row.source, name: nameOf(section.source) }]
          : []),
      ]),
    );
  }
}
