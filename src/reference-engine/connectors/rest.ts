import type { DatatypeModel } from '../planner/model';
import { ApiError, VersionConflict } from './http/api-error';
import { bearer, ApiClient, type Call, type ApiConventions, type ApiClientOptions } from './http/api-client';
import type { Connector, KnownRecord, ListingQuery } from './connector';
import { ensureUnchanged } from './http/unchanged';
import { isObject, type Json, type JsonObject } from '../../core/json';
import type { Envelope, ListingPage } from '../planner/envelope';

/** Asked of each page of a listing; a system may give fewer. */
const PAGE_LIMIT = 100;

/** Title and detail of a problem (RFC 9457). */
const explain: ApiConventions['explain'] = (body) => {
  const said = isObject(body) ? [body.title, body.detail] : [];
  const words = said.filter((word) => typeof word === 'string').join(': ');
  return words === '' ? undefined : words;
};

function envelopeOf(value: Json | undefined, where: string): Envelope {
  if (isObject(value)) {
    const { id, version, modifiedAt, properties } = value;
    const time = typeof modifiedAt === 'string' ? Date.parse(modifiedAt) : Number.NaN;
    if (typeof id === 'string' && !Number.isNaN(time) && isObject(properties)) {
      return { id, version: typeof version === 'number' ? version : 0, modifiedAt: time, properties };
    }
  }
  throw new ApiError(
    `${where} answered with something that is not a record {id, version, modifiedAt, properties}.`,
  );
}

function pathOf(datatype: DatatypeModel, id?: string): string {
  return [datatype.name, ...(id === undefined ? [] : [id])]
    .map((step) => `/${encodeURIComponent(step)}`)
    .join('');
}

class RestConnector implements Connector {
  private readonly transport: ApiClient;

  constructor(options: ApiClientOptions) {
    this.transport = new ApiClient(options, { authorize: bearer, explain });
  }

  nextSync(): void {
    this.transport.nextSync();
  }

  async list(datatype: DatatypeModel, { modifiedSince, cursor }: ListingQuery): Promise<ListingPage> {
    const query = {
      ...(modifiedSince === undefined ? {} : { modifiedSince: new Date(modifiedSince).toISOString() }),
      limit: String(PAGE_LIMIT),
      ...(cursor === null ? {} : { cursor }),
    };
    const { body, where } = await this.transport.send({ method: 'GET', path: pathOf(datatype), query });
    if (!isObject(body) || !Array.isArray(body.items)) {
      throw new ApiError(`${where} answered with something that is not a page {items, next}.`);
    }
    const items = (body.items as readonly Json[]).map((item) => envelopeOf(item, where));
    return { items, next: typeof body.next === 'string' ? body.next : null };
  }

  read(datatype: DatatypeModel, id: string): Promise<Envelope> {
    return this.record({ method: 'GET', path: pathOf(datatype, id) });
  }

  create(datatype: DatatypeModel, properties: JsonObject, key: string): Promise<Envelope> {
    const keyed = datatype.system.configuration.abilities.idempotencyKey;
    return this.record({
      method: 'POST',
      path: pathOf(datatype),
      ...(keyed ? { headers: { 'idempotency-key': key }, repeatable: true } : {}),
      body: { properties },
    });
  }

  /** By a merge patch; the version is demanded by `If-Match` (RFC 9110) where records have any. */
  async update(datatype: DatatypeModel, known: KnownRecord, patch: JsonObject): Promise<Envelope> {
    const guarded = datatype.system.configuration.abilities.versions;
    if (!guarded) {
      await ensureUnchanged(datatype, known, () => this.read(datatype, known.id));
    }
    try {
      return await this.record({
        method: 'PATCH',
        path: pathOf(datatype, known.id),
        headers: {
          'content-type': 'application/merge-patch+json',
          ...(guarded ? { 'if-match': `"${known.version}"` } : {}),
        },
        body: { properties: patch },
      });
    } catch (error) {
      if (error instanceof ApiError && error.status === 412) {
        throw new VersionConflict(error.message, 412);
      }
      throw error;
    }
  }

  private async record(call: Call): Promise<Envelope> {
    const { body, where } = await this.transport.send(call);
    return envelopeOf(body, where);
  }
}

/** The connector of a system that speaks the plain REST dialect. */
export function restConnector(options: ApiClientOptions): Connector {
  return new RestConnector(options);
}
