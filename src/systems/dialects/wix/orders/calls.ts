/**
 * The calls of the eCommerce Orders API, version 1. It knows no revisions, and no call that deletes an order.
 *
 * @see https://dev.wix.com/docs/rest/business-solutions/e-commerce/orders/introduction
 */
import { isDeepStrictEqual } from 'node:util';
import type { ApiResponse, ApiRequest } from '../../../core/dialect';
import { mergePatch } from '../../../core/json';
import type { Properties, SystemRecord } from '../../../core/types';
import { readBody } from '../body';
import { existing, holdingOf, objectAt, propertiesOf, textAt, unknownRecord } from '../collection';
import { businessRule, malformed, unfitValue } from '../error';
import { comparePlaces, filterOf, find, pagingOf, placeOf, sortKey, sortOf } from '../listing';
import type { SortKey } from '../listing';
import { jsonAnswer, omit, pick } from '../present';
import { routesFor } from '../routes';
import type { WixRoute } from '../routes';
import { rewrite } from '../site';
import type { Site } from '../site';
import { readCursor, writeCursor } from './cursor';
import type { Cursor } from './cursor';
import { ORDER_RULES } from './fields';
import { isShown, ORDER_TEXTS } from './order';
import { CREATE_ORDER, SEARCH_ORDERS, UPDATE_ORDER } from './shapes';
import { isObject } from '../../../../core/json';
import type { Json } from '../../../../core/json';

const NOT_FOUND = 'ORDER_NOT_FOUND';

/** Records on a page where the call names no limit. */
const USUAL_LIMIT = 100;

/** The number of a site's first order. */
export const FIRST_NUMBER = 10_001;

/** What Update Order may change; everything else that is sent is ignored. */
const WRITABLE = [
  'buyerInfo.email',
  'buyerLanguage',
  'weightUnit',
  'billingInfo.address',
  'billingInfo.contactDetails',
  'archived',
  'attributionSource',
  'seenByAHuman',
  'recipientInfo.address',
  'recipientInfo.contactDetails',
  'shippingInfo.logistics.shippingDestination.address',
  'shippingInfo.logistics.shippingDestination.contactDetails',
];

const BASE = '/ecom/v1/orders';

/** The routes of the Orders API. */
export function orderRoutes(site: Site): readonly WixRoute[] {
  const at = routesFor(site, 'Orders', BASE);
  return [
    at('POST', '/search', 'list', search),
    at('POST', '', 'create', create),
    at('GET', '/{id}', 'read', (_site, _call, id) => orderAnswer(shown(site, id))),
    at('PATCH', '/{id}', 'update', update),
    at('POST', '/{id}/cancel', 'update', (_site, _call, id) => cancel(site, id)),
  ];
}

function orderAnswer(record: SystemRecord): ApiResponse {
  return jsonAnswer(`{"order":${ORDER_TEXTS.text(record)}}`);
}

function shown(site: Site, id: string): SystemRecord {
  const record = existing(site.orders, id, NOT_FOUND);
  if (!isShown(record)) {
    throw unknownRecord(id, NOT_FOUND);
  }
  return record;
}

function search(site: Site, call: ApiRequest): ApiResponse {
  const asked = objectAt(readBody(call, SEARCH_ORDERS).search);
  const paging = objectAt(asked.cursorPaging);
  const cursor = textAt(paging.cursor);
  const from = cursor === '' ? undefined : readCursor(cursor);
  if (from !== undefined && (asked.filter !== undefined || asked.sort !== undefined)) {
    throw malformed('search', 'A cursor contains the whole search: send it without filter and sort.');
  }
  const { limit } = pagingOf(
    { limit: paging.limit ?? null },
    ORDER_RULES,
    USUAL_LIMIT,
    site.context.pageSize(),
  );
  return page(site, from ?? { filter: asked.filter ?? null, sort: asked.sort ?? null, place: [] }, limit);
}

