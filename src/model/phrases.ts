/** How scenarios name the datatypes of a document. */
import type { Side } from './types';

/** A datatype of a system, as every scenario writes it: the title's system and the datatype. */
export interface DatatypeName {
  readonly system: string;
  readonly datatype: string;
}

/**
 * `Wix.com Contacts`: the title's system and the datatype, also where the heading writes another label (labels can be
 * the same for both systems); the datatype alone where the system has no name.
 */
export function phrase({ system, datatype }: DatatypeName): string {
  return worded(`${system} ${datatype}`);
}

/**
 * A name as a step can hold it: a double quote becomes a single one, because scenarios quote the names of records, and
 * angle brackets become guillemets, because outlines write their columns in them. Gherkin trims what it reads.
 */
export function worded(name: string): string {
  return name.replaceAll('"', "'").replaceAll('<', '\u2039').replaceAll('>', '\u203a').trim();
}

/** Whether both sides are the same datatype of the same system. */
export function sameDatatype(one: DatatypeName, other: DatatypeName): boolean {
  return one.system === other.system && one.datatype === other.datatype;
}

/** The name of a side without its label. */
export function nameOf({ system, datatype }: Side): DatatypeName {
  return { system, datatype };
}
