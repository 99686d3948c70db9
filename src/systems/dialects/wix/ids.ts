/** Records by the ids that calls name. */
import type { SystemRecord } from '../../core/types';
import type { Collection } from './collection';
import { businessRule, malformed } from './error';

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The record that a call names.
 * @param code - the application code of the API for a record that is not there
 * @throws Refusal 404 for an unknown id, 400 for one that is no GUID
 */
export function existing(collection: Collection, id: string, code: string): SystemRecord {
  const record = collection.get(id);
  if (record === undefined) {
    throw unknownRecord(id, code);
  }
  return record;
}

/** The refusal of a call that names a record which is not there. */
export function unknownRecord(id: string, code: string): Error {
  return GUID.test(id)
    ? businessRule(404, code, `There is no record with the id ${id}.`)
    : malformed('id', `is ${JSON.stringify(id)}, and ids are GUIDs.`, 'FORMAT');
}
