/** Which datatype a property refers to: what the config states, else a convention over the property's name (D20, D23). */
import type { DatatypeName } from './datatype-names';
import { bindingsWithSystemNames, SystemNames } from './system-names';
import type { DataflowDocument, Row, Section, Statement } from './types';

/** What a config states of references. */
export interface DeclaredReferences {
  /** `<system> <datatype>.<property path>` → the datatype of the same system that the property refers to. */
  readonly bindings: Readonly<Record<string, string>>;
  /** System → datatype → property path → facts, of which only `references` counts here. */
  readonly systems: Readonly<
    Record<
      string,
      {
        /** Other names of the system; default: none. */
        readonly aliases?: readonly string[];
        readonly schema?: Readonly<
          Record<
            string,
            { readonly properties: Readonly<Record<string, { readonly references?: string | undefined }>> }
          >
        >;
      }
    >
  >;
}

/**
 * The name of the thing whose id a property holds, by its path alone: the step before a last step `id`
 * (`items.product.id` → `product`), else what stands before `Id`, `_id` or `ID` in the last step (`ownerId` → `owner`;
 * `PAID` is a word of its own). `undefined` for a record's own `id`, and for every other path.
 */
export function referredName(path: string): string | undefined {
  const steps = path.split('.');
  const last = steps.at(-1) ?? '';
  if (last === 'id') {
    return steps.length > 1 ? steps.at(-2) : undefined;
  }
  const name = last.slice(0, last.length - (last.endsWith('_id') ? '_id'.length : 'id'.length));
  if (/_id$|Id$/.test(last)) {
    return /[^_]/.test(name) ? name : undefined;
  }
  return /[^A-Z_]ID$/.test(last) ? name : undefined;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** English plurals as datatypes have them; words in `ss` (`address`) are none. */
function singular(name: string): string {
  if (/[^aeiou]ies$/.test(name)) {
    return `${name.slice(0, -3)}y`;
  }
  if (/(?:ss|x|z|ch|sh)es$/.test(name)) {
    return name.slice(0, -2);
  }
  return /[^s]s$/.test(name) ? name.slice(0, -1) : name;
}

/** From the closest to the loosest way to compare a property's name with a datatype's. */
const LIKENESSES: readonly ((name: string) => string)[] = [
  (name) => name,
  bare,
  (name) => singular(bare(name)),
];

function addTo(index: Map<string, Set<string>>, key: string, name: string): void {
  const names = index.get(key) ?? new Set<string>();
  names.add(name);
  index.set(key, names);
}

function systemKey(likeness: number, system: string, name: string): string {
  return JSON.stringify([likeness, system, name]);
}

/**
 * Tells which datatype a property refers to. In this order: the config's `bindings.references`, the `references` of its
 * `systems`, and the convention: `referredName` names one of the system's datatypes, compared without case, blanks and
 * punctuation, singular and plural alike (`customer.id` ~ `Customers`). A name that fits several datatypes equally well
 * refers to none. References stay within one system.
 */
export class References {
  private readonly index = new Map<string, Set<string>>();

  /** @param datatypes - the datatypes that exist: those that the documents name. */
  constructor(
    datatypes: Iterable<DatatypeName>,
    private readonly stated: DeclaredReferences,
  ) {
    for (const { system, datatype } of datatypes) {
      LIKENESSES.forEach((like, at) => {
        addTo(this.index, systemKey(at, system, like(datatype)), datatype);
      });
    }
  }

  /** The datatype that a property of a datatype refers to; `undefined` where nothing says so. */
  of({ system, datatype }: DatatypeName, path: string): string | undefined {
    const key = `${system} ${datatype}.${path}`;
    const { bindings, systems } = this.stated;
    if (Object.hasOwn(bindings, key)) {
      return bindings[key];
    }
    const schema = Object.hasOwn(systems, system) ? systems[system]?.schema : undefined;
    const properties =
      schema !== undefined && Object.hasOwn(schema, datatype) ? schema[datatype]?.properties : undefined;
    const stated =
      properties !== undefined && Object.hasOwn(properties, path) ? properties[path]?.references : undefined;
    return stated ?? this.byConvention(system, path);
  }

  /** The datatypes that the config says a datatype refers to, through whatever property. */
  statedOf({ system, datatype }: DatatypeName): ReadonlySet<string> {
    const { bindings, systems } = this.stated;
    const prefix = `${system} ${datatype}.`;
    const schema = Object.hasOwn(systems, system) ? systems[system]?.schema : undefined;
    const properties = schema !== undefined && Object.hasOwn(schema, datatype) ? schema[datatype] : undefined;
    return new Set([
      ...Object.entries(bindings).flatMap(([key, name]) => (key.startsWith(prefix) ? [name] : [])),
      ...Object.values(properties?.properties ?? {}).flatMap(({ references }) => references ?? []),
    ]);
  }

  private byConvention(system: string, path: string): string | undefined {
    const name = referredName(path);
    if (name === undefined) {
      return undefined;
    }
    for (const [at, like] of LIKENESSES.entries()) {
      const found = this.index.get(systemKey(at, system, like(name)));
      if (found !== undefined) {
        return found.size === 1 ? [...found][0] : undefined;
      }
    }
    return undefined;
  }
}

/** What rows refer to, whatever the documents call the systems. */
class NamedReferences {
  private readonly names: SystemNames;
  private readonly references: References;

  constructor(documents: readonly DataflowDocument[], { bindings, systems }: DeclaredReferences) {
    this.names = new SystemNames(systems);
    const datatypes = documents.flatMap(({ sections }) =>
      sections.flatMap(({ source, target }) => [this.named(source), this.named(target)]),
    );
    const named = bindingsWithSystemNames({ references: bindings }, documents, systems);
    this.references = new References(datatypes, { bindings: named.references, systems });
  }

  of(side: DatatypeName, path: string): string | undefined {
    return this.references.of(this.named(side), path);
  }

  private named({ system, datatype }: DatatypeName): DatatypeName {
    return { system: this.names.of(system), datatype };
  }
}

function rowWith(references: NamedReferences, { source, target }: Section, row: Row): Row {
  const [one, other] = [references.of(source, row.source), references.of(target, row.target)];
  if (one === undefined && other === undefined) {
    return row;
  }
  const found = {
    ...(one === undefined ? {} : { source: one }),
    ...(other === undefined ? {} : { target: other }),
  };
  return { ...row, references: found };
}

function statementWith(references: NamedReferences, section: Section, statement: Statement): Statement {
  return 'rows' in statement
    ? { ...statement, rows: statement.rows.map((row) => rowWith(references, section, row)) }
    : statement;
}

/** The documents, where every row says which datatypes its properties refer to (D23). Documents are never changed. */
export function withReferences(
  documents: readonly DataflowDocument[],
  stated: DeclaredReferences,
): DataflowDocument[] {
  const references = new NamedReferences(documents, stated);
  return documents.map((document) => ({
    ...document,
    sections: document.sections.map((section) => ({
      ...section,
      statements: section.statements.map((statement) => statementWith(references, section, statement)),
    })),
  }));
}
