/**
 * The plain REST dialect (docs/rest-dialect.md, schemas/system-api.yaml): what every mocked system speaks unless it
 * speaks an API of its own.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Answer, Dialect, DialectContext, IncomingCall } from '../dialect';
import { mergePatch } from '../json';
import type { DatatypeStore } from '../store';
import type { Properties, SystemRecord } from '../types';
import { readProperties } from './body';
import { Refusal, problemAnswer } from './problem';
import type { Violation } from './problem';
import { readListQuery, refuseQuery, writeCursor } from './query';
import { entityTag, recordAnswer, recordText } from './representation';
import { createWriteChecker } from './schema';
import type { WriteChecker } from './schema';

/** One datatype as the dialect serves it. */
interface Resource {
  readonly name: string;
  readonly records: DatatypeStore;
  readonly check: WriteChecker;
  /** Idempotency key → what was created with it. */
  readonly created: Map<string, { readonly properties: Properties; readonly answer: Answer }>;
}

type Operation = (resource: Resource, id: string, call: IncomingCall, context: DialectContext) => Answer;

const ON_DATATYPE: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['GET', list],
  ['POST', create],
]);

const ON_RECORD: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['GET', read],
  ['PATCH', change],
  ['DELETE', remove],
]);

const PATCH_MEDIA_TYPES = ['application/merge-patch+json', 'application/json'];

/** The plain REST dialect. Refused calls are answered with problem details (RFC 9457). */
export const restDialect: Dialect = (context) => {
  const resources = new Map(
    Object.entries(context.schema).map(([name, facts]) => [name, resourceOf(name, facts, context)] as const),
  );
  return (call) => {
    try {
      return answer(call, resources, context);
    } catch (error) {
      if (error instanceof Refusal) {
        return withoutBodyForHead(call, problemAnswer(error));
      }
      throw error;
    }
  };
};

function resourceOf(
  name: string,
  facts: DialectContext['schema'][string],
  { store }: DialectContext,
): Resource {
  const records = store.datatype(name);
  if (records === undefined) {
    throw new Error(
      `The store has no datatype "${name}" although the schema names it: make both from one schema.`,
    );
  }
  return { name, records, check: createWriteChecker(facts), created: new Map() };
}

function answer(
  call: IncomingCall,
  resources: ReadonlyMap<string, Resource>,
  context: DialectContext,
): Answer {
  authorize(call.headers.get('authorization'), context.token);
  const { datatype, id } = route(call.path);
  const resource = resources.get(datatype);
  if (resource === undefined) {
    const known = [...resources.keys()].sort().join('", "');
    throw new Refusal('unknown-datatype', `There is no datatype "${datatype}" here; there is "${known}".`);
  }
  const operations = id === undefined ? ON_DATATYPE : ON_RECORD;
  const operation = operations.get(call.method);
  if (operation === undefined) {
    const allow = [...operations.keys()].join(', ');
    const what = id === undefined ? 'a datatype' : 'a record';
    throw new Refusal('method-not-allowed', `${call.method} is not allowed on ${what}; ${allow} are.`, {
      headers: { allow },
    });
  }
  return operation(resource, id ?? '', call, context);
}

function authorize(header: string | null, token: string): void {
  const given = header === null ? undefined : /^Bearer +(.*)$/is.exec(header)?.[1];
  if (given !== token) {
    const what = given === undefined ? 'has no bearer token' : 'has a wrong bearer token';
    throw new Refusal(
      'unauthorized',
      `The call ${what}; send "Authorization: Bearer" and the system's token.`,
      {
        headers: { 'www-authenticate': 'Bearer' },
      },
    );
  }
}

function route(path: string | undefined): { datatype: string; id?: string } {
  const [root, datatype, id, ...more] = (path ?? '').split('/');
  if (path === undefined || root !== '' || datatype === undefined || id === '' || more.length > 0) {
    throw new Refusal('unknown-path', 'Paths are /<datatype> and /<datatype>/<id>, from the base URL on.');
  }
  return id === undefined ? { datatype: decode(datatype) } : { datatype: decode(datatype), id: decode(id) };
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    throw new Refusal('unknown-path', `"${step}" in the path is not percent-encoded UTF-8.`);
  }
}

