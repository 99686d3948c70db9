/** How the plain REST dialect shows records. */
import type { ApiResponse } from '../../core/dialect';
import { perRecord } from '../../core/store';
import type { SystemRecord } from '../../core/types';
import { jsonResponse } from '../../http/responses';

/** How one system shows the records of one datatype. */
export interface Representation {
  /** The JSON text of a record: an envelope, so that no property's name can collide with `id`, `version` or a time. */
  readonly text: (record: SystemRecord) => string;
  /** The answer that shows one record, with its entity tag where records have versions. */
  answer(status: 200 | 201, record: SystemRecord, headers?: Readonly<Record<string, string>>): ApiResponse;
}

/** What an envelope holds beside the properties. */
export interface RepresentationOptions {
  /** Whether versions are shown. */
  readonly versions: boolean;
  /** The external reference of a record; it never changes. */
  readonly referenceOf: (id: string) => string | undefined;
}

/** Makes the representation of a datatype. */
export function createRepresentation({ versions, referenceOf }: RepresentationOptions): Representation {
  const text = perRecord((record) => {
    const { id, version, modifiedAt, modifiedBy, properties } = record;
    const externalReference = referenceOf(id);
    return JSON.stringify({
      id,
      ...(versions ? { version } : {}),
      ...(externalReference === undefined ? {} : { externalReference }),
      modifiedAt: new Date(modifiedAt).toISOString(),
      modifiedBy,
      properties,
    });
  });
  return {
    text,
    answer: (status, record, headers = {}) =>
      jsonResponse(status, text(record), { ...headers, ...(versions ? { etag: entityTag(record) } : {}) }),
  };
}

/** The entity tag of a record: its version, strong (RFC 9110, section 8.8.3). */
export function entityTag(record: SystemRecord): string {
  return `"${record.version}"`;
}