/** Newest first, unless something else is asked for. */
function orderOf(sort: Json): readonly SortKey[] {
  const keys = sortOf(sort, ORDER_RULES);
  return keys.length > 0 ? keys : [sortKey('createdDate', true, ORDER_RULES)];
}

function page(site: Site, { filter, sort, place }: Cursor, limit: number): ApiResponse {
  const keys = orderOf(sort);
  const [first] = keys;
  const since =
    first?.field.isModification === true && !first.descending && typeof place[0] === 'number'
      ? place[0]
      : undefined;
  const left = find(site.orders, filterOf(filter, ORDER_RULES), keys, since)
    .filter(isShown)
    .filter((record) => place.length === 0 || comparePlaces(placeOf(record, keys), place, keys) > 0);
  const orders = left.slice(0, limit);
  const last = orders.at(-1);
  const hasNext = left.length > orders.length;
  const cursors =
    hasNext && last !== undefined ? { next: writeCursor({ filter, sort, place: placeOf(last, keys) }) } : {};
  const metadata = { count: orders.length, cursors, hasNext };
  const texts = orders.map((record) => ORDER_TEXTS.text(record)).join(',');
  return jsonAnswer(`{"orders":[${texts}],"metadata":${JSON.stringify(metadata)}}`);
}

/** Adds an order; the number counts on from the site's last. */
export function addOrder(site: Site, written: Properties, by: string): SystemRecord {
  const number = String(FIRST_NUMBER - 1 + site.count('Orders'));
  return site.orders.create(propertiesOf({ written, system: { createdAt: site.now(), number } }), by);
}

function create(site: Site, call: ApiRequest): ApiResponse {
  const given = objectAt(readBody(call, CREATE_ORDER).order);
  const purchased = Date.parse(textAt(given.purchasedDate));
  if (purchased > site.now()) {
    throw businessRule(400, 'PURCHASED_DATE_CANNOT_BE_IN_FUTURE', 'The order was purchased in the future.');
  }
  const written = omit(given, ['id', 'number', 'createdDate', 'updatedDate']);
  return orderAnswer(addOrder(site, written, site.context.account));
}

function update(site: Site, call: ApiRequest, id: string): ApiResponse {
  const given = objectAt(readBody(call, UPDATE_ORDER).order);
  const record = shown(site, id);
  const { written } = holdingOf(record);
  refuseUnsettled(written.status);
  refuseRemoval(given);
  const patch = pick(given, WRITABLE);
  return orderAnswer(write(site, record, mergePatch(written, patch)));
}

function refuseUnsettled(status: Json | undefined): void {
  if (status === 'PENDING' || status === 'REJECTED') {
    throw businessRule(
      428,
      `ORDER_IS_${status}`,
      `The order is ${status.toLowerCase()} and cannot be changed.`,
    );
  }
}

/** Null takes a value away, but the buyer and the contact details of an order cannot be taken away. */
function refuseRemoval(given: Properties): void {
  const parts: readonly (readonly [string, Json | undefined])[] = [
    ['buyerInfo', given.buyerInfo],
    ['billingInfo.contactDetails', contactDetails(given.billingInfo)],
    ['recipientInfo.contactDetails', contactDetails(given.recipientInfo)],
  ];
  const removed = parts.find(([, value]) => value === null);
  if (removed !== undefined) {
    const description = 'cannot be removed.';
    throw unfitValue({ field: `order.${removed[0]}`, description, violatedRule: 'REQUIRED_FIELD' });
  }
}

function contactDetails(party: Json | undefined): Json | undefined {
  return isObject(party) ? party.contactDetails : undefined;
}

function write(site: Site, record: SystemRecord, written: Properties): SystemRecord {
  return isDeepStrictEqual(written, holdingOf(record).written)
    ? record
    : rewrite(site.orders, record, written, site.context.account);
}

function cancel(site: Site, id: string): ApiResponse {
  const record = shown(site, id);
  const { written } = holdingOf(record);
  refuseUnsettled(written.status);
  return orderAnswer(write(site, record, { ...written, status: 'CANCELED' }));
}
