/** The systems that documents name, with datatypes that one can try something with. */
import type { DataflowDocument, PropertySchema, DeclaredSystems } from '../model';
import { factoryFor } from '../testbed/data';
import type { DatatypeSchema } from '../protocol';
import type { SystemProfile } from '../config/profiles';
import { Scope, scopedSections, type SystemDefinition } from '../testbed';

/** All sections of the documents are switched on together. */
export function scopeOf(documents: readonly DataflowDocument[], stated: DeclaredSystems): Scope {
  return new Scope(documents.flatMap(scopedSections), stated);
}

/** Whether profile or config say what the datatype holds; then nothing is added to it. */
export type IsDescribed = (system: string, datatype: string) => boolean;

export function describedBy(
  stated: DeclaredSystems,
  profileOf: (system: string) => SystemProfile | undefined,
): IsDescribed {
  return (system, datatype) =>
    stated[system]?.schema?.[datatype] !== undefined || profileOf(system)?.datatypes[datatype] !== undefined;
}

/**
 * The place with properties that records of its datatypes usually have: many documents name none, and a system without
 * properties cannot be tried. They are optional, and what the documents say of a property stays.
 */
export function furnished(place: SystemDefinition, isDescribed: IsDescribed): SystemDefinition {
  const schema = Object.entries(place.schema).map(([datatype, known]): readonly [string, DatatypeSchema] => [
    datatype,
    isDescribed(place.name, datatype) ? known : withUsual(datatype, known),
  ]);
  return { ...place, schema: Object.fromEntries(schema) };
}

function withUsual(datatype: string, { properties }: DatatypeSchema): DatatypeSchema {
  const paths = Object.keys(properties);
  const overlaps = (path: string): boolean =>
    paths.some((known) => known === path || known.startsWith(`${path}.`) || path.startsWith(`${known}.`));
  const usual = Object.entries(factoryFor(datatype, properties)?.facts ?? {})
    .filter(([path]) => !overlaps(path))
    .map(([path, { type, list }]): readonly [string, PropertySchema] => [
      path,
      list === true ? { type, list } : { type },
    ]);
  return { properties: { ...Object.fromEntries(usual), ...properties } };
}
