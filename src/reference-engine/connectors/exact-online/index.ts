import type { DatatypeModel } from '../../planner/model';
import { ApiError } from '../http/api-error';
import { untilTime } from '../http/backoff';
import { pick } from '../http/pick';
import { readBack } from '../http/read-back';
import { routedConnector, type ResourceConnector } from '../http/routed';
import {
  bearer,
  ApiClient,
  type ApiConventions,
  type Reply,
  type ApiClientOptions,
} from '../http/api-client';
import type { Connector, KnownRecord, ListingQuery } from '../connector';
import { ensureUnchanged } from '../http/unchanged';
import { ENTITIES, type Entity } from './entities';
import {
  entityIn,
  errorText,
  explain,
  guidLiteral,
  pageOf,
  propertiesOf,
  selection,
  timeLiteral,
  timeOf,
} from './odata';
import { isObject, type Json, type JsonObject } from '../../../core/json';
import type { Envelope, ListingPage } from '../../planner/envelope';

/** No record is older: what a filter asks for that must be there and shall leave nothing out. */
const BEFORE_ALL = 0;

/**
 * Beyond the limit of a minute or a day the API answers 429 without `Retry-After`; the headers of the limit that was hit say
 * when it ends, in milliseconds since the epoch.
 */
const UNTIL_RESET: ApiConventions['asksToWait'] = (headers, now) => {
  const waits = ['x-ratelimit-minutely-reset', 'x-ratelimit-reset'].flatMap((name) => {
    const text = headers.get(name) ?? '';
    const remaining = headers.get(name.replace('reset', 'remaining')) ?? '0';
    return /^\d{12,15}$/.test(text) && remaining === '0' ? [untilTime(headers, Number(text), now)] : [];
  });
  return waits.length === 0 ? undefined : Math.max(...waits);
};

const CONVENTIONS: ApiConventions = {
  authorize: bearer,
  explain,
  // A value that must be unique and is not is answered 500, with a text in the user's language.
  refuses: (body) => /bestaat reeds|already exists/i.test(errorText(body) ?? ''),
  asksToWait: UNTIL_RESET,
};

/** Whether an entity has been filled in, with all that the engine wants to see of it. */
function shows(entity: JsonObject | undefined, { read }: DatatypeModel, { collections }: Entity): boolean {
  const steps = read.map((path) => path.split('.')[0] ?? '');
  return (
    timeOf(entity?.Modified) !== undefined &&
    steps.every((step) => !Object.hasOwn(collections, step) && Object.hasOwn(entity ?? {}, step))
  );
}

class ExactResource implements ResourceConnector {
  constructor(
    private readonly transport: ApiClient,
    private readonly division: () => Promise<string>,
    private readonly entity: Entity,
  ) {}

  async list(
    datatype: DatatypeModel,
    { modifiedSince = BEFORE_ALL, cursor }: ListingQuery,
  ): Promise<ListingPage> {
    const reply = await this.transport.send(
      cursor === null
        ? {
            method: 'GET',
            path: await this.path(),
            query: {
              ...selection(datatype.read, this.entity),
              // Listings of accounts and items are refused without a filter.
              $filter: `Modified ge ${timeLiteral(modifiedSince)}`,
            },
          }
        : { method: 'GET', path: cursor },
    );
    const page = pageOf(reply.body);
    if (page === undefined) {
      throw new ApiError(`${reply.where} answered with something that is not a page {d: {results, __next}}.`);
    }
    return { items: page.rows.map((row) => this.envelope(datatype, row, reply)), next: page.next };
  }

  async read(datatype: DatatypeModel, id: string): Promise<Envelope> {
    const reply = await this.transport.send({
      method: 'GET',
      path: await this.path(id),
      query: selection(datatype.read, this.entity),
    });
    return this.envelope(datatype, entityIn(reply.body), reply);
  }

  async create(datatype: DatatypeModel, properties: JsonObject): Promise<Envelope> {
    const reply = await this.transport.send({
      method: 'POST',
      path: await this.path(),
      headers: { prefer: 'return=representation' },
      body: properties,
    });
    const entity = entityIn(reply.body);
    const id = entity?.[this.entity.key];
    if (typeof id !== 'string') {
      throw this.noEntity(reply);
    }
    // What an answer to POST shows differs from endpoint to endpoint: some have the key alone, and no collection is in it.
    return shows(entity, datatype, this.entity)
      ? this.envelope(datatype, entity, reply)
      : readBack(() => this.read(datatype, id));
  }

  /** PUT changes what its body holds. It is answered without the record. */
  async update(datatype: DatatypeModel, known: KnownRecord, patch: JsonObject): Promise<Envelope> {
    await ensureUnchanged(datatype, known, () => this.read(datatype, known.id));
    await this.transport.send({ method: 'PUT', path: await this.path(known.id), body: patch });
    return this.read(datatype, known.id);
  }

  private async path(id?: string): Promise<string> {
    const path = `/api/v1/${await this.division()}/${this.entity.path}`;
    return id === undefined ? path : `${path}(${guidLiteral(id)})`;
  }

  private envelope(datatype: DatatypeModel, row: Json | undefined, reply: Reply): Envelope {
    const id = isObject(row) ? row[this.entity.key] : undefined;
    const modifiedAt = isObject(row) ? timeOf(row.Modified) : undefined;
    if (!isObject(row) || typeof id !== 'string' || modifiedAt === undefined) {
      throw this.noEntity(reply);
    }
    const properties = pick(propertiesOf(row, this.entity), datatype.read);
    return { id, version: 0, modifiedAt, properties, complete: true };
  }

  private noEntity({ where }: Reply): ApiError {
    return new ApiError(
      `${where} answered with something that is not an entity {d: {${this.entity.key}, Modified, …}}.`,
    );
  }
}

/** The division in which the token's user works; asked for once. */
function divisionOf(transport: ApiClient): () => Promise<string> {
  let known: string | undefined;
  return async () => {
    if (known !== undefined) {
      return known;
    }
    const reply = await transport.send({
      method: 'GET',
      path: '/api/v1/current/Me',
      query: { $select: 'CurrentDivision' },
    });
    const [me] = pageOf(reply.body)?.rows ?? [];
    const division = isObject(me) ? me.CurrentDivision : undefined;
    if (typeof division !== 'number' && typeof division !== 'string') {
      throw new ApiError(`${reply.where} answered without a CurrentDivision.`);
    }
    known = encodeURIComponent(division);
    return known;
  };
}

/** Names of the datatypes that the connector knows, in lower case. */
export const EXACT_DATATYPES: readonly string[] = Object.keys(ENTITIES);

/** The connector of an administration of Exact Online. */
export function exactConnector(options: ApiClientOptions): Connector {
  const transport = new ApiClient(options, CONVENTIONS);
  const division = divisionOf(transport);
  const resources = Object.entries(ENTITIES).map(
    ([name, entity]) => [name, new ExactResource(transport, division, entity)] as const,
  );
  return routedConnector(transport, Object.fromEntries(resources));
}
