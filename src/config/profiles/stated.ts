/** What profile and config together say of the systems' datatypes. */
import type { Config } from '..';
import {
  systemNameOf,
  type DataflowDocument,
  type DeclaredProperty,
  type DeclaredSystems,
} from '../../model';
import type { Profiles } from './load';
import type { ProfileDatatype } from './types';

type StatedDatatype = NonNullable<DeclaredSystems[string]['schema']>[string];

function combined(
  profile: ProfileDatatype | undefined,
  own: Readonly<Record<string, DeclaredProperty>>,
): StatedDatatype {
  const properties: Record<string, DeclaredProperty> = { ...profile?.properties };
  for (const [path, facts] of Object.entries(own)) {
    properties[path] = { ...properties[path], ...facts };
  }
  return { properties, spare: profile?.spare ?? [] };
}

/**
 * What is stated of the systems that the documents name: the profile's facts, and over them, property by property and
 * fact by fact, the config's. Whoever makes scenarios or judges them must go by this, and by the same documents' names.
 */
export function declaredSystems(
  config: Config,
  profiles: Profiles,
  documents: readonly Pick<DataflowDocument, 'systems'>[],
): DeclaredSystems {
  const stated: Record<string, DeclaredSystems[string]> = { ...config.systems };
  const written = documents.flatMap(({ systems: { source, target } }) => [source, target]);
  const systems = new Set(written.map((name) => systemNameOf(name, config.systems)));
  for (const system of systems) {
    const datatypes = profiles.of(system)?.datatypes;
    if (datatypes === undefined) {
      continue;
    }
    const own = config.systems[system]?.schema ?? {};
    const names = new Set([...Object.keys(datatypes), ...Object.keys(own)]);
    const schema = [...names].map(
      (name) => [name, combined(datatypes[name], own[name]?.properties ?? {})] as const,
    );
    const aliases = config.systems[system]?.aliases ?? [];
    stated[system] = { aliases, schema: Object.fromEntries(schema) };
  }
  return stated;
}
