/** Values that are worked out whenever they are read. */
import { guidOf } from '../../../core/guid';
import type { Computation, EntityName } from './types';

/**
 * The customer of orders without one. Like the stock item it is in every administration from the beginning, under the same
 * key; the token's user may read and name it, and finds it in no listing.
 */
export const STOCK_ACCOUNT = guidOf('exact-online', 'stock', 'account');

/** The item of order lines without one. */
export const STOCK_ITEM = guidOf('exact-online', 'stock', 'item');

const REGIONS = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** The GUID of whoever writes under a name; the same in every administration. */
export function userOf(account: string): string {
  return guidOf('exact-online', 'user', account);
}

/** What every entity says of itself. */
export const OF_EVERY_ENTITY: readonly (readonly [string, Computation])[] = [
  ['Modified', ({ modifiedAt }) => new Date(modifiedAt).toISOString()],
  ['Modifier', ({ modifiedBy }) => userOf(modifiedBy)],
  ['ModifierFullName', ({ modifiedBy }) => modifiedBy],
  ['Division', (_record, { division }) => division],
];

/** A property of the record that another one refers to: `OrderedByName` is the `Name` of `OrderedBy`. */
export function referred(from: EntityName, by: string, to: EntityName, property: string): Computation {
  return (record, around) => {
    const key = around.valueOf(from, record, by);
    const target = typeof key === 'string' ? around.find(to, key) : undefined;
    return target === undefined ? null : around.valueOf(to, target, property);
  };
}

/** The English name of the country. */
export const countryName: Computation = (record, around) => {
  const code = around.valueOf('Accounts', record, 'Country');
  return typeof code === 'string' && /^[A-Z]{2}$/i.test(code)
    ? (REGIONS.of(code.toUpperCase()) ?? null)
    : null;
};

/** The texts of an order's states (https://start.exactonline.nl/docs/HlpRestAPIResourcesDetails.aspx?name=SalesOrderSalesOrders). */
const STATES: Readonly<Record<number, string>> = {
  12: 'Open',
  20: 'Partial',
  21: 'Complete',
  45: 'Cancelled',
};

/** The text of a state. */
export function stateText(property: string): Computation {
  return (record, around) => STATES[Number(around.valueOf('SalesOrders', record, property))] ?? null;
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

function amountOf(value: unknown): number {
  const amount = Number(value ?? 0);
  return Number.isFinite(amount) ? amount : 0;
}

/** The unit price of a line: what was written, else the item's sales price. */
export const unitPrice: Computation = (line, around) => {
  const written = line.properties.UnitPrice ?? null;
  if (written !== null) {
    return written;
  }
  return referred('SalesOrderLines', 'Item', 'Items', 'StandardSalesPrice')(line, around) ?? 0;
};

/** The net price of a line: what was written, else the unit price less the discount. */
export const netPrice: Computation = (line, around) => {
  const written = line.properties.NetPrice ?? null;
  if (written !== null) {
    return written;
  }
  const discount = amountOf(around.valueOf('SalesOrderLines', line, 'Discount'));
  return cents(amountOf(unitPrice(line, around)) * (1 - discount));
};

/** The amount of a line, without VAT. */
export const lineAmount: Computation = (line, around) =>
  cents(amountOf(netPrice(line, around)) * amountOf(around.valueOf('SalesOrderLines', line, 'Quantity')));

/** The amount of an order: that of its lines. */
export const orderAmount: Computation = (order, around) =>
  cents(around.linesOf(order).reduce((sum, line) => sum + amountOf(lineAmount(line, around)), 0));

/** Who ordered: people need not say it here, and then it is the stock account. */
export const orderedBy: Computation = () => STOCK_ACCOUNT;

/** Deliveries and invoices go to who ordered, unless the order names another. */
export const sameAsOrderedBy: Computation = (order, around) =>
  around.valueOf('SalesOrders', order, 'OrderedBy');
