/** What the tests of the mocked Wix share: a site, and a client that checks the form of every answer. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createCallLog, createClock, createSystem } from '../..';
import type { CallLog, ManualClock, MockedSystem, NativeAccount, SystemOptions, SystemSchema } from '../..';
import { WIX_API } from '.';
import type { PropertySchema } from '../../../model';

export const START = Date.UTC(2024, 0, 1);
export const API_KEY = 'IST.key-of-the-site';

interface Profile {
  readonly name: string;
  readonly api: string;
  readonly host: string;
  readonly systems: readonly string[];
  readonly datatypes: Readonly<
    Record<
      string,
      {
        readonly properties: Readonly<Record<string, PropertySchema & { references?: string }>>;
        readonly spare: readonly string[];
      }
    >
  >;
}

export const profile = parse(
  readFileSync(join(__dirname, '../../../../profiles/wix.yaml'), 'utf8'),
) as Profile;

export const SCHEMA: SystemSchema = profile.datatypes;

export interface Setup {
  readonly clock: ManualClock;
  readonly calls: CallLog;
  readonly system: MockedSystem;
  readonly account: NativeAccount;
  /** What goes with every call of the site. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A site at https://www.wixapis.com. */
export function setUp({
  key = 'one',
  token = API_KEY,
  ...options
}: Partial<SystemOptions> & { key?: string } = {}): Setup {
  const clock = createClock(START);
  const calls = createCallLog();
  const account = WIX_API.account({ key, token });
  const { dialect, idOf, claims, headers } = account;
  const system = createSystem({
    id: key,
    name: 'Wix',
    baseUrl: `https://${WIX_API.host}`,
    token,
    schema: SCHEMA,
    abilities: WIX_API.abilities,
    dialect,
    idOf,
    clock,
    calls,
    ...(claims === undefined ? {} : { claims }),
    ...options,
  });
  return { clock, calls, system, account, headers: { authorization: token, ...headers } };
}

/** All that answers may hold, reached into without checks: what is not there is `undefined`, or makes the test fail. */
export interface Loose {
  readonly contact: Loose;
  readonly contacts: readonly [Loose, ...Loose[]];
  readonly member: Loose;
  readonly members: readonly Loose[];
  readonly order: Loose;
  readonly orders: readonly Loose[];
  readonly product: Loose;
  readonly products: readonly [Loose, ...Loose[]];
  readonly info: Loose;
  readonly name: Loose;
  readonly emails: Loose;
  readonly phones: Loose;
  readonly addresses: Loose;
  readonly extendedFields: Loose;
  readonly labelKeys: Loose;
  readonly items: readonly [Loose, Loose, ...Loose[]];
  readonly lineItems: readonly [Loose, ...Loose[]];
  readonly primaryInfo: Loose;
  readonly primaryEmail: Loose;
  readonly profile: Loose;
  readonly priceData: Loose;
  readonly priceSummary: Loose;
  readonly total: Loose;
  readonly buyerInfo: Loose;
  readonly billingInfo: Loose;
  readonly contactDetails: Loose;
  readonly stock: Loose;
  readonly metadata: Loose;
  readonly pagingMetadata: Loose;
  readonly cursors: { readonly next: string };
  readonly details: { readonly applicationError: { readonly data?: unknown } };
  readonly id: string;
  readonly contactId: string;
  readonly revision: number;
  readonly message: string;
  readonly [member: string]: unknown;
}

interface Refused {
  readonly applicationError?: { readonly code: string };
  readonly validationError?: { readonly fieldViolations: readonly { readonly field: string }[] };
}

export interface ClientAnswer {
  readonly status: number;
  readonly text: string;
  readonly body: Loose;
  /** The application code of a refusal. */
  readonly code: string | undefined;
  /** The fields that a validation error names. */
  readonly fields: readonly string[];
}

export type Client = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string | undefined>>,
) => Promise<ClientAnswer>;

/** A client of a site. A body is sent as JSON, a string or bytes as they are. */
export function clientOf({ system, headers: own }: Setup, fetch?: typeof globalThis.fetch): Client {
  return async (method, path, body, headers = {}) => {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const sent: Readonly<Record<string, string | undefined>> = { ...own, ...type, ...headers };
    const request = new Request(`${system.baseUrl}${path}`, {
      method,
      headers: Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
    const response = await (fetch ?? system.handler)(request);
    return readAnswer(response);
  };
}

/** Reads an answer, and fails where it has not the form that Wix gives. */
export async function readAnswer(response: Response): Promise<ClientAnswer> {
  const { status, headers } = response;
  const text = await response.text();
  assert.equal(headers.get('content-type'), 'application/json');
  const body = JSON.parse(text) as Loose;
  if (status === 200) {
    assert.equal(body.details, undefined);
    return { status, text, body, code: undefined, fields: [] };
  }
  assert.ok([400, 401, 403, 404, 409, 428, 429, 500, 503].includes(status), `Wix knows no status ${status}`);
  assert.deepEqual(Object.keys(body as object), ['message', 'details']);
  const { applicationError, validationError } = body.details as Refused;
  const violations = validationError?.fieldViolations ?? [];
  if (status < 500) {
    assert.equal(typeof body.message, 'string');
    assert.notEqual(body.message, '');
    assert.ok(typeof applicationError?.code === 'string' || violations.length > 0, text);
  }
  return {
    status,
    text,
    body,
    code: applicationError?.code,
    fields: violations.map(({ field }) => field),
  };
}
