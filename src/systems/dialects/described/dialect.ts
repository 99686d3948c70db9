/** An API that a profile describes in data (docs/profiles.md): the same store, other paths, pages, versions and times. */
import type { ApiDescription } from '../../../protocol';
import type { ApiResponse, Dialect, DialectContext, ApiRequest, RequestTarget } from '../../core/dialect';
import { mergePatch } from '../../core/json';
import { createWriteChecker, type WriteChecker } from '../../http/write-checker';
import type { DatatypeStore } from '../../core/store';
import type { Properties, SystemRecord } from '../../core/types';
import { DescribedRefusal, errorResponse } from './error';
import { readRecord, showRecord, withMember, type ReadBody } from './form';
import { isLaterPage, listedPage, nextUrl } from './query';
import type { Json } from '../../../core/json';

/** The largest body that is taken, in bytes: 1 MiB. */
const MAXIMUM_BODY_BYTES = 1024 * 1024;

/** One datatype as the API serves it. */
interface Resource {
  readonly datatype: string;
  readonly path: string;
  readonly records: DatatypeStore;
  readonly check: WriteChecker;
}

interface Routed {
  readonly resource: Resource;
  readonly id?: string;
}

function resourcesOf({ resources }: ApiDescription, { store, schema }: DialectContext): Resource[] {
  return Object.entries(resources).flatMap(([datatype, path]) => {
    const [records, facts] = [store.datatype(datatype), schema[datatype]];
    return records === undefined || facts === undefined
      ? []
      : [{ datatype, path, records, check: createWriteChecker(facts) }];
  });
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    throw new DescribedRefusal(400, `"${step}" in the path is not percent-encoded UTF-8.`);
  }
}

function jsonResponse(
  status: number,
  value: Json,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function bodyOf({ body, headers }: ApiRequest): Json {
  const mediaType = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (body === undefined || body.bytes === 0) {
    throw new DescribedRefusal(400, 'The body is empty; send JSON.');
  }
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(mediaType)) {
    throw new DescribedRefusal(415, `The content type is "${mediaType}"; send application/json.`);
  }
  if (body.bytes > MAXIMUM_BODY_BYTES) {
    throw new DescribedRefusal(
      413,
      `The body has ${body.bytes} bytes, and ${MAXIMUM_BODY_BYTES} are taken at most.`,
    );
  }
  if (body.text === undefined) {
    throw new DescribedRefusal(400, 'The body is no UTF-8.');
  }
  try {
    return JSON.parse(body.text) as Json;
  } catch (error) {
    throw new DescribedRefusal(400, `The body is no JSON: ${(error as Error).message}`);
  }
}

/** One system that speaks a described API. */
class DescribedSpeaker {
  private readonly resources: readonly Resource[];

  constructor(
    private readonly api: ApiDescription,
    private readonly context: DialectContext,
  ) {
    this.resources = resourcesOf(api, context);
  }

  answer(call: ApiRequest): ApiResponse {
    try {
      this.authenticate(call);
      const routed = this.route(call.path);
      const given =
        routed.id === undefined
          ? this.onDatatype(call, routed.resource)
          : this.onRecord(call, routed.resource, routed.id);
      return call.method === 'HEAD' ? { status: given.status, headers: given.headers } : given;
    } catch (error) {
      if (error instanceof DescribedRefusal) {
        return errorResponse(error, this.conflict);
      }
      throw error;
    }
  }

  targetOf({ method, path, query }: ApiRequest): RequestTarget {
    try {
      const { resource, id } = this.route(path);
      const { datatype } = resource;
      if (id === undefined && method === 'GET') {
        const continues = isLaterPage(query, this.api.list.paging);
        return { datatype, operation: 'list', ...(continues ? { continues } : {}) };
      }
      if (id === undefined) {
        return { datatype, operation: method === 'POST' ? 'create' : 'other' };
      }
      const update = method === this.api.update.method ? 'update' : 'other';
      return { datatype, id, operation: method === 'GET' ? 'read' : method === 'DELETE' ? 'delete' : update };
    } catch {
      return { operation: 'other' };
    }
  }

  private get conflict(): number {
    return this.api.update.conflict ?? (this.api.record.version?.in === 'etag' ? 412 : 409);
  }

  private authenticate({ headers, query }: ApiRequest): void {
    const { authentication } = this.api;
    const { token } = this.context;
    const given =
      authentication.scheme === 'bearer'
        ? /^Bearer +(.*)$/i.exec(headers.get('authorization') ?? '')?.[1]
        : authentication.scheme === 'header'
          ? headers.get(authentication.name)
          : new URLSearchParams(query).get(authentication.name);
    if (given !== token) {
      throw new DescribedRefusal(401, 'The token is missing or wrong.');
    }
  }

  private route(path: string | undefined): Routed {
    for (const resource of path === undefined ? [] : this.resources) {
      if (path === resource.path) {
        return { resource };
      }
      const below =
        path?.startsWith(`${resource.path}/`) === true ? path.slice(resource.path.length + 1) : '';
      if (below !== '' && !below.includes('/')) {
        return { resource, id: decoded(below) };
      }
    }
    const known = this.resources.map(({ path: each }) => each).join(', ');
    throw new DescribedRefusal(404, `There is nothing at this path; there is ${known}.`);
  }

