/** How the plain REST dialect shows records, and how it names their places and versions. */
import type { Answer } from '../dialect';
import type { SystemRecord } from '../types';

/** Records are replaced when they change, so a text that was made once stays right. */
const texts = new WeakMap<SystemRecord, string>();

/** The JSON text of a record: an envelope, so that no property's name can collide with `id`, `version` or a time. */
export function recordText(record: SystemRecord): string {
  const known = texts.get(record);
  if (known !== undefined) {
    return known;
  }
  const { id, version, modifiedAt, modifiedBy, properties } = record;
  const text = JSON.stringify({
    id,
    version,
    modifiedAt: new Date(modifiedAt).toISOString(),
    modifiedBy,
    properties,
  });
  texts.set(record, text);
  return text;
}

/** The entity tag of a record: its version, strong (RFC 9110, section 8.8.3). */
export function entityTag(record: SystemRecord): string {
  return `"${record.version}"`;
}

/** The answer that shows one record, with its entity tag. */
export function recordAnswer(
  status: 200 | 201,
  record: SystemRecord,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { ...headers, 'content-type': 'application/json', etag: entityTag(record) },
    body: recordText(record),
  };
}
