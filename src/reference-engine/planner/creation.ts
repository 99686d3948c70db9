/** Which records are missing, and what a record needs to be created (D3, D8, D24). */
import { createHash } from 'node:crypto';
import type { PropertySchema } from '../../protocol';
import { groupBy } from './collections';
import { toType } from './conversions';
import { isEmpty } from './json';
import { datatypeBy, type DatatypeModel, type EngineModel } from './model';
import { readPath, writePath } from './paths';
import { datatypeOf, type RecordState } from './state';
import { type Json, type JsonObject } from '../../core/json';

/** A record that a cluster needs and that no system has yet; its id is empty. */
export interface MissingRecord {
  readonly record: RecordState;
  readonly origin: RecordState;
}

function virtualRecord(datatype: DatatypeModel): RecordState {
  return {
    key: `new ${datatype.key}`,
    system: datatype.system.id,
    datatype: datatype.name,
    id: '',
    version: 0,
    properties: {},
    stamp: { time: 0, system: datatype.system.id, record: '' },
    slots: {},
    anchors: {},
  };
}

/** One record for every datatype that a section creates in and the cluster has none of (D8). */
export function missingRecords(
  model: EngineModel,
  members: readonly RecordState[],
): readonly MissingRecord[] {
  const groups = groupBy(members, datatypeOf);
  const missing = new Map<string, MissingRecord>();
  for (const { source, target, creates } of model.sections) {
    if (!creates || groups.has(target) || missing.has(target)) {
      continue;
    }
    const origin = groups.get(source)?.find(({ gone }) => gone !== true);
    if (origin === undefined) {
      continue;
    }
    missing.set(target, { origin, record: virtualRecord(datatypeBy(model, target)) });
  }
  return [...missing.values()];
}

const PLACEHOLDERS = {
  string: 'unspecified',
  any: 'unspecified',
  integer: 0,
  number: 0,
  boolean: false,
  object: {},
} as const satisfies Record<PropertySchema['type'], Json>;

function requiredValue(schema: PropertySchema, origin: Json | undefined): Json {
  if (schema.default !== undefined) {
    return schema.default as Json;
  }
  const converted = toType(schema.type, origin ?? null);
  const taken = isEmpty(origin) || !converted.ok ? PLACEHOLDERS[schema.type] : converted.value;
  return schema.list === true && !Array.isArray(taken) ? [taken] : taken;
}

/** The properties with a value for each that the schema requires: its default, the origin's, or a placeholder (D24). */
export function withRequired(
  datatype: DatatypeModel,
  properties: JsonObject,
  origin: RecordState,
): JsonObject {
  return Object.entries(datatype.schema)
    .filter(([, { required, readOnly }]) => required === true && readOnly !== true)
    .reduce(
      (complete, [path, schema]) =>
        isEmpty(readPath(complete, path))
          ? writePath(
              complete,
              path,
              requiredValue(schema, readPath(origin.properties, path)),
              datatype.isListAt,
            )
          : complete,
      properties,
    );
}

/** The Idempotency-Key of a creation: the same for the same origin and datatype, also after a restart. */
export function idempotencyKey(origin: string, datatype: DatatypeModel): string {
  return createHash('sha256')
    .update(JSON.stringify([origin, datatype.key]))
    .digest('hex')
    .slice(0, 32);
}
