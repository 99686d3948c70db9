/** What the plain REST dialect answers to POST, PATCH and DELETE. */
import { isDeepStrictEqual } from 'node:util';
import type { ApiResponse, DialectContext, ApiRequest } from '../../core/dialect';
import { mergePatch } from '../../core/json';
import type { Abilities, SystemRecord } from '../../core/types';
import { readDraft } from './body';
import type { RecordDraft } from './body';
import { RestRefusal } from './problem';
import { refuseQuery } from './query';
import { entityTag } from './representation';
import { existing, recordOfReference } from './resource';
import type { ResourceAction, RestResource } from './resource';
import { describeViolations } from '../../http/write-checker';
import type { Violation } from '../../http/write-checker';

const PATCH_MEDIA_TYPES = ['application/merge-patch+json', 'application/json'];

export function create({ resource }: ResourceAction, call: ApiRequest, context: DialectContext): ApiResponse {
  refuseQuery(call.query);
  const { abilities } = context;
  const key = abilities.idempotencyKey ? readKey(call) : undefined;
  const draft = readDraft(call, ['application/json'], abilities.externalReference);
  const earlier = key === undefined ? undefined : resource.created.get(key);
  if (earlier !== undefined) {
    return repeat(earlier, draft, key ?? '');
  }
  refuseViolations(resource.check.created(draft.properties));
  refuseTaken(resource, draft);
  const given = createRecord(resource, draft, context);
  if (key !== undefined) {
    resource.created.set(key, { draft, answer: given });
  }
  return given;
}

export function change(
  { resource, id }: ResourceAction,
  call: ApiRequest,
  context: DialectContext,
): ApiResponse {
  refuseQuery(call.query);
  const { properties: patch } = readDraft(call, PATCH_MEDIA_TYPES);
  const record = existing(resource, id);
  requireVersion(call, record, context.abilities);
  const properties = mergePatch(record.properties, patch);
  refuseViolations(resource.check.changed(patch, record.properties, properties));
  if (isDeepStrictEqual(record.properties, properties)) {
    return resource.shape.answer(200, record);
  }
  return resource.shape.answer(200, resource.records.change(id, properties, context.account));
}

export function remove(
  { resource, id }: ResourceAction,
  call: ApiRequest,
  context: DialectContext,
): ApiResponse {
  refuseQuery(call.query);
  requireVersion(call, existing(resource, id), context.abilities);
  resource.records.remove(id);
  return { status: 204, headers: {} };
}

function readKey(call: ApiRequest): string | undefined {
  const key = call.headers.get('idempotency-key');
  if (key === '') {
    throw new RestRefusal(
      'malformed-header',
      'Idempotency-Key is empty; leave it out or give each creation its own.',
    );
  }
  return key ?? undefined;
}

function repeat(
  earlier: { draft: RecordDraft; answer: ApiResponse },
  draft: RecordDraft,
  key: string,
): ApiResponse {
  if (!isDeepStrictEqual(earlier.draft, draft)) {
    throw new RestRefusal(
      'idempotency-key-reused',
      `The Idempotency-Key "${key}" was used for other properties; a key belongs to one creation.`,
    );
  }
  return earlier.answer;
}

function refuseTaken(resource: RestResource, { externalReference }: RecordDraft): void {
  const holder = externalReference === undefined ? undefined : recordOfReference(resource, externalReference);
  if (holder !== undefined) {
    throw new RestRefusal(
      'external-reference-taken',
      `Record "${holder.id}" has the external reference "${externalReference ?? ''}"; no two records share one.`,
      { recordId: holder.id },
    );
  }
}

function createRecord(
  resource: RestResource,
  { properties, externalReference }: RecordDraft,
  context: DialectContext,
): ApiResponse {
  const record = resource.records.create(properties, context.account);
  if (externalReference !== undefined) {
    resource.references.set(externalReference, record.id);
    resource.referenceOf.set(record.id, externalReference);
  }
  const location = `${context.baseUrl}/${encodeURIComponent(resource.name)}/${encodeURIComponent(record.id)}`;
  return resource.shape.answer(201, record, { location });
}

/** If-Match compares strongly: a weak tag never matches (RFC 9110, section 13.1.1). */
function requireVersion({ headers }: ApiRequest, record: SystemRecord, { versions }: Abilities): void {
  const ifMatch = versions ? headers.get('if-match') : null;
  if (ifMatch === null || ifMatch.trim() === '*') {
    return;
  }
  const tag = entityTag(record);
  if (!ifMatch.split(',').some((given) => given.trim() === tag)) {
    throw new RestRefusal(
      'stale-version',
      `If-Match names ${ifMatch}, and record "${record.id}" has version ${tag} by now; read it again.`,
    );
  }
}

function refuseViolations(errors: readonly Violation[]): void {
  if (errors.length > 0) {
    throw new RestRefusal('invalid-properties', describeViolations(errors), { errors });
  }
}
