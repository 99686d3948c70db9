/**
 * What orders can be filtered and sorted by.
 *
 * @see https://dev.wix.com/docs/rest/api-reference/wix-e-commerce/orders/search-orders
 */
import type { SystemRecord } from '../../../core/types';
import { createdAt, textAt } from '../collection';
import { COMPARISONS, fieldAt, present, reach } from '../filter';
import type { Field, FieldType, Operator } from '../filter';
import type { ListingRules } from '../listing';
import { orderView } from './order';
import type { Json } from '../../../../core/json';

const TEXT: readonly Operator[] = ['$eq', '$ne', '$in', '$nin', '$hasSome', '$exists', '$startsWith'];
const RANGES: readonly Operator[] = [...COMPARISONS, '$in', '$exists'];

function ofView(
  path: string,
  sortable: boolean,
  type: FieldType = 'text',
  operators = TEXT,
): [string, Field] {
  const read = (record: SystemRecord): readonly Json[] => present(reach(orderView(record), path));
  return [path, fieldAt(read, { type, operators, sortable })];
}

function date(read: (record: SystemRecord) => readonly Json[]): Field {
  return fieldAt(read, { type: 'date', operators: RANGES, sortable: true });
}

const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['id', { ...fieldAt(({ id }) => [id], { type: 'text', operators: TEXT, sortable: false }), isId: true }],
  ['createdDate', date((record) => [createdAt(record)])],
  ['updatedDate', { ...date(({ modifiedAt }) => [modifiedAt]), isModification: true }],
  [
    'purchasedDate',
    date((record) => {
      const time = Date.parse(textAt(orderView(record).purchasedDate));
      return Number.isNaN(time) ? [] : [time];
    }),
  ],
  ofView('number', true),
  ofView('status', true),
  ofView('paymentStatus', true),
  ofView('fulfillmentStatus', true),
  ofView('buyerInfo.email', true),
  ofView('channelInfo.type', true),
  [
    'priceSummary.total.amount',
    fieldAt(
      (record) =>
        present(reach(orderView(record), 'priceSummary.total.amount')).flatMap((amount) => {
          const number = Number(amount);
          return Number.isFinite(number) ? [number] : [];
        }),
      { type: 'number', operators: COMPARISONS, sortable: true },
    ),
  ],
  ofView('buyerInfo.contactId', false),
  ofView('buyerInfo.memberId', false),
  ofView('channelInfo.externalOrderId', false),
  ofView('archived', false, 'boolean', ['$eq', '$ne']),
]);

export const ORDER_RULES: ListingRules = {
  fieldsOf: (name) => FIELDS.get(name),
  mostRecords: 100,
  mostSortKeys: 4,
};
