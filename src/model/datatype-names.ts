/** The names of datatypes. */
import type { Side } from './types';

/** A datatype of a system. */
export interface DatatypeName {
  readonly system: string;
  readonly datatype: string;
}

/**
 * `Wix.com Contacts`: the title's system and the datatype, also where the heading writes another label (labels can be
 * the same for both systems); the datatype alone where the system has no name.
 */
export function datatypeLabel({ system, datatype }: DatatypeName): string {
  return `${system} ${datatype}`.trim();
}

/** Whether both sides are the same datatype of the same system. */
export function sameDatatype(one: DatatypeName, other: DatatypeName): boolean {
  return one.system === other.system && one.datatype === other.datatype;
}

/** The name of a side without its label. */
export function nameOf({ system, datatype }: Side): DatatypeName {
  return { system, datatype };
}
