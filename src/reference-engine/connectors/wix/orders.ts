/**
 * eCommerce Orders API v1 (https://dev.wix.com/docs/rest/business-solutions/e-commerce/orders/introduction): no revisions, a
 * filter by time, pages by cursor. An update changes what Wix lets change; the rest of its body is ignored.
 */
import { memberOf } from '../../planner/json';
import type { DatatypeModel } from '../../planner/model';
import type { ResourceConnector } from '../http/routed';
import { objectIn, type Call, type Reply, type ApiClient } from '../http/api-client';
import type { KnownRecord, ListingQuery } from '../connector';
import { ensureUnchanged } from '../http/unchanged';
import { envelopeOf, listIn, memberIn, type Form } from './common';
import { isObject, type JsonObject } from '../../../core/json';
import type { Envelope, ListingPage } from '../../planner/envelope';

const BASE = '/ecom/v1/orders';

/** The most that a page holds. */
const PAGE_LIMIT = 100;

const FORM: Form = { modified: 'updatedDate' };

function nextIn(reply: Reply): string | null {
  const metadata = memberOf(objectIn(reply, '{metadata}'), 'metadata');
  const cursors = isObject(metadata) ? metadata.cursors : undefined;
  const next = isObject(cursors) ? cursors.next : undefined;
  return typeof next === 'string' && next !== '' ? next : null;
}

/** The first call says what is searched for; those that follow carry the cursor alone. */
function searchFor({ modifiedSince, cursor }: ListingQuery): JsonObject {
  if (cursor !== null) {
    return { cursorPaging: { limit: PAGE_LIMIT, cursor } };
  }
  const since =
    modifiedSince === undefined
      ? {}
      : { filter: { updatedDate: { $gte: new Date(modifiedSince).toISOString() } } };
  return {
    ...since,
    sort: [{ fieldName: 'updatedDate', order: 'ASC' }],
    cursorPaging: { limit: PAGE_LIMIT },
  };
}

export class OrdersResource implements ResourceConnector {
  constructor(private readonly transport: ApiClient) {}

  async list(datatype: DatatypeModel, query: ListingQuery): Promise<ListingPage> {
    const reply = await this.transport.send({
      method: 'POST',
      path: `${BASE}/search`,
      body: { search: searchFor(query) },
      repeatable: true,
    });
    const items = listIn(reply, 'orders').map((order) => envelopeOf(datatype, order, reply, FORM));
    return { items, next: nextIn(reply) };
  }

  read(datatype: DatatypeModel, id: string): Promise<Envelope> {
    return this.order(datatype, { method: 'GET', path: `${BASE}/${encodeURIComponent(id)}` });
  }

  create(datatype: DatatypeModel, properties: JsonObject): Promise<Envelope> {
    return this.order(datatype, { method: 'POST', path: BASE, body: { order: properties } });
  }

  async update(datatype: DatatypeModel, known: KnownRecord, patch: JsonObject): Promise<Envelope> {
    await ensureUnchanged(datatype, known, () => this.read(datatype, known.id));
    return this.order(datatype, {
      method: 'PATCH',
      path: `${BASE}/${encodeURIComponent(known.id)}`,
      body: { order: patch },
    });
  }

  private async order(datatype: DatatypeModel, call: Call): Promise<Envelope> {
    const reply = await this.transport.send(call);
    return envelopeOf(datatype, memberIn(reply, 'order'), reply, FORM);
  }
}