function withoutBodyForHead(call: IncomingCall, given: Answer): Answer {
  if (call.method !== 'HEAD') {
    return given;
  }
  const { status, headers, unexpected } = given;
  return { status, headers, ...(unexpected === undefined ? {} : { unexpected }) };
}

function list({ name, records }: Resource, _id: string, call: IncomingCall, context: DialectContext): Answer {
  const page = records.page(readListQuery(call.query, name, context.pageSize()));
  const next = page.next === undefined ? null : writeCursor(page.next, name);
  const items = page.records.map(recordText).join(',');
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: `{"items":[${items}],"next":${JSON.stringify(next)}}`,
  };
}

function create(resource: Resource, _id: string, call: IncomingCall, context: DialectContext): Answer {
  refuseQuery(call.query);
  const key = call.headers.get('idempotency-key');
  if (key === '') {
    throw new Refusal(
      'malformed-header',
      'Idempotency-Key is empty; leave it out or give each creation its own.',
    );
  }
  const properties = readProperties(call, ['application/json']);
  const earlier = key === null ? undefined : resource.created.get(key);
  if (earlier !== undefined) {
    return repeat(earlier, properties, key ?? '');
  }
  refuseViolations(resource.check.created(properties));
  const record = resource.records.create(properties, context.account);
  const location = `${context.baseUrl}/${encodeURIComponent(resource.name)}/${encodeURIComponent(record.id)}`;
  const given = recordAnswer(201, record, { location });
  if (key !== null) {
    resource.created.set(key, { properties, answer: given });
  }
  return given;
}

function repeat(
  earlier: { properties: Properties; answer: Answer },
  properties: Properties,
  key: string,
): Answer {
  if (!isDeepStrictEqual(earlier.properties, properties)) {
    throw new Refusal(
      'idempotency-key-reused',
      `The Idempotency-Key "${key}" was used for other properties; a key belongs to one creation.`,
    );
  }
  return earlier.answer;
}

function read(resource: Resource, id: string, call: IncomingCall): Answer {
  refuseQuery(call.query);
  return recordAnswer(200, existing(resource, id));
}

function change(resource: Resource, id: string, call: IncomingCall, context: DialectContext): Answer {
  refuseQuery(call.query);
  const patch = readProperties(call, PATCH_MEDIA_TYPES);
  const record = existing(resource, id);
  requireVersion(call.headers.get('if-match'), record);
  const properties = mergePatch(record.properties, patch);
  refuseViolations(resource.check.changed(patch, record.properties, properties));
  if (isDeepStrictEqual(record.properties, properties)) {
    return recordAnswer(200, record);
  }
  return recordAnswer(200, resource.records.change(id, properties, context.account));
}

function remove(resource: Resource, id: string, call: IncomingCall): Answer {
  refuseQuery(call.query);
  requireVersion(call.headers.get('if-match'), existing(resource, id));
  resource.records.remove(id);
  return { status: 204, headers: {} };
}

function existing({ name, records }: Resource, id: string): SystemRecord {
  const record = records.get(id);
  if (record === undefined) {
    throw new Refusal('unknown-record', `There is no record "${id}" of "${name}".`);
  }
  return record;
}

/** If-Match compares strongly: a weak tag never matches (RFC 9110, section 13.1.1). */
function requireVersion(ifMatch: string | null, record: SystemRecord): void {
  if (ifMatch === null || ifMatch.trim() === '*') {
    return;
  }
  const tag = entityTag(record);
  if (!ifMatch.split(',').some((given) => given.trim() === tag)) {
    throw new Refusal(
      'stale-version',
      `If-Match names ${ifMatch}, and record "${record.id}" has version ${tag} by now; read it again.`,
    );
  }
}

function refuseViolations(errors: readonly Violation[]): void {
  if (errors.length > 0) {
    const detail = errors.map((error) => `"${error.property}" ${error.detail}`).join('; ');
    throw new Refusal('invalid-properties', `${detail}.`, { errors });
  }
}
