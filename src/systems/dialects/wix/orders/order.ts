/**
 * eCommerce Orders v1: how an order looks.
 *
 * @see https://dev.wix.com/docs/rest/business-solutions/e-commerce/orders/introduction
 */
import { mergePatch } from '../../../core/json';
import { guidOf } from '../../../core/guid';
import type { Properties, SystemRecord } from '../../../core/types';
import { createdAt, holdingOf, listAt, objectAt } from '../collection';
import { createPresentation, isoTime, withoutBlanks } from '../present';
import { isObject } from '../../../../core/json';
import type { Json } from '../../../../core/json';

/** What an order says that nobody filled in. */
const USUAL: Properties = {
  status: 'APPROVED',
  paymentStatus: 'NOT_PAID',
  fulfillmentStatus: 'NOT_FULFILLED',
  archived: false,
  currency: 'USD',
};

/** The order as Wix gives it. Line items without an id get one; it is the same in every answer. */
export function orderView(record: SystemRecord): Properties {
  const { written, system } = holdingOf(record);
  const created = isoTime(createdAt(record));
  const usual = { number: system.number ?? null, purchasedDate: created, ...USUAL };
  const lineItems = listAt(written.lineItems).map((item, index) => lineItemView(item, record.id, index));
  return {
    ...withoutBlanks({
      ...mergePatch(usual, withoutBlanks(written)),
      id: record.id,
      createdDate: created,
      updatedDate: isoTime(record.modifiedAt),
    }),
    lineItems,
  };
}

function lineItemView(item: Json, orderId: string, index: number): Json {
  const { id, ...rest } = objectAt(item);
  const own = typeof id === 'string' && id !== '' ? id : guidOf(orderId, 'line item', index);
  return isObject(item) ? { id: own, ...rest } : item;
}

/** Orders that are not placed yet are never shown. */
export function isShown(record: SystemRecord): boolean {
  return holdingOf(record).written.status !== 'INITIALIZED';
}

export const ORDER_TEXTS = createPresentation(orderView);
