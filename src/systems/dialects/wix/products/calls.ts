/**
 * The calls of the Stores Catalog API, version 1. It knows no revisions: the last write wins.
 *
 * @see https://dev.wix.com/docs/rest/business-solutions/stores/catalog/query-products
 */
import { isDeepStrictEqual } from 'node:util';
import type { ApiResponse, ApiRequest } from '../../../core/dialect';
import { mergePatch } from '../../../core/json';
import type { Properties, SystemRecord } from '../../../core/types';
import { parseJson, readBody } from '../body';
import { existing, holdingOf, objectAt, propertiesOf, textAt } from '../collection';
import { malformed } from '../error';
import { filterOf, find, pagingOf, sortKey, sortOf } from '../listing';
import { requestWithin } from '../parameters';
import type { SortKey } from '../listing';
import { jsonAnswer, pick } from '../present';
import { routesFor } from '../routes';
import type { WixRoute } from '../routes';
import { rewrite } from '../site';
import type { Site } from '../site';
import { PRODUCT_RULES } from './fields';
import { WRITABLE, isVisible, PRODUCT_TEXTS } from './product';
import { CREATE_PRODUCT, QUERY_PRODUCTS, UPDATE_PRODUCT } from './shapes';
import { isList, isObject } from '../../../../core/json';
import type { Json } from '../../../../core/json';

const NOT_FOUND = 'NOT_FOUND';

/** Records on a page where the call names no limit. */
const USUAL_LIMIT = 100;

/** The number before that of a site's first product; the real ones have sixteen digits, too. */
const FIRST_NUMERIC_ID = 1_600_000_000_000_000;

const BASE = '/stores/v1/products';

/** The API's reading half answers under both names. */
const READERS = [BASE, '/stores-reader/v1/products'];

/** The routes of the Stores Catalog API. */
export function productRoutes(site: Site): readonly WixRoute[] {
  const at = routesFor(site, 'Products', BASE);
  return [
    ...READERS.map((base) => routesFor(site, 'Products', base)).flatMap((reader) => [
      reader('POST', '/query', 'list', query),
      reader('GET', '/query-platformized', 'list', queryPlatformized),
      reader('GET', '/{id}', 'read', (_site, _call, id) =>
        productAnswer(existing(site.products, id, NOT_FOUND)),
      ),
    ]),
    at('POST', '', 'create', create),
    at('PATCH', '/{id}', 'update', update),
    at('DELETE', '/{id}', 'delete', (_site, _call, id) => remove(site, id)),
  ];
}

function productAnswer(record: SystemRecord): ApiResponse {
  return jsonAnswer(`{"product":${PRODUCT_TEXTS.text(record)}}`);
}

function query(site: Site, call: ApiRequest): ApiResponse {
  const body = readBody(call, QUERY_PRODUCTS);
  const asked = objectAt(body.query);
  const filter = filterOf(jsonWithin(asked.filter, 'query.filter'), PRODUCT_RULES);
  const sort = orderOf(jsonWithin(asked.sort, 'query.sort'));
  const { limit, offset } = pagingOf(asked.paging, PRODUCT_RULES, USUAL_LIMIT, site.context.pageSize());
  const found = find(site.products, filter, sort);
  const listed = body.includeHiddenProducts === true ? found : found.filter(isVisible);
  const shown = listed.slice(offset, offset + limit);
  const form = body.includeVariants === true ? 'FULL' : 'PLAIN';
  const texts = shown.map((record) => PRODUCT_TEXTS.text(record, form)).join(',');
  const metadata = { items: shown.length, offset };
  return jsonAnswer(
    `{"products":[${texts}],"metadata":${JSON.stringify(metadata)},"totalResults":${listed.length}}`,
  );
}

/**
 * The query of Wix's own client (`queryProducts` of `@wix/stores`): the request is in the parameter `.r`, filter and sort are
 * objects as in the other APIs, and so is the metadata. It has no way to ask for hidden products.
 */
function queryPlatformized(site: Site, call: ApiRequest): ApiResponse {
  const asked = objectAt(requestWithin(call.query)?.query);
  if (asked.cursorPaging !== undefined && asked.cursorPaging !== null) {
    throw malformed('query.cursorPaging', 'is not offered here: page by "paging".');
  }
  const filter = filterOf(asked.filter, PRODUCT_RULES);
  const sort = sortOf(asked.sort, PRODUCT_RULES);
  const { limit, offset } = pagingOf(asked.paging, PRODUCT_RULES, USUAL_LIMIT, site.context.pageSize());
  const listed = find(site.products, filter, sort).filter(isVisible);
  const shown = listed.slice(offset, offset + limit);
  const texts = shown.map((record) => PRODUCT_TEXTS.text(record, 'PLAIN')).join(',');
  const metadata = { count: shown.length, offset, total: listed.length };
  return jsonAnswer(`{"products":[${texts}],"metadata":${JSON.stringify(metadata)}}`);
}

function jsonWithin(text: Json | undefined, field: string): Json | undefined {
  return typeof text !== 'string' || text.trim() === '' ? undefined : parseJson(text, field);
}

/** `[{"numericId": "asc"}]`, or one such object. */
function orderOf(sort: Json | undefined): readonly SortKey[] {
  const keys = isList(sort) ? sort : sort === undefined || sort === null ? [] : [sort];
  const named = keys.flatMap((key): [string, Json][] => (isObject(key) ? Object.entries(key) : [['', key]]));
  if (named.length > PRODUCT_RULES.mostSortKeys) {
    throw malformed('query.sort', `has more than ${PRODUCT_RULES.mostSortKeys} fields.`, 'MAX_SIZE');
  }
  return named.map(([name, direction]) => {
    const word = textAt(direction).toLowerCase();
    if (word !== 'asc' && word !== 'desc') {
      throw malformed('query.sort', 'is like [{"numericId": "asc"}], with "asc" or "desc".');
    }
    return sortKey(name, word === 'desc', PRODUCT_RULES);
  });
}

/** Adds a product; its number counts on from the site's last. */
export function addProduct(site: Site, written: Properties, by: string): SystemRecord {
  const count = site.count('Products');
  const plain = textAt(written.name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60);
  const system = {
    createdAt: site.now(),
    numericId: String(FIRST_NUMERIC_ID + count),
    slug: `${plain === '' ? 'product' : plain}-${count}`,
  };
  return site.products.create(propertiesOf({ written, system }), by);
}

function create(site: Site, call: ApiRequest): ApiResponse {
  const given = objectAt(readBody(call, CREATE_PRODUCT).product);
  return productAnswer(addProduct(site, pick(given, WRITABLE), site.context.account));
}

function update(site: Site, call: ApiRequest, id: string): ApiResponse {
  const given = objectAt(readBody(call, UPDATE_PRODUCT).product);
  const record = existing(site.products, id, NOT_FOUND);
  const { written } = holdingOf(record);
  const changed = mergePatch(written, pick(given, WRITABLE));
  return productAnswer(
    isDeepStrictEqual(changed, written)
      ? record
      : rewrite(site.products, record, changed, site.context.account),
  );
}

function remove(site: Site, id: string): ApiResponse {
  existing(site.products, id, NOT_FOUND);
  site.products.remove(id);
  return jsonAnswer('{}');
}
