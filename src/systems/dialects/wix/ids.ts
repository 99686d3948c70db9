/** Records by the ids that calls name. */
import { isGuid } from '../../core/guid';
import type { SystemRecord } from '../../core/types';
import type { Collection } from './collection';
import { businessRule, malformed } from './error';

/**
 * The record that a call names.
 * @param code - the application code of the API for a record that is not there
 * @throws WixRefusal 404 for an unknown id, 400 for one that is not a GUID
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
  return isGuid(id)
    ? businessRule(404, code, `There is no record with the id ${id}.`)
    : malformed('id', `is ${JSON.stringify(id)}, and ids are GUIDs.`, 'FORMAT');
}
