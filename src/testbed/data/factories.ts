import { item, product, storeProduct } from './goods';
import { account, contact, customer, member, user } from './people';
import { order, quote, salesOrder, storeOrder } from './sales';
import type { RecordFactory, RecordMaker } from './types';
import type { PropertySchema } from '../../model';

const ALL = {
  account,
  contact,
  customer,
  item,
  member,
  order,
  product,
  quote,
  salesOrder,
  storeOrder,
  storeProduct,
  user,
} as const satisfies Readonly<Record<string, RecordFactory>>;

export type FactoryName = keyof typeof ALL;

/**
 * Makers of records by what they are: `factories.contact(seededFaker(7), 1)`. The same seed and numbers give the same
 * records. `contact`, `member`, `storeOrder` and `storeProduct` speak Wix's words, `account`, `item` and `salesOrder` Exact
 * Online's, the others those of no system in particular.
 */
export const factories = Object.fromEntries(
  Object.entries(ALL).map(([name, { make }]) => [name, make]),
) as Readonly<Record<FactoryName, RecordMaker>>;

/** What documents call a datatype → the factories that may fit; the first one fits where nothing is known. */
const BY_DATATYPE: ReadonlyMap<string, readonly RecordFactory[]> = new Map<string, readonly RecordFactory[]>([
  ['account', [customer, account]],
  ['contact', [customer, contact]],
  ['customer', [customer, account, contact]],
  ['item', [product, item, storeProduct]],
  ['member', [user, member]],
  ['order', [order, storeOrder, salesOrder]],
  ['product', [product, storeProduct, item]],
  ['quote', [quote]],
  ['salesorder', [order, salesOrder, storeOrder]],
  ['user', [user, member]],
]);

function singular(datatype: string): string {
  return datatype
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/s$/, '');
}

/**
 * The factory whose words a datatype knows best; `undefined` for a datatype of an unknown kind.
 * @param datatype - as the documents write it; case, a plural s, blanks and hyphens do not count
 * @param facts - the properties that are known of it, by dotted path
 */
export function factoryFor(
  datatype: string,
  facts: Readonly<Record<string, PropertySchema>>,
): RecordFactory | undefined {
  const known = (factory: RecordFactory): number =>
    Object.keys(factory.facts).filter((path) => Object.hasOwn(facts, path)).length;
  return (BY_DATATYPE.get(singular(datatype)) ?? []).reduce<RecordFactory | undefined>(
    (best, factory) => (best === undefined || known(factory) > known(best) ? factory : best),
    undefined,
  );
}
