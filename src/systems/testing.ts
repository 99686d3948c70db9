/** What the tests of this room share: a system, and a client that checks every answer against the OpenAPI document. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { parse } from 'yaml';
import { createCallLog, createClock, createSystem } from '.';
import type { CallLog, ManualClock, MockedSystem, SystemOptions, SystemSchema } from '.';

export const START = Date.UTC(2024, 0, 1);
export const TOKEN = 'token-of-the-crm';

export const SCHEMA: SystemSchema = {
  Contacts: {
    properties: {
      name: { type: 'string', required: true },
      phone: { type: 'string' },
      age: { type: 'integer' },
      score: { type: 'number', readOnly: true },
      locked: { type: 'boolean', clearable: false },
      emails: { type: 'string', list: true },
      'address.country.code': { type: 'string' },
      'address.country.name': { type: 'string' },
    },
  },
  'Ordrer / Æ%2F (💡)': { properties: { title: { type: 'string' } } },
};

export interface Setup {
  readonly clock: ManualClock;
  readonly calls: CallLog;
  readonly system: MockedSystem;
}

/** A system at https://crm.test/s1 with its clock and call log. */
export function setUp(options: Partial<SystemOptions> = {}): Setup {
  const clock = createClock(START);
  const calls = createCallLog();
  const base = { id: 'crm', name: 'CRM', baseUrl: 'https://crm.test/s1', token: TOKEN, schema: SCHEMA };
  return { clock, calls, system: createSystem({ ...base, clock, calls, ...options }) };
}

interface Envelope {
  readonly id: string;
  readonly version: number;
  readonly modifiedAt: string;
  readonly modifiedBy: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** All that an answer's body may hold; the OpenAPI document says which. */
export interface AnswerBody extends Envelope {
  readonly items: readonly Envelope[];
  readonly next: string | null;
  readonly delta?: string;
  readonly recordId?: string;
  readonly type: string;
  readonly detail: string;
  readonly errors: readonly { readonly property: string; readonly detail: string }[];
}

export interface ClientAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: AnswerBody;
}

/** A value is sent as JSON, a string or bytes as they are; headers with an undefined value are left out. */
export interface ClientCall {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export type Client = (method: string, path: string, call?: ClientCall) => Promise<ClientAnswer>;

/** A client of a system. `path` starts at the base URL. Every answer is checked against schemas/system-api.yaml. */
export function clientOf(system: MockedSystem, fetch?: typeof globalThis.fetch): Client {
  return async (method, path, { body, headers } = {}) => {
    const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const sent: Readonly<Record<string, string | undefined>> = {
      authorization: `Bearer ${system.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const request = new Request(`${system.baseUrl}${path}`, {
      method,
      headers: Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
    const response = await (fetch ?? system.handler)(request);
    const text = await response.text();
    if (method !== 'HEAD') {
      assertDescribed(method, path, response, text);
    }
    const parsed = (text === '' ? {} : JSON.parse(text)) as AnswerBody;
    return { status: response.status, headers: response.headers, text, body: parsed };
  };
}

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { responses?: Record<string, unknown> }>>>>;
}

const api = parse(readFileSync(join(__dirname, '../../schemas/system-api.yaml'), 'utf8')) as ApiDocument;
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
ajv.addVocabulary(['openapi', 'info', 'servers', 'security', 'paths', 'components']);
ajv.addFormat('uri', true);
ajv.addSchema(api, 'system-api');

/** Fails unless the OpenAPI document describes the answer: its status for the operation, and its body. */
export function assertDescribed(method: string, path: string, response: Response, text: string): void {
  const { status, headers } = response;
  const name = status >= 400 ? 'Problem' : status === 204 ? undefined : schemaOf(method, path);
  const type = headers.get('content-type');
  if (name === undefined) {
    assert.equal(text, '');
    assert.equal(type, null);
    return;
  }
  assert.equal(type, name === 'Problem' ? 'application/problem+json' : 'application/json');
  const validate = ajv.getSchema(`system-api#/components/schemas/${name}`);
  assert.ok(validate, `schemas/system-api.yaml has no schema ${name}`);
  assert.ok(validate(JSON.parse(text)), `${text} is no ${name}: ${JSON.stringify(validate.errors)}`);
  const operation = api.paths[templateOf(path)]?.[method.toLowerCase()];
  if (operation !== undefined && !ANYWHERE.has(status) && status < 500) {
    assert.ok(operation.responses?.[String(status)], `${method} does not describe an answer ${status}`);
  }
}

function isRecordPath(path: string): boolean {
  return path.split('?')[0]!.split('/').length > 2;
}

/** What any call may be answered, also where its operation does not say so. */
const ANYWHERE: ReadonlySet<number> = new Set([404, 409, 410, 429]);

function isWebhookPath(path: string): boolean {
  return /^\/webhooks(\/|$)/.test(path);
}

function templateOf(path: string): string {
  return isWebhookPath(path) ? '/webhooks/{name}' : isRecordPath(path) ? '/{datatype}/{id}' : '/{datatype}';
}

function schemaOf(method: string, path: string): string {
  if (isWebhookPath(path)) {
    return 'Webhook';
  }
  return method === 'GET' && !isRecordPath(path) ? 'RecordPage' : 'Record';
}
