import type { CallLog } from './core/call-log';
import type { CallListener, Dialect, DialectContext, DirectAccess } from './core/dialect';
import type { FaultInjector, SystemFaults } from './faults';
import { createHandler } from './http/handler';
import { guidOf } from './core/guid';
import { copyJson, mergePatch } from './core/json';
import { restDialect } from './dialects/rest';
import { createStore } from './core/store';
import type { DatatypeStore, RecordStore } from './core/store';
import type {
  Abilities,
  Clock,
  MockedSystem,
  RequestHeaders,
  SystemRecord,
  SystemSchema,
} from './core/types';
import { createWebhooks } from './core/webhooks';
import type { Webhooks } from './core/webhooks';

/** The account that an engine's writes are made with. */
const ENGINE_ACCOUNT = 'engine';

/** The account that people act with, unless the harness names another. */
const PERSON = 'person';

/** How many records a page holds, unless the harness says otherwise. */
const DEFAULT_PAGE_SIZE = 50;

/** What the plain REST dialect offers, unless the harness says otherwise. */
export const DEFAULT_ABILITIES: Abilities = {
  idempotencyKey: true,
  search: false,
  externalReference: false,
  versions: true,
  webhooks: false,
  deltaCursor: false,
  timeResolution: 1,
};

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
  /** The id of the record that is created as the nth of the system; default the system's id, `-` and the number. */
  readonly idOf?: (sequence: number) => string;
  /** Default `DEFAULT_ABILITIES`. Looked up at every call: the harness may offer `webhooks` later. */
  readonly abilities?: Abilities;
  /** See `MockedSystem.claims`. */
  readonly claims?: (headers: RequestHeaders) => boolean;
  /** See `MockedSystem.otherHosts`. */
  readonly otherHosts?: readonly string[];
  /** How the system speaks; default the plain REST dialect. */
  readonly dialect?: Dialect;
  /** Shared by all systems of one scenario; absent: no fault ever fires. */
  readonly faults?: FaultInjector;
  /** Shared by all systems of one scenario; absent: nobody hears of calls. */
  readonly listener?: CallListener;
}

/**
 * Makes a simulated system with no records.
 * @throws Error where the base URL or the token cannot be used, or the page size is not a whole number above 0
 */
export function createSystem(options: SystemOptions): MockedSystem {
  const { id, name, token, schema, calls, abilities = DEFAULT_ABILITIES } = options;
  const baseUrl = normalizeBaseUrl(options.baseUrl, id);
  if (token === '') {
    throw new Error(
      `System "${id}" has an empty token: give it one, so that calls without a token can be refused.`,
    );
  }
  let pageSize = checkPageSize(options.pageSize ?? DEFAULT_PAGE_SIZE, id);
  const { store, clock, webhooks, faults, useEqualIds } = createDependencies(options, abilities);
  const account = ENGINE_ACCOUNT;
  const context: DialectContext = {
    store,
    schema,
    abilities,
    clock,
    baseUrl,
    token,
    account,
    pageSize: () => faults?.system.pageSize(pageSize) ?? pageSize,
    subscriptions: webhooks.subscriptions,
  };
  const handler = (options.dialect ?? restDialect)(context);
  return {
    id,
    name,
    baseUrl,
    token,
    account,
    schema,
    abilities,
    ...(options.claims && { claims: options.claims }),
    ...(options.otherHosts && { otherHosts: options.otherHosts }),
    handler: createHandler({
      dialectHandler: handler,
      context,
      system: id,
      calls,
      ...(faults && { faults }),
      ...(options.listener && { listener: options.listener }),
    }),
    setPageSize(size) {
      pageSize = checkPageSize(size, id);
    },
    useEqualIds,
    subscriptions: webhooks.subscriptions,
    deliver: (fetch = globalThis.fetch, manner = {}) => webhooks.deliver(fetch, manner),
    hasVersions: (datatype) => handler.directAccess?.hasVersions?.(datatype) ?? abilities.versions,
    ...accessOf(store, { id, datatypes: Object.keys(schema) }, handler.directAccess ?? plainAccess(store)),
  };
}

/** What a system is made from. */
interface SystemDependencies {
  /** As the faults let it be seen. */
  readonly store: RecordStore;
  /** With its jumps. */
  readonly clock: Clock;
  readonly webhooks: Webhooks;
  readonly useEqualIds: () => void;
  readonly faults?: { readonly injector: FaultInjector; readonly system: SystemFaults };
}

