import { isGuid } from '../../core/guid';
import { perRecord } from '../../core/store';
import type { DatatypeStore } from '../../core/store';
import type { Properties, SystemRecord } from '../../core/types';
import { businessRule, malformed } from './error';
import { isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

/** What Wix itself set is kept beside what was written, under this name. */
const SYSTEM = '$system';

/** The records of one datatype. */
export interface Collection {
  readonly get: (id: string) => SystemRecord | undefined;
  /** In the order of creation. */
  readonly all: () => readonly SystemRecord[];
  /** Those modified at this time or later (milliseconds since the epoch), in the order of their times; costs by what it returns. */
  readonly since: (time: number) => readonly SystemRecord[];
  /** Those with the value at a path, in the order of creation; a list counts by its elements. Costs by what it returns. */
  readonly having: (path: string, value: Json) => readonly SystemRecord[];
  readonly create: (properties: Properties, by: string) => SystemRecord;
  readonly change: (id: string, properties: Properties, by: string) => SystemRecord;
  readonly remove: (id: string) => void;
}

/** Makes the collection over a store's records. */
export function createCollection(records: DatatypeStore): Collection {
  return {
    get: (id) => records.get(id),
    all: () => records.all(),
    since: (time) => records.page({ since: time, limit: Number.MAX_SAFE_INTEGER }).records,
    having: (path, value) => records.find(path, value),
    create: (properties, by) => records.create(properties, by),
    change: (id, properties, by) => records.change(id, properties, by),
    remove(id) {
      records.remove(id);
    },
  };
}

/** Where the store holds what is searched for, as paths for `Collection.having`. */
export const PLACES = {
  emails: 'info.emails.items.email',
  phones: 'info.phones.items.phone',
  login: 'loginEmail',
  /** The contact of a member. */
  contact: `${SYSTEM}.contactId`,
} as const;

/** What a record holds: what people and clients wrote, and what Wix set itself. */
export interface Holding {
  readonly written: Properties;
  readonly system: Properties;
}

/** Takes a record's properties apart. */
export const holdingOf = perRecord((record): Holding => {
  const { [SYSTEM]: system, ...written } = record.properties;
  return { written, system: objectAt(system) };
});

/** The properties of a record as the store keeps them. */
export function propertiesOf({ written, system }: Holding): Properties {
  return { ...written, [SYSTEM]: system };
}

/** When the record was created, in milliseconds since the epoch. */
export function createdAt(record: SystemRecord): number {
  const { createdAt: time } = holdingOf(record).system;
  return typeof time === 'number' ? time : record.modifiedAt;
}

/** The value as an object; an empty one where it is something else. */
export function objectAt(value: Json | undefined): Properties {
  return isObject(value) ? value : {};
}

/** The value as a list; an empty one where it is something else. */
export function listAt(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The value as a text; empty where it is something else. */
export function textAt(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

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
