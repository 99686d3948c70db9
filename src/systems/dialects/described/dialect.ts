/** An API that a profile describes in data (docs/profiles.md): the same store, other paths, pages, versions and times. */
import type { ApiDescription } from '../../../protocol';
import type { ApiResponse, Dialect, DialectContext, ApiRequest, RequestTarget } from '../../core/dialect';
import { mergePatch } from '../../core/json';
import type { DatatypeStore } from '../../core/store';
import type { Properties, SystemRecord } from '../../core/types';
import { queryWithoutToken, tokenOf } from '../../http/authorization';
import { MAXIMUM_BODY_BYTES, readJsonBody } from '../../http/body';
import type { BodyProblem, BodyRules } from '../../http/body';
import { decodePathStep } from '../../http/parameters';
import { answerCall, jsonResponse } from '../../http/responses';
import { createWriteChecker, describeViolations, type WriteChecker } from '../../http/write-checker';
import { DescribedRefusal } from './error';
import { readRecord, showRecord, withMember, type ReadBody } from './form';
import { isLaterPage, listedPage, nextUrl } from './query';
import type { Json } from '../../../core/json';

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
  const text = decodePathStep(step);
  if (text === undefined) {
    throw new DescribedRefusal(400, `"${step}" in the path is not percent-encoded UTF-8.`);
  }
  return text;
}

function valueResponse(
  status: number,
  value: Json,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return jsonResponse(status, JSON.stringify(value), headers);
}

/** The statuses of bodies that are not taken; 400 for the others. */
const STATUS_OF_BODY: Partial<Record<BodyProblem['kind'], number>> = { 'media-type': 415, 'too-large': 413 };

const BODY_RULES: BodyRules = {
  maximumBytes: MAXIMUM_BODY_BYTES,
  takes: (mediaType) => /^application\/(?:[\w.-]+\+)?json$/.test(mediaType),
  emptyFirst: true,
  refuse: ({ kind, detail }) => {
    const advice = kind === 'media-type' ? '; send application/json' : '';
    return new DescribedRefusal(STATUS_OF_BODY[kind] ?? 400, `The body ${detail}${advice}.`);
  },
};

/** One system that speaks a described API. */
class DescribedApi {
  private readonly resources: readonly Resource[];

  constructor(
    private readonly api: ApiDescription,
    private readonly context: DialectContext,
  ) {
    this.resources = resourcesOf(api, context);
  }

  answer(call: ApiRequest): ApiResponse {
    return answerCall(call, () => {
      this.authenticate(call);
      const { resource, id } = this.route(call.path);
      return id === undefined ? this.onDatatype(call, resource) : this.onRecord(call, resource, id);
    });
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

  private authenticate(call: ApiRequest): void {
    if (tokenOf(call, this.api.authentication) !== this.context.token) {
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

  private onDatatype(call: ApiRequest, resource: Resource): ApiResponse {
    if (call.method === 'GET' || call.method === 'HEAD') {
      return this.list(call, resource);
    }
    if (call.method === 'POST') {
      return this.create(call, resource);
    }
    throw new DescribedRefusal(405, `${call.method} is not allowed here; GET and POST are.`, {
      headers: { allow: 'GET, POST' },
    });
  }

  private onRecord(call: ApiRequest, resource: Resource, id: string): ApiResponse {
    const { method } = this.api.update;
    const record = resource.records.get(id);
    if (!['GET', 'HEAD', method, 'DELETE'].includes(call.method)) {
      const allow = `GET, ${method}, DELETE`;
      throw new DescribedRefusal(405, `${call.method} is not allowed here; ${allow} are.`, {
        headers: { allow },
      });
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
    const query = queryWithoutToken(call.query, this.api.authentication);
    const page = listedPage(query, this.api, records, datatype, this.context.pageSize());
    const shown = page.records.map((record) => showRecord(record, this.api.record));
    const base = items === undefined ? undefined : withMember({}, items, shown);
    if (base === undefined && paging.style !== 'link') {
      return valueResponse(200, shown);
    }
    if (paging.style === 'link') {
      const url =
        page.next === undefined ? null : nextUrl(`${this.context.baseUrl}${path}`, query, page.next);
      if (paging.next !== undefined) {
        return valueResponse(200, withMember(base ?? {}, paging.next, url));
      }
      return valueResponse(200, base ?? shown, url === null ? {} : { link: `<${url}>; rel="next"` });
    }
    const next = paging.style === 'cursor' ? withMember(base ?? {}, paging.next, page.next ?? null) : base;
    return valueResponse(200, next ?? shown);
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
    const read = readRecord(readJsonBody(call, BODY_RULES), this.api.record);
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
        { ordinary: true },
      );
    }
  }

  private refuseViolations(violations: ReturnType<WriteChecker['created']>): void {
    if (violations.length === 0) {
      return;
    }
    throw new DescribedRefusal(422, describeViolations(violations));
  }

  private recordAnswer(status: number, record: SystemRecord): ApiResponse {
    const { envelope, version } = this.api.record;
    const shown = showRecord(record, this.api.record);
    const etag = version?.in === 'etag' ? { etag: `"${record.version}"` } : {};
    return valueResponse(status, envelope === undefined ? shown : withMember({}, envelope, shown), etag);
  }
}

/** The dialect of an API that is described in data. */
export function describedDialect(api: ApiDescription): Dialect {
  return (context) => {
    const handler = new DescribedApi(api, context);
    return {
      answer: (call) => handler.answer(call),
      targetOf: (call) => handler.targetOf(call),
      refuse: ({ status, detail, headers = {} }) =>
        new DescribedRefusal(status, detail, { headers }).response(),
    };
  };
}
