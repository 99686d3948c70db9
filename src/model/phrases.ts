/** How scenarios name the datatypes of a document. */
import type { Side } from './types';

/** A datatype of a system, as every scenario writes it: the title's system and the datatype. */
export interface DatatypeName {
  readonly system: string;
  readonly datatype: string;
}

/**
 * `Wix.com Contacts`: the title's system and the datatype, also where the heading writes another label (labels can be
 * the same for both systems). A double quote becomes a single one, because scenarios quote the names of records.
 */
export function phrase({ system, datatype }: DatatypeName): string {
  return `${system} ${datatype}`.replaceAll('"', "'");
}

/** Whether both sides are the same datatype of the same system. */
export function sameDatatype(one: DatatypeName, other: DatatypeName): boolean {
  return one.system === other.system && one.datatype === other.datatype;
}

/** The name of a side without its label. */
export function nameOf({ system, datatype }: Side): DatatypeName {
  return { system, datatype };
}
