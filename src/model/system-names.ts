/**
 * One system, one name: documents may call a system by names that the config lists as its aliases. Whoever simulates
 * systems, or compares them across documents, goes by the names that are made here; what documents write stays as it is.
 */
import type { DataflowDocument, Section, Side, Statement } from './types';

/** Systems by name, each with its aliases. */
export type AliasedSystems = Readonly<Record<string, { readonly aliases?: readonly string[] }>>;

/** The names of systems by what documents call them. */
export class SystemNames {
  /** Alias → the name by which the config lists the system. */
  private readonly byAlias: ReadonlyMap<string, string>;
  /** The longest first. */
  private readonly aliases: readonly string[];

  constructor(declared: AliasedSystems) {
    this.byAlias = new Map(
      Object.entries(declared).flatMap(([name, { aliases = [] }]) =>
        aliases.map((alias) => [alias, name] as const),
      ),
    );
    this.aliases = [...this.byAlias.keys()].sort((one, other) => other.length - one.length);
  }

  get areAllOwn(): boolean {
    return this.byAlias.size === 0;
  }

  of(name: string): string {
    return this.byAlias.get(name) ?? name;
  }

  side(side: Side): Side {
    const system = this.of(side.system);
    return system === side.system ? side : { ...side, system, label: side.label ?? side.system };
  }

  statement(statement: Statement): Statement {
    if (!('connectedTo' in statement)) {
      return statement;
    }
    const { synchronizedInto, ...read } = statement.connectedTo;
    return {
      ...statement,
      connectedTo: { ...this.connected(read), synchronizedInto: this.of(synchronizedInto) },
    };
  }

  /**
   * The datatypes that a sentence lists, with their system. A document that does not name the alias elsewhere is read with
   * its first word as the system: an alias that the words begin with, and that is longer, counts instead.
   */
  private connected({
    system,
    datatypes,
  }: {
    readonly system: string;
    readonly datatypes: readonly string[];
  }): {
    readonly system: string;
    readonly datatypes: readonly string[];
  } {
    const [first = '', ...others] = datatypes;
    const words = `${system} ${first}`;
    const alias = this.aliases.find((name) => words.startsWith(`${name} `));
    return alias === undefined || alias.length <= system.length
      ? { system: this.of(system), datatypes }
      : { system: this.of(alias), datatypes: [words.slice(alias.length + 1), ...others] };
  }

  section(section: Section): Section {
    return {
      ...section,
      source: this.side(section.source),
      target: this.side(section.target),
      statements: section.statements.map((statement) => this.statement(statement)),
    };
  }
}

/** The name of a system that a document calls so: the name itself, unless the config lists it as another's alias. */
export function systemNameOf(written: string, declared: AliasedSystems): string {
  return new SystemNames(declared).of(written);
}

/** The sections with each system under its one name; what a heading writes instead becomes the side's label. */
export function withSystemNames(sections: readonly Section[], declared: AliasedSystems): readonly Section[] {
  const names = new SystemNames(declared);
  return names.areAllOwn ? sections : sections.map((section) => names.section(section));
}

/** The document with each system under its one name; its texts, places and ids stay as they are. */
export function documentWithSystemNames(
  document: DataflowDocument,
  declared: AliasedSystems,
): DataflowDocument {
  const names = new SystemNames(declared);
  if (names.areAllOwn) {
    return document;
  }
  const { source, target } = document.systems;
  return {
    ...document,
    systems: { source: names.of(source), target: names.of(target) },
    sections: document.sections.map((section) => names.section(section)),
  };
}

/**
 * The config's bindings with each system under its one name: of `references`, the key `<alias> <datatype>.<path>` becomes
 * `<system> <datatype>.<path>`. An entry that names the system itself counts first.
 *
 * @param documents - as they are written: they tell where a system's name ends.
 */
export function bindingsWithSystemNames<
  Bound extends { readonly references?: Readonly<Record<string, string>> },
>(bindings: Bound, documents: readonly DataflowDocument[], declared: AliasedSystems): Bound {
  const names = new SystemNames(declared);
  const { references = {} } = bindings;
  const aliased = documents
    .flatMap(({ sections }) => sections.flatMap(({ source, target }) => [source, target]))
    .filter(({ system }) => names.of(system) !== system)
    .map(({ system, datatype }) => [`${system} ${datatype}.`, `${names.of(system)} ${datatype}.`] as const);
  const renamed = Object.entries(references).flatMap(([key, datatype]) => {
    const found = aliased.find(([prefix]) => key.startsWith(prefix));
    return found === undefined ? [] : [[`${found[1]}${key.slice(found[0].length)}`, datatype] as const];
  });
  return renamed.length === 0
    ? bindings
    : { ...bindings, references: { ...Object.fromEntries(renamed), ...references } };
}