  /** The query without the token. */
  private queryOf({ query }: ApiRequest): string {
    const { authentication } = this.api;
    if (authentication.scheme !== 'query') {
      return query;
    }
    const parameters = new URLSearchParams(query);
    parameters.delete(authentication.name);
    return parameters.toString();
  }

  private onDatatype(call: ApiRequest, resource: Resource): ApiResponse {
    if (call.method === 'GET' || call.method === 'HEAD') {
      return this.list(call, resource);
    }
    if (call.method === 'POST') {
      return this.create(call, resource);
    }
    throw new DescribedRefusal(405, `${call.method} is not allowed here; GET and POST are.`, {
      allow: 'GET, POST',
    });
  }

  private onRecord(call: ApiRequest, resource: Resource, id: string): ApiResponse {
    const { method } = this.api.update;
    const record = resource.records.get(id);
    if (!['GET', 'HEAD', method, 'DELETE'].includes(call.method)) {
      const allow = `GET, ${method}, DELETE`;
      throw new DescribedRefusal(405, `${call.method} is not allowed here; ${allow} are.`, { allow });
    }
    if (record === undefined) {
      throw new DescribedRefusal(404, `There is no record "${id}" here.`);
    }
    if (call.method === method) {
      return this.update(call, resource, record);
    }
    if (call.method !== 'DELETE') {
      return this.recordAnswer(200, record);
    }
    resource.records.remove(id);
    return { status: 204, headers: {} };
  }

  private list(call: ApiRequest, { datatype, path, records }: Resource): ApiResponse {
    const { items, paging } = this.api.list;
    const query = this.queryOf(call);
    const page = listedPage(query, this.api, records, datatype, this.context.pageSize());
    const shown = page.records.map((record) => showRecord(record, this.api.record));
    const base = items === undefined ? undefined : withMember({}, items, shown);
    if (base === undefined && paging.style !== 'link') {
      return jsonResponse(200, shown);
    }
    if (paging.style === 'link') {
      const url =
        page.next === undefined ? null : nextUrl(`${this.context.baseUrl}${path}`, query, page.next);
      if (paging.next !== undefined) {
        return jsonResponse(200, withMember(base ?? {}, paging.next, url));
      }
      return jsonResponse(200, base ?? shown, url === null ? {} : { link: `<${url}>; rel="next"` });
    }
    const next = paging.style === 'cursor' ? withMember(base ?? {}, paging.next, page.next ?? null) : base;
    return jsonResponse(200, next ?? shown);
  }

  private create(call: ApiRequest, { records, check }: Resource): ApiResponse {
    const { properties } = this.readBody(call);
    this.refuseViolations(check.created(properties));
    return this.recordAnswer(201, records.create(properties, this.context.account));
  }

  private update(call: ApiRequest, { records, check }: Resource, record: SystemRecord): ApiResponse {
    const { properties, version } = this.readBody(call);
    this.requireVersion(call, version, record);
    const whole = this.api.update.body === 'whole';
    const after: Properties = whole ? properties : mergePatch(record.properties, properties);
    this.refuseViolations(check.changed(properties, record.properties, after));
    if (JSON.stringify(after) === JSON.stringify(record.properties)) {
      return this.recordAnswer(200, record);
    }
    return this.recordAnswer(200, records.change(record.id, after, this.context.account));
  }

  private readBody(call: ApiRequest): ReadBody {
    const { envelope = '', properties = '' } = this.api.record;
    const read = readRecord(bodyOf(call), this.api.record);
    if (read !== undefined) {
      return read;
    }
    const place = [envelope, properties].filter((each) => each !== '').join('.');
    throw new DescribedRefusal(
      400,
      `The body must be a JSON object${place === '' ? '' : ` with the properties in "${place}"`}.`,
    );
  }

  private requireVersion({ headers }: ApiRequest, version: Json | undefined, record: SystemRecord): void {
    const form = this.api.record.version;
    const given = form?.in === 'etag' ? headers.get('if-match') : version;
    if (form === undefined || given === undefined || given === null || given === '*') {
      return;
    }
    const present = form.in === 'etag' ? `"${record.version}"` : record.version;
    if (given !== present) {
      throw new DescribedRefusal(
        this.conflict,
        `Record "${record.id}" has another version by now; read it again.`,
      );
    }
  }

  private refuseViolations(violations: ReturnType<WriteChecker['created']>): void {
    if (violations.length === 0) {
      return;
    }
    const detail = violations.map(({ property, detail: each }) => `"${property}" ${each}`).join('; ');
    throw new DescribedRefusal(422, `${detail}.`);
  }

  private recordAnswer(status: number, record: SystemRecord): ApiResponse {
    const { envelope, version } = this.api.record;
    const shown = showRecord(record, this.api.record);
    const etag = version?.in === 'etag' ? { etag: `"${record.version}"` } : {};
    return jsonResponse(status, envelope === undefined ? shown : withMember({}, envelope, shown), etag);
  }
}

/** The dialect of an API that is described in data. */
export function describedDialect(api: ApiDescription): Dialect {
  return (context) => {
    const handler = new DescribedSpeaker(api, context);
    return {
      answer: (call) => handler.answer(call),
      targetOf: (call) => handler.targetOf(call),
      refuse: ({ status, detail, headers = {} }) => {
        const { unexpected, ...given } = errorResponse(new DescribedRefusal(status, detail, headers), status);
        return unexpected === undefined ? given : { ...given };
      },
    };
  };
}
