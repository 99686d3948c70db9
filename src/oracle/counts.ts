/**
 * How many records there are in the end: a small simulation. Every record, and every pair that matches, begins a cluster,
 * and a creating section adds what the cluster lacks (D3, D4, D8).
 */
import { creates, nameOf, sameDatatype, type DatatypeName, type Section } from '../model';

/** A cluster in the simulation: the datatypes of its records. */
type Cluster = readonly DatatypeName[];

function holds(cluster: Cluster, name: DatatypeName): boolean {
  return cluster.some((member) => sameDatatype(member, name));
}

function complete(cluster: Cluster, sections: readonly Section[]): Cluster {
  const lacking = sections.find(
    (section) => creates(section) && holds(cluster, section.source) && !holds(cluster, section.target),
  );
  return lacking === undefined ? cluster : complete([...cluster, nameOf(lacking.target)], sections);
}

/** The names without those that are in front of them already. */
export function distinctDatatypes(names: readonly DatatypeName[]): DatatypeName[] {
  return names.filter((name, index) => names.findIndex((other) => sameDatatype(other, name)) === index);
}

/** A datatype with the number of its records. */
export interface DatatypeCount {
  readonly name: DatatypeName;
  readonly count: number;
}

/**
 * The records of each datatype of the sections once an engine is quiescent.
 *
 * @param beginnings - what there is before: the datatype of a record that matches nothing, or those of records that match.
 */
export function expectedCounts(
  sections: readonly Section[],
  beginnings: readonly (readonly DatatypeName[])[],
): DatatypeCount[] {
  const members = beginnings.flatMap((beginning) => complete(beginning, sections));
  const all = sections.flatMap((section) => [nameOf(section.source), nameOf(section.target)]);
  return distinctDatatypes(all).map((name) => ({
    name,
    count: members.filter((member) => sameDatatype(member, name)).length,
  }));
}
