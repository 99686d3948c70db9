/** The documents that are linted, and what several rules want to know of all of them: found once, when first asked for. */
import { References, rowsOf } from '../model';
import type { ConnectedStatement, DataflowDocument, DatatypeName, Row, Section, Side } from '../model';
import type { Finding } from '../documents';
import type { LintContext, PlacedFinding } from './types';

/** A section, and the document that it stands in. */
export interface SectionOf {
  readonly document: DataflowDocument;
  readonly section: Section;
}

/** The property paths that rows write or read on one side of a pair of datatypes. */
export interface PairPaths {
  readonly source: ReadonlySet<string>;
  readonly target: ReadonlySet<string>;
}

/** A finding with its place. */
export function findingAt(
  { path }: DataflowDocument,
  { line, column }: { readonly line: number; readonly column: number },
  finding: Finding,
): PlacedFinding {
  return { path, line, column, ...finding };
}

/** The side as headings and sentences write it. */
export function written({ system, label, datatype }: Side): string {
  const name = label ?? system;
  return name === '' ? datatype : `${name} ${datatype}`;
}

function keyOf({ system, datatype }: DatatypeName): string {
  return JSON.stringify([system, datatype]);
}

function valueIn<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

/** Every property path that a section's tables name on one side: of its rows, both kinds. */
function pathsOf(section: Section, side: 'source' | 'target'): string[] {
  return [...rowsOf(section, 'properties'), ...rowsOf(section, 'merge-on-match')].map(
    (row: Row) => row[side],
  );
}

export class DocumentIndex {
  /** Alias → the name by which the config lists the system. */
  private readonly aliases: ReadonlyMap<string, string>;
  private knownNames: ReadonlySet<string> | undefined;
  private referencesFound: References | undefined;
  private referredFound: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  private pairsFound: ReadonlyMap<string, { source: Set<string>; target: Set<string> }> | undefined;

  constructor(
    readonly documents: readonly DataflowDocument[],
    readonly context: LintContext,
  ) {
    this.aliases = new Map(
      Object.entries(context.systems).flatMap(([name, { aliases }]) =>
        aliases.map((alias) => [alias, name] as const),
      ),
    );
  }

  /** All sections of all documents, in order. */
  *sections(): Generator<SectionOf> {
    for (const document of this.documents) {
      for (const section of document.sections) {
        yield { document, section };
      }
    }
  }

  /** The name of a system by which the config lists it; the name itself where it is not an alias. */
  systemOf(name: string): string {
    return this.aliases.get(name) ?? name;
  }

  /** A datatype with its system's own name, so that aliases are the same. */
  datatypeOf({ system, datatype }: DatatypeName): DatatypeName {
    return { system: this.systemOf(system), datatype };
  }

  /** Every name of a system: of titles, of headings' labels, of the config, aliases too. */
  get systemNames(): ReadonlySet<string> {
    this.knownNames ??= new Set(
      [
        ...this.documents.flatMap(({ systems }) => [systems.source, systems.target]),
        ...[...this.sections()].flatMap(({ section }) => [section.source.label, section.target.label]),
        ...Object.keys(this.context.systems),
        ...this.aliases.keys(),
      ].filter((name) => name !== undefined),
    );
    return this.knownNames;
  }

  /**
   * The datatypes that a create-if-connected sentence lists, with their system. Where the longest known name that the
   * words begin with is not the one that reading found (it knows only its own document), that name counts.
   */
  connected({ connectedTo: { system, datatypes } }: ConnectedStatement): DatatypeName[] {
    const [first = '', ...others] = datatypes;
    const words = `${system} ${first}`.trim().split(' ');
    for (let count = words.length - 1; count > 0; count -= 1) {
      const name = words.slice(0, count).join(' ');
      if (!this.systemNames.has(name)) {
        continue;
      }
      return [words.slice(count).join(' '), ...others].map((datatype) => ({ system: name, datatype }));
    }
    return datatypes.map((datatype) => ({ system, datatype }));
  }

  /** The datatype that a property refers to (D20, D23); `undefined` where nothing says so. */
  referred(name: DatatypeName, path: string): string | undefined {
    const stated = this.references.of(name, path);
    if (stated !== undefined || this.systemOf(name.system) === name.system) {
      return stated;
    }
    return this.references.of(this.datatypeOf(name), path);
  }

  /** Whether a property of the one datatype is known to refer to the other (D20). */
  refers(one: DatatypeName, other: DatatypeName): boolean {
    if (this.systemOf(one.system) !== this.systemOf(other.system)) {
      return false;
    }
    const stated = [one, this.datatypeOf(one)].some((name) =>
      this.references.statedOf(name).has(other.datatype),
    );
    return stated || this.referredByRows.get(keyOf(this.datatypeOf(one)))?.has(other.datatype) === true;
  }

  /** What property rows of any document synchronize between the two datatypes of a section, in either direction. */
  synchronized({ source, target }: Section): PairPaths {
    return this.pairs.get(this.pairKey(source, target)) ?? { source: new Set(), target: new Set() };
  }

  private get references(): References {
    if (this.referencesFound === undefined) {
      const datatypes = [...this.sections()].flatMap(({ section }) => [
        this.datatypeOf(section.source),
        this.datatypeOf(section.target),
      ]);
      const stated = { bindings: this.context.bindings.references, systems: this.context.systems };
      this.referencesFound = new References(datatypes, stated);
    }
    return this.referencesFound;
  }

  /** Datatype → the datatypes that a property of one of its rows refers to. */
  private get referredByRows(): ReadonlyMap<string, ReadonlySet<string>> {
    if (this.referredFound !== undefined) {
      return this.referredFound;
    }
    const found = new Map<string, Set<string>>();
    for (const { section } of this.sections()) {
      for (const side of ['source', 'target'] as const) {
        const name = section[side];
        const referred = valueIn(found, keyOf(this.datatypeOf(name)), () => new Set<string>());
        for (const path of pathsOf(section, side)) {
          const datatype = this.referred(name, path);
          if (datatype !== undefined) {
            referred.add(datatype);
          }
        }
      }
    }
    this.referredFound = found;
    return found;
  }

  private pairKey(one: DatatypeName, other: DatatypeName): string {
    return `${keyOf(this.datatypeOf(one))} ${keyOf(this.datatypeOf(other))}`;
  }

  private get pairs(): ReadonlyMap<string, PairPaths> {
    if (this.pairsFound !== undefined) {
      return this.pairsFound;
    }
    const found = new Map<string, { source: Set<string>; target: Set<string> }>();
    const make = (): { source: Set<string>; target: Set<string> } => ({
      source: new Set(),
      target: new Set(),
    });
    for (const { section } of this.sections()) {
      const there = valueIn(found, this.pairKey(section.source, section.target), make);
      const back = valueIn(found, this.pairKey(section.target, section.source), make);
      for (const row of rowsOf(section, 'properties')) {
        there.source.add(row.source);
        there.target.add(row.target);
        back.source.add(row.target);
        back.target.add(row.source);
      }
    }
    this.pairsFound = found;
    return found;
  }
}
