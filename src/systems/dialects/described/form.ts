/** Records as a described API shows them, and the properties that a body of it holds. */
import type { ApiDescription, TimeFormat } from '../../../protocol';
import type { Properties, SystemRecord } from '../../core/types';
import { readInstant } from '../../http/parameters';
import { isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

type RecordForm = ApiDescription['record'];

/** A time as the API writes it. */
export function writeTime(milliseconds: number, format: TimeFormat): string | number {
  if (format === 'rfc3339') {
    return new Date(milliseconds).toISOString();
  }
  return format === 'epoch-seconds' ? Math.floor(milliseconds / 1000) : milliseconds;
}

/** Milliseconds since the epoch; `undefined` where the text is not such a time. */
export function readTime(text: string, format: TimeFormat): number | undefined {
  if (format === 'rfc3339') {
    return readInstant(text);
  }
  if (!/^\d{1,15}$/.test(text)) {
    return undefined;
  }
  return format === 'epoch-seconds' ? Number(text) * 1000 : Number(text);
}

/** The object with a value at a dotted path; what is in the way of the path is replaced. */
export function withMember(object: Properties, path: string, value: Json): Properties {
  const [step = '', ...rest] = path.split('.');
  const members = new Map(Object.entries(object));
  const present = members.get(step);
  members.set(
    step,
    rest.length === 0 ? value : withMember(isObject(present) ? present : {}, rest.join('.'), value),
  );
  return Object.fromEntries(members);
}

/** The value at a dotted path through objects. */
export function memberAt(value: Json, path: string | undefined): Json | undefined {
  if (path === undefined) {
    return value;
  }
  return path
    .split('.')
    .reduce<Json | undefined>(
      (found, step) => (isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined),
      value,
    );
}

/** The object without what is at a dotted path; an object that would be left empty is removed too. */
function withoutMember(object: Properties, path: string): Properties {
  const [step = '', ...rest] = path.split('.');
  const members = new Map(Object.entries(object));
  const present = members.get(step);
  members.delete(step);
  if (rest.length > 0 && isObject(present)) {
    const left = withoutMember(present, rest.join('.'));
    if (Object.keys(left).length > 0) {
      members.set(step, left);
    }
  }
  return Object.fromEntries(members);
}

/** A record as the API shows it, without envelope. */
export function showRecord(
  { id, modifiedAt, version, properties }: SystemRecord,
  form: RecordForm,
): Properties {
  let shown = form.properties === undefined ? properties : withMember({}, form.properties, properties);
  shown = withMember(shown, form.id, id);
  shown = withMember(shown, form.modified.path, writeTime(modifiedAt, form.modified.format));
  return form.version?.in === 'record' ? withMember(shown, form.version.path, version) : shown;
}

/** What a body holds: the properties, and the version that it demands. */
export interface ReadBody {
  readonly properties: Properties;
  readonly version?: Json;
}

/** Reads a record out of a body; `undefined` where there is none at its place. What only the system sets is passed over. */
export function readRecord(body: Json, form: RecordForm): ReadBody | undefined {
  const record = memberAt(body, form.envelope);
  if (!isObject(record)) {
    return undefined;
  }
  const version = form.version?.in === 'record' ? memberAt(record, form.version.path) : undefined;
  const demanded = version === undefined ? {} : { version };
  if (form.properties !== undefined) {
    const properties = memberAt(record, form.properties);
    return isObject(properties) ? { properties, ...demanded } : undefined;
  }
  const own = [form.id, form.modified.path, ...(form.version?.in === 'record' ? [form.version.path] : [])];
  return { properties: own.reduce(withoutMember, record), ...demanded };
}
