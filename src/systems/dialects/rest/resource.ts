/** One datatype as the plain REST dialect serves it. */
import type { ApiResponse, DialectContext } from '../../core/dialect';
import type { DatatypeStore } from '../../core/store';
import type { SystemRecord } from '../../core/types';
import type { RecordDraft } from './body';
import { RestRefusal } from './problem';
import { createRepresentation } from './representation';
import type { Representation } from './representation';
import { createWriteChecker } from '../../http/write-checker';
import type { WriteChecker } from '../../http/write-checker';
import type { DatatypeSchema } from '../../../model';

/** A datatype: its records, and what the dialect keeps beside them. */
export interface RestResource {
  readonly name: string;
  readonly facts: DatatypeSchema;
  readonly records: DatatypeStore;
  readonly check: WriteChecker;
  readonly shape: Representation;
  /** Idempotency key → what was created with it. */
  readonly created: Map<string, { readonly draft: RecordDraft; readonly answer: ApiResponse }>;
  /** External reference → id; a record that is gone may still be here. */
  readonly references: Map<string, string>;
  /** Id → external reference. */
  readonly referenceOf: Map<string, string>;
}

/** What a call does to a datatype, or to the record with the id. */
export interface ResourceAction {
  readonly resource: RestResource;
  /** Empty where the call is about the datatype. */
  readonly id: string;
}

/** @throws Error where the store does not have the datatype */
export function createResource(
  name: string,
  facts: DatatypeSchema,
  { store, abilities }: DialectContext,
): RestResource {
  const records = store.datatype(name);
  if (records === undefined) {
    throw new Error(
      `The store has no datatype "${name}" although the schema names it: make both from one schema.`,
    );
  }
  const referenceOf = new Map<string, string>();
  return {
    name,
    facts,
    records,
    check: createWriteChecker(facts),
    shape: createRepresentation({ versions: abilities.versions, referenceOf: (id) => referenceOf.get(id) }),
    created: new Map(),
    references: new Map(),
    referenceOf,
  };
}

/** @throws RestRefusal `unknown-record` */
export function existing({ name, records }: RestResource, id: string): SystemRecord {
  const record = records.get(id);
  if (record === undefined) {
    throw new RestRefusal('unknown-record', `There is no record "${id}" of "${name}".`);
  }
  return record;
}

/** The record that has an external reference. */
export function recordOfReference(
  { references, records }: RestResource,
  reference: string,
): SystemRecord | undefined {
  const id = references.get(reference);
  return id === undefined ? undefined : records.get(id);
}
