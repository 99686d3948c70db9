/** The systems of a scope: what each is called in the harness, its host, and what its schema says. */
import { slug, type Datatype } from '../model';
import type { DatatypeSchema } from '../protocol';

/** A system that a scope names. */
export interface SystemDefinition {
  /** As the documents write it. */
  readonly name: string;
  /** Distinguishes it from the other systems of the scope, in configurations, calls and record ids. */
  readonly id: string;
  /** The first label of its host name. */
  readonly host: string;
  /** By the names of its datatypes. */
  readonly schema: Readonly<Record<string, DatatypeSchema>>;
}

/** The name, or with the first number behind it that no other has. */
function free(name: string, taken: readonly string[]): string {
  let found = name;
  for (let count = 2; taken.includes(found); count += 1) {
    found = `${name}-${count}`;
  }
  return found;
}

function hostName(id: string): string {
  return id.replace(/[^a-z0-9.-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '') || 'system';
}

function schemaOf(name: string, datatypes: readonly Datatype[]): SystemDefinition['schema'] {
  const own = datatypes.filter(({ system }) => system === name);
  return Object.fromEntries(own.map(({ datatype, properties }) => [datatype, { properties }]));
}

/** The systems of the datatypes, in the order in which they are first named. */
export function systemDefinitionsOf(datatypes: readonly Datatype[]): SystemDefinition[] {
  const definitions: SystemDefinition[] = [];
  for (const name of new Set(datatypes.map(({ system }) => system))) {
    const id = free(
      slug(name),
      definitions.map((definition) => definition.id),
    );
    const host = free(
      hostName(id),
      definitions.map((definition) => definition.host),
    );
    definitions.push({ name, id, host, schema: schemaOf(name, datatypes) });
  }
  return definitions;
}
