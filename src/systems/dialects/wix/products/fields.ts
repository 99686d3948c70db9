/**
 * What products can be filtered and sorted by. Both are sent as texts of JSON.
 *
 * @see https://dev.wix.com/docs/rest/business-solutions/stores/stores-schema-for-wix-search
 */
import type { SystemRecord } from '../../../core/types';
import { createdAt, holdingOf, objectAt } from '../collection';
import { fieldAt, present, reach } from '../filter';
import type { Field, FieldType, Operator } from '../filter';
import type { ListingRules } from '../listing';
import { productView } from './product';
import type { Json } from '../../../../core/json';

const TEXT: readonly Operator[] = ['$eq', '$ne', '$hasSome', '$contains', '$startsWith'];
const EXACT: readonly Operator[] = ['$eq', '$ne', '$hasSome'];
const RANGES: readonly Operator[] = [...EXACT, '$lt', '$lte', '$gt', '$gte'];

function ofView(
  path: string,
  operators: readonly Operator[],
  sortable: boolean,
  type: FieldType = 'text',
): Field {
  const read = (record: SystemRecord): readonly Json[] => present(reach(productView(record), path));
  return fieldAt(read, { type, operators, sortable });
}

function date(read: (record: SystemRecord) => readonly Json[]): Field {
  return fieldAt(read, { type: 'date', operators: RANGES, sortable: true });
}

const PRICE = fieldAt((record) => present(objectAt(holdingOf(record).written.priceData).price), {
  type: 'number',
  operators: RANGES,
  sortable: true,
});

const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['id', { ...fieldAt(({ id }) => [id], { type: 'text', operators: EXACT, sortable: true }), isId: true }],
  ['name', ofView('name', TEXT, true)],
  ['description', ofView('description', TEXT, false)],
  ['sku', ofView('sku', TEXT, true)],
  ['slug', ofView('slug', TEXT, true)],
  ['productType', ofView('productType', EXACT, true)],
  ['inventoryStatus', ofView('stock.inventoryStatus', EXACT, false)],
  ['price', PRICE],
  ['priceData.price', PRICE],
  ['numericId', ofView('numericId', RANGES, true, 'digits')],
  ['lastUpdated', { ...date(({ modifiedAt }) => [modifiedAt]), isModification: true }],
  ['createdDate', date((record) => [createdAt(record)])],
]);

export const PRODUCT_RULES: ListingRules = {
  fieldsOf: (name) => FIELDS.get(name),
  mostRecords: 100,
  mostSortKeys: 4,
};
