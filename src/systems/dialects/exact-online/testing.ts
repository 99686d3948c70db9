/** What the tests of this API share: an administration, and a client that checks every answer's form. */
import assert from 'node:assert/strict';
import { createCallLog, createClock, createSystem } from '../..';
import type { CallLog, ManualClock, MockedSystem, SystemOptions, SystemSchema } from '../..';
import type { NativeAccount } from '../../core/native-api';
import { divisionOf, EXACT_API } from '.';
import type { ExactAccountOptions } from '.';

export const START = Date.UTC(2024, 0, 1, 8);
export const KEY = 'first';
export const TOKEN = 'token-of-exact';
export const DIVISION = divisionOf(KEY);
export const UNKNOWN = '00000000-0000-0000-0000-000000000001';

export const SCHEMA: SystemSchema = {
  Accounts: { properties: { Name: { type: 'string' } } },
  Items: { properties: { Description: { type: 'string' } } },
  Salesorders: { properties: { Description: { type: 'string' } } },
};

export interface Setup {
  readonly clock: ManualClock;
  readonly calls: CallLog;
  readonly account: NativeAccount;
  readonly system: MockedSystem;
}

/** An administration at https://start.exactonline.nl with its clock and call log. */
export function setUp(
  options: Partial<Pick<SystemOptions, 'id' | 'baseUrl' | 'schema' | 'pageSize'>> = {},
  accountOptions: Partial<ExactAccountOptions> = {},
): Setup {
  const clock = createClock(START);
  const calls = createCallLog();
  const account = EXACT_API.account({ key: KEY, token: TOKEN, ...accountOptions });
  const { dialect, idOf, claims } = account;
  const system = createSystem({
    id: 'exact',
    name: 'Exact Online',
    baseUrl: `https://${EXACT_API.host}`,
    token: accountOptions.token ?? TOKEN,
    schema: SCHEMA,
    clock,
    calls,
    abilities: EXACT_API.abilities,
    dialect,
    idOf,
    ...(claims === undefined ? {} : { claims }),
    ...options,
  });
  return { clock, calls, account, system };
}

export type Entity = Readonly<Record<string, unknown>>;

export interface ClientAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of one entity. */
  readonly entity: Entity;
  /** Of a listing, in either form. */
  readonly results: readonly Entity[];
  readonly next: string | undefined;
  readonly count: unknown;
  /** The text of an error. */
  readonly error: string;
}

export interface ClientCall {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export type Client = (method: string, path: string, call?: ClientCall) => Promise<ClientAnswer>;

interface Body {
  readonly d?: Entity | readonly Entity[];
  readonly error?: {
    readonly code: string;
    readonly message: { readonly lang: string; readonly value: string };
  };
}

/** A client; `path` starts behind the division, unless it is a whole URL or starts with `/api`. */
export function clientOf(
  { system }: Pick<Setup, 'system'>,
  { token = system.token, division = DIVISION, fetch = system.handler as typeof globalThis.fetch } = {},
): Client {
  return async (method, path, { body, headers } = {}) => {
    const absolute = path.startsWith('http')
      ? path
      : `${system.baseUrl}${path.startsWith('/api') ? '' : `/api/v1/${division}`}${path}`;
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const sent: Readonly<Record<string, string | undefined>> = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const request = new Request(absolute, {
      method,
      headers: Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
    const response = await fetch(request);
    return readAnswer(method, response, await response.text());
  };
}

/** Fails unless the answer has the form of the API. */
export function readAnswer(method: string, response: Response, text: string): ClientAnswer {
  const { status, headers } = response;
  const parsed = readBody(method, response, text);
  const { d } = parsed;
  const object = (Array.isArray(d) ? {} : (d ?? {})) as Entity;
  const results = (Array.isArray(d) ? d : (object.results ?? [])) as readonly Entity[];
  return {
    status,
    headers,
    text,
    entity: object,
    results,
    next: object.__next as string | undefined,
    count: object.__count,
    error: parsed.error?.message.value ?? '',
  };
}

function readBody(method: string, { status, headers }: Response, text: string): Body {
  const type = headers.get('content-type');
  if (text === '') {
    assert.ok(status === 204 || method === 'HEAD', `${status} without a body`);
    return {};
  }
  if (type === 'text/plain; charset=utf-8') {
    assert.match(text, /^\d+$/);
    return {};
  }
  assert.equal(type, 'application/json; charset=utf-8');
  const parsed = JSON.parse(text) as Body;
  if (status < 400) {
    assert.deepEqual(Object.keys(parsed), ['d']);
    return parsed;
  }
  const { code, message } = parsed.error ?? assert.fail(`${text} is not an error`);
  assert.deepEqual([code, message.lang, typeof message.value], ['', '', 'string']);
  return parsed;
}

/** Follows `__next` to the end. */
export async function allOf(call: Client, path: string): Promise<readonly Entity[]> {
  const found: Entity[] = [];
  for (let url: string | undefined = path; url !== undefined;) {
    const { status, results, next, error } = await call('GET', url);
    assert.equal(status, 200, error);
    found.push(...results);
    url = next;
  }
  return found;
}

/** The last call's reason for being unexpected. */
export function unexpectedOf({ calls }: Setup): string | undefined {
  return calls.calls.at(-1)?.unexpected;
}

/** A query, encoded as clients do. */
export function query(options: Readonly<Record<string, string>>): string {
  return `?${Object.entries(options)
    .map(([name, value]) => `$${name}=${encodeURIComponent(value)}`)
    .join('&')}`;
}

/** Everything since ever: what mandatory filtering demands at least. */
export const ALL = "Modified ge datetime'1970-01-01T00:00:00'";
