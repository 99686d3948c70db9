/** An API that a profile of the user's describes in data (docs/profiles.md), as a client speaks it. */
import type { ApiDescription } from '../../../protocol';
import type { DatatypeModel } from '../../planner/model';
import { overlay } from '../../planner/patch';
import { ApiError, VersionConflict } from '../http/api-error';
import {
  bearer,
  ApiClient,
  type Call,
  type ApiConventions,
  type Reply,
  type ApiClientOptions,
} from '../http/api-client';
import type { Connector, KnownRecord, ListingQuery } from '../connector';
import { ensureUnchanged } from '../http/unchanged';
import { bodyOf, memberAt, readRecord, writeTime } from './form';
import { describedPage } from './paging';
import { isObject, type Json, type JsonObject } from '../../../core/json';
import type { Envelope, ListingPage } from '../../planner/envelope';

/** What errors of common shapes say: problem details (RFC 9457), `{message}`, `{error}`, `{error: {message}}`. */
const explain: ApiConventions['explain'] = (body) => {
  const error = memberAt(body, 'error');
  const texts = [memberAt(body, 'title'), memberAt(body, 'detail'), memberAt(body, 'message')].concat(
    isObject(error) ? error.message : error,
  );
  const said = texts.filter((text): text is string => typeof text === 'string' && text !== '');
  return said.length === 0 ? undefined : said.join(': ');
};

function authorizeBy({ authentication }: ApiDescription): ApiConventions['authorize'] {
  switch (authentication.scheme) {
    case 'bearer':
      return bearer;
    case 'header':
      return (token) => ({ headers: { [authentication.name]: token } });
    case 'query':
      return (token) => ({ query: { [authentication.name]: token } });
  }
}

/** A record, and the ETag of the answer that shows it. */
interface ShownAlone {
  readonly envelope: Envelope;
  readonly etag: string | null;
}

class DescribedConnector implements Connector {
  private readonly transport: ApiClient;

  constructor(
    private readonly options: ApiClientOptions,
    private readonly api: ApiDescription,
  ) {
    this.transport = new ApiClient(options, { authorize: authorizeBy(api), explain });
  }

  nextSync(): void {
    this.transport.nextSync();
  }

  list(datatype: DatatypeModel, { modifiedSince, cursor }: ListingQuery): Promise<ListingPage> {
    const { list } = this.api;
    const path = this.pathOf(datatype);
    const since =
      list.since === undefined || modifiedSince === undefined
        ? {}
        : { [list.since.parameter]: writeTime(modifiedSince, list.since.format) };
    return describedPage(list, cursor, {
      ask: (query) => this.transport.send({ method: 'GET', path, query: { ...since, ...query } }),
      follow: (url) => this.transport.send({ method: 'GET', path: url }),
      base: `${this.options.system.configuration.baseUrl}${path}`,
      records: (reply) => this.recordsIn(reply),
    });
  }

  async read(datatype: DatatypeModel, id: string): Promise<Envelope> {
    return (await this.fetch(datatype, id)).envelope;
  }

  async create(datatype: DatatypeModel, properties: JsonObject, key: string): Promise<Envelope> {
    const keyed = this.options.system.configuration.abilities.idempotencyKey;
    const reply = await this.transport.send({
      method: 'POST',
      path: this.pathOf(datatype),
      ...(keyed ? { headers: { 'idempotency-key': key }, repeatable: true } : {}),
      body: bodyOf(this.api, properties),
    });
    return this.shown(reply);
  }

  /**
   * Where the version is in the record, a partial body carries the known one. In all other cases the record is read
   * first: for its ETag, for the properties that a whole body must not lose, or since there is no version at all.
   */
  async update(datatype: DatatypeModel, known: KnownRecord, patch: JsonObject): Promise<Envelope> {
    const { record, update } = this.api;
    if (record.version?.in === 'record' && update.body === 'partial') {
      return this.write(datatype, known, { body: bodyOf(this.api, patch, known.version) });
    }
    let fresh: ShownAlone | undefined;
    await ensureUnchanged(datatype, known, async () => {
      fresh = await this.fetch(datatype, known.id);
      return fresh.envelope;
    });
    const { etag = null, envelope } = fresh ?? {};
    const after = update.body === 'whole' ? overlay(envelope?.properties ?? {}, patch) : patch;
    const guarded = record.version?.in === 'etag' && etag !== null;
    return this.write(datatype, known, {
      body: bodyOf(this.api, after, envelope?.version),
      ...(guarded ? { headers: { 'if-match': etag } } : {}),
    });
  }

  private async write(
    datatype: DatatypeModel,
    { id }: KnownRecord,
    request: Pick<Call, 'body' | 'headers'>,
  ): Promise<Envelope> {
    const { record, update } = this.api;
    const conflict = update.conflict ?? (record.version?.in === 'etag' ? 412 : 409);
    try {
      const reply = await this.transport.send({
        method: update.method,
        path: this.pathOf(datatype, id),
        ...request,
      });
      // Some APIs answer a write with nothing.
      return reply.body === undefined ? await this.read(datatype, id) : this.shown(reply);
    } catch (error) {
      if (error instanceof ApiError && error.status === conflict && record.version !== undefined) {
        throw new VersionConflict(error.message, conflict);
      }
      throw error;
    }
  }

  private async fetch(datatype: DatatypeModel, id: string): Promise<ShownAlone> {
    const reply = await this.transport.send({ method: 'GET', path: this.pathOf(datatype, id) });
    return { envelope: this.shown(reply), etag: reply.headers.get('etag') };
  }

  private pathOf({ name, system }: DatatypeModel, id?: string): string {
    const path = Object.hasOwn(this.api.resources, name) ? this.api.resources[name] : undefined;
    if (path === undefined) {
      throw new Error(
        `The description of ${system.configuration.name} has no resource ${JSON.stringify(name)}.`,
      );
    }
    return id === undefined ? path : `${path}/${encodeURIComponent(id)}`;
  }

  private recordsIn(reply: Reply): readonly Envelope[] {
    const items = memberAt(reply.body, this.api.list.items);
    if (!Array.isArray(items)) {
      const place = this.api.list.items ?? 'its answer';
      throw new ApiError(`${reply.where} answered without a list of records at ${place}.`);
    }
    return (items as readonly Json[]).map((item) => this.record(item, reply));
  }

  private shown(reply: Reply): Envelope {
    return this.record(memberAt(reply.body, this.api.record.envelope), reply);
  }

  private record(value: Json | undefined, { where }: Reply): Envelope {
    const shown = readRecord(this.api, value);
    if (shown !== undefined) {
      return shown;
    }
    const { id, modified } = this.api.record;
    throw new ApiError(
      `${where} answered with a record without an id at ${id} or a time at ${modified.path}.`,
    );
  }
}

/** The connector of a system whose API is described. */
export function describedConnector(options: ApiClientOptions, api: ApiDescription): Connector {
  return new DescribedConnector(options, api);
}
