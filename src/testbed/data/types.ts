import type { Faker } from '@faker-js/faker';
import type { Properties } from '../../systems';
import type { PropertySchema } from '../../model';

/**
 * Makes the properties of a record, in the words that documents have for its datatype.
 * @param n - which one it is; records of one datatype with different numbers share no name, address or code
 */
export type RecordMaker = (faker: Faker, n: number) => Properties;

/** How records of a kind are made, and what a system that keeps them says of their properties. */
export interface RecordFactory {
  readonly make: RecordMaker;
  /** By dotted path; every value that `make` gives is at one of them. */
  readonly facts: Readonly<Record<string, PropertySchema>>;
}
