import type { CallLog } from './calls';
import { createHandler } from './dialect';
import type { Dialect } from './dialect';
import { copyJson, mergePatch } from './json';
import { restDialect } from './rest';
import { createStore } from './store';
import type { DatatypeStore, RecordStore } from './store';
import type { Clock, MockedSystem, SystemRecord, SystemSchema } from './types';

/** The account that an engine's writes are made with. */
const ENGINE_ACCOUNT = 'engine';

/** The account that people's acts are made with, unless the harness names another. */
const PERSON = 'person';

/** How many records a page holds, unless the harness says otherwise. */
const DEFAULT_PAGE_SIZE = 50;

/** What `createSystem` needs. */
export interface SystemOptions {
  readonly id: string;
  /** As the documents write it. */
  readonly name: string;
  /** `http:` or `https:`, with or without a path, without a query; several systems may share a host. */
  readonly baseUrl: string;
  /** The bearer token of the engine; never empty. */
  readonly token: string;
  /** The datatypes that the system has, and what it says of their properties. */
  readonly schema: SystemSchema;
  readonly clock: Clock;
  /** Shared by all systems of one scenario. */
  readonly calls: CallLog;
  /** The page size of listings, and the most that a client can ask for; default 50. */
  readonly pageSize?: number;
  /** Ids of records are this and a number; default the system's id and `-`. */
  readonly idPrefix?: string;
  /** How the system speaks; default the plain REST dialect. */
  readonly dialect?: Dialect;
}

/**
 * Makes a mocked system with no records.
 * @throws Error where the base URL or the token cannot be used, or the page size is no whole number above 0
 */
export function createSystem(options: SystemOptions): MockedSystem {
  const { id, name, token, schema, clock, calls } = options;
  const baseUrl = normalizeBaseUrl(options.baseUrl, id);
  if (token === '') {
    throw new Error(
      `System "${id}" has an empty token: give it one, so that calls without a token are told apart.`,
    );
  }
  let pageSize = checkPageSize(options.pageSize ?? DEFAULT_PAGE_SIZE, id);
  const store = createStore({
    datatypes: Object.keys(schema),
    clock,
    idPrefix: options.idPrefix ?? `${id}-`,
  });
  const account = ENGINE_ACCOUNT;
  const context = { store, schema, baseUrl, token, account, pageSize: () => pageSize };
  return {
    id,
    name,
    baseUrl,
    token,
    account,
    schema,
    handler: createHandler({ dialect: options.dialect ?? restDialect, context, system: id, calls }),
    setPageSize(size) {
      pageSize = checkPageSize(size, id);
    },
    ...peoplesHands(store, { id, datatypes: Object.keys(schema) }),
  };
}

interface Naming {
  readonly id: string;
  readonly datatypes: readonly string[];
}

type PeoplesHands = Pick<MockedSystem, 'records' | 'record' | 'create' | 'edit' | 'remove'>;

/** The harness's view of the records, and what people do to them without HTTP. */
function peoplesHands(store: RecordStore, naming: Naming): PeoplesHands {
  const recordsOf = (datatype: string): DatatypeStore => {
    const records = store.datatype(datatype);
    if (records === undefined) {
      const known = naming.datatypes.toSorted().join('", "');
      throw new Error(
        `System "${naming.id}" has no datatype "${datatype}": use one of its schema, "${known}".`,
      );
    }
    return records;
  };
  const existing = (datatype: string, id: string): SystemRecord => {
    const record = recordsOf(datatype).get(id);
    if (record === undefined) {
      throw new Error(`System "${naming.id}" has no "${datatype}" with id "${id}": create it before.`);
    }
    return record;
  };
  return {
    records: (datatype) => recordsOf(datatype).all(),
    record: (datatype, id) => recordsOf(datatype).get(id),
    create: (datatype, properties, by = PERSON) => recordsOf(datatype).create(copyJson(properties), by),
    edit(datatype, id, patch, by = PERSON) {
      const { properties } = existing(datatype, id);
      return recordsOf(datatype).change(id, mergePatch(properties, copyJson(patch)), by);
    },
    remove(datatype, id) {
      existing(datatype, id);
      recordsOf(datatype).remove(id);
    },
  };
}

function normalizeBaseUrl(baseUrl: string, id: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const usable =
    url !== undefined &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '';
  if (!usable) {
    throw new Error(
      `System "${id}" cannot stand at "${baseUrl}": give an http or https URL without query, such as https://crm.test/s1.`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

function checkPageSize(size: number, id: string): number {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new Error(`System "${id}" cannot have pages of ${size} records: give a whole number, 1 or more.`);
  }
  return size;
}
