/**
 * Stores catalog v1 (https://dev.wix.com/docs/rest/business-solutions/stores/catalog/query-products): no revisions, filter and
 * sort as texts of JSON. Listings by offset end at 10,000 products, so pages go by `numericId`, which only grows.
 */
import { memberOf } from '../../planner/json';
import type { DatatypeModel } from '../../planner/model';
import type { ResourceConnector } from '../http/routed';
import type { Call, ApiClient } from '../http/api-client';
import type { KnownRecord, ListingQuery } from '../connector';
import { ensureUnchanged } from '../http/unchanged';
import { envelopeOf, listIn, memberIn, type Form } from './common';
import { isObject, type JsonObject } from '../../../core/json';
import type { Envelope, ListingPage } from '../../planner/envelope';

const BASE = '/stores/v1/products';

/** The most that a page holds. */
const PAGE_LIMIT = 100;

const FORM: Form = { modified: 'lastUpdated' };

export class ProductsResource implements ResourceConnector {
  constructor(private readonly transport: ApiClient) {}

  /** All products, the hidden ones too, whatever changed: no documented filter goes by the time of change. */
  async list(datatype: DatatypeModel, { cursor }: ListingQuery): Promise<ListingPage> {
    const behind = cursor === null ? {} : { filter: JSON.stringify({ numericId: { $gt: cursor } }) };
    const reply = await this.transport.send({
      method: 'POST',
      path: `${BASE}/query`,
      body: {
        query: { ...behind, sort: JSON.stringify([{ numericId: 'asc' }]), paging: { limit: PAGE_LIMIT } },
        includeHiddenProducts: true,
      },
      repeatable: true,
    });
    const products = listIn(reply, 'products');
    const last = products.at(-1);
    const numericId = isObject(last) ? memberOf(last, 'numericId') : undefined;
    return {
      items: products.map((product) => envelopeOf(datatype, product, reply, FORM)),
      // A page may be shorter than it was asked for; only an empty one is surely the last.
      next: typeof numericId === 'string' ? numericId : null,
    };
  }

  read(datatype: DatatypeModel, id: string): Promise<Envelope> {
    return this.product(datatype, { method: 'GET', path: `${BASE}/${encodeURIComponent(id)}` });
  }

  create(datatype: DatatypeModel, properties: JsonObject): Promise<Envelope> {
    return this.product(datatype, { method: 'POST', path: BASE, body: { product: properties } });
  }

  async update(datatype: DatatypeModel, known: KnownRecord, patch: JsonObject): Promise<Envelope> {
    await ensureUnchanged(datatype, known, () => this.read(datatype, known.id));
    return this.product(datatype, {
      method: 'PATCH',
      path: `${BASE}/${encodeURIComponent(known.id)}`,
      body: { product: patch },
    });
  }

  private async product(datatype: DatatypeModel, call: Call): Promise<Envelope> {
    const reply = await this.transport.send(call);
    return envelopeOf(datatype, memberIn(reply, 'product'), reply, FORM);
  }
}
