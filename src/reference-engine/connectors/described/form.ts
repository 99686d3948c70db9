/** Records as a described API shows and takes them. */
import type { ApiDescription, TimeFormat } from '../../../protocol';
import { memberOf } from '../../planner/json';
import { writePath } from '../../planner/paths';
import type { Version } from '../../planner/state';
import { isObject, type Json, type JsonObject } from '../../../core/json';
import type { Envelope } from '../../planner/envelope';

/** The value at a dotted path through objects; without a path the value itself. */
export function memberAt(value: Json | undefined, path: string | undefined): Json | undefined {
  return path === undefined
    ? value
    : path
        .split('.')
        .reduce<Json | undefined>((at, step) => (isObject(at) ? memberOf(at, step) : undefined), value);
}

/** The object with a value at a dotted path; without a path the value is the whole. */
function placed(object: JsonObject, path: string | undefined, value: JsonObject): JsonObject {
  return path === undefined ? { ...object, ...value } : writePath(object, path, value, () => false);
}

function without(object: JsonObject, path: string): JsonObject {
  const [step = '', ...rest] = path.split('.');
  const { [step]: member, ...others } = object;
  if (rest.length === 0) {
    return others;
  }
  const left = isObject(member) ? without(member, rest.join('.')) : {};
  return Object.keys(left).length === 0 ? others : { ...others, [step]: left };
}

/** A time for a query. */
export function writeTime(milliseconds: number, format: TimeFormat): string {
  if (format === 'rfc3339') {
    return new Date(milliseconds).toISOString();
  }
  return String(format === 'epoch-seconds' ? Math.floor(milliseconds / 1000) : milliseconds);
}

function readTime(value: Json | undefined, format: TimeFormat): number {
  if (format === 'rfc3339') {
    return typeof value === 'string' ? Date.parse(value) : Number.NaN;
  }
  const count = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof count !== 'number') {
    return Number.NaN;
  }
  return format === 'epoch-seconds' ? Math.round(count * 1000) : count;
}

function isVersion(value: Json | undefined): value is Version {
  return typeof value === 'number' || typeof value === 'string';
}

/** Reads a record, without its envelope in the answer; `undefined` where it is none. An ETag is not part of it. */
export function readRecord({ record }: ApiDescription, value: Json | undefined): Envelope | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const id = memberAt(value, record.id);
  const modifiedAt = readTime(memberAt(value, record.modified.path), record.modified.format);
  const version = record.version?.in === 'record' ? memberAt(value, record.version.path) : 0;
  if ((typeof id !== 'string' && typeof id !== 'number') || Number.isNaN(modifiedAt)) {
    return undefined;
  }
  const own = [
    record.id,
    record.modified.path,
    ...(record.version?.in === 'record' ? [record.version.path] : []),
  ];
  const properties =
    record.properties === undefined ? own.reduce(without, value) : memberAt(value, record.properties);
  const all = isObject(properties) ? properties : {};
  return {
    id: String(id),
    version: isVersion(version) ? version : 0,
    modifiedAt,
    properties: all,
  };
}

/** The body of a write, with the version where that is in the record. */
export function bodyOf({ record }: ApiDescription, properties: JsonObject, version?: Version): JsonObject {
  const written = placed({}, record.properties, properties);
  const versioned =
    record.version?.in === 'record' && version !== undefined
      ? writePath(written, record.version.path, version, () => false)
      : written;
  return placed({}, record.envelope, versioned);
}