function createDependencies(
  options: SystemOptions,
  { versions, timeResolution }: Abilities,
): SystemDependencies {
  const { id, token, schema, faults: injector } = options;
  const system = injector?.forSystem(id, options.clock);
  const clock = system?.clock ?? options.clock;
  const faultsOf = system?.webhookFaults;
  const webhooks = createWebhooks({ system: id, token, versions, ...(faultsOf && { faultsOf }) });
  const ownIdOf = options.idOf ?? ((sequence: number): string => `${id}-${sequence}`);
  const equalIdOf = options.idOf === undefined ? plainIdOf : guidIdOf;
  let areIdsEqual = false;
  const idOf = (sequence: number, number: number): string =>
    areIdsEqual ? equalIdOf(number) : ownIdOf(sequence);
  const datatypes = Object.keys(schema);
  const store = createStore({ datatypes, clock, idOf, timeResolution, onEvent: webhooks.note });
  const made = {
    clock,
    webhooks,
    useEqualIds: (): void => {
      areIdsEqual = true;
    },
  };
  return injector === undefined || system === undefined
    ? { ...made, store }
    : { ...made, store: system.wrap(store), faults: { injector, system } };
}

/** Ids that every datatype of every system gives: the nth record of each has the same one. */
function plainIdOf(number: number): string {
  return `${number}`;
}

/** The same where ids are GUIDs. */
function guidIdOf(number: number): string {
  return guidOf('equal', number);
}

interface Naming {
  readonly id: string;
  readonly datatypes: readonly string[];
}

type PeoplesAccess = Pick<
  MockedSystem,
  'records' | 'record' | 'isCompanion' | 'create' | 'edit' | 'remove' | 'merge'
>;

/** The harness's view of the records, and what people do to them without HTTP. */
function accessOf(store: RecordStore, naming: Naming, directAccess: DirectAccess): PeoplesAccess {
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
    records: (datatype) =>
      recordsOf(datatype)
        .all()
        .map((record) => directAccess.show(datatype, record)),
    record(datatype, id) {
      const record = recordsOf(datatype).get(id);
      return record === undefined ? undefined : directAccess.show(datatype, record);
    },
    isCompanion(datatype, { id }) {
      const record = recordsOf(datatype).get(id);
      return record !== undefined && directAccess.isCompanion?.(datatype, record) === true;
    },
    create(datatype, properties, by = PERSON) {
      recordsOf(datatype);
      return directAccess.show(datatype, directAccess.create(datatype, copyJson(properties), by));
    },
    edit(datatype, id, patch, by = PERSON) {
      existing(datatype, id);
      return directAccess.show(datatype, directAccess.edit(datatype, id, copyJson(patch), by));
    },
    remove(datatype, id) {
      existing(datatype, id);
      directAccess.remove(datatype, id);
    },
    merge(datatype, id, into) {
      existing(datatype, id);
      existing(datatype, into);
      return directAccess.show(datatype, recordsOf(datatype).merge(id, into));
    },
  };
}

/** Direct access to a system that keeps properties as the documents name them. */
function plainAccess(store: RecordStore): DirectAccess {
  const recordsOf = (datatype: string): DatatypeStore => {
    const records = store.datatype(datatype);
    if (records === undefined) {
      throw new Error(`The store has no datatype "${datatype}".`);
    }
    return records;
  };
  return {
    create: (datatype, properties, by) => recordsOf(datatype).create(properties, by),
    edit(datatype, id, patch, by) {
      const properties = recordsOf(datatype).get(id)?.properties ?? {};
      return recordsOf(datatype).change(id, mergePatch(properties, patch), by);
    },
    remove(datatype, id) {
      recordsOf(datatype).remove(id);
    },
    show: (_datatype, record) => record,
  };
}

/** In URL normal form for sure: labels that are neither numbers nor Punycode, and steps of letters and digits. */
const NORMAL_BASE_URL = /^https?:\/\/(?:(?!xn--)[a-z][a-z0-9-]*\.)*(?!xn--)[a-z][a-z0-9-]*(?:\/[a-z0-9]+)*$/;

function normalizeBaseUrl(baseUrl: string, id: string): string {
  if (NORMAL_BASE_URL.test(baseUrl)) {
    return baseUrl;
  }
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const usable =
    url !== undefined &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '';
  if (!usable) {
    throw new Error(
      `System "${id}" cannot be at "${baseUrl}": give an http or https URL without query, such as https://crm.test/s1.`,
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
