import { ITEM, PRODUCT, STORE_PRODUCT } from './goods';
import { ACCOUNT, CONTACT, CUSTOMER, MEMBER, USER } from './people';
import { ORDER, QUOTE, SALES_ORDER, STORE_ORDER } from './sales';
import type { RecordFactory, RecordMaker } from './types';
import type { PropertySchema } from '../../model';

const ALL = {
  account: ACCOUNT,
  contact: CONTACT,
  customer: CUSTOMER,
  item: ITEM,
  member: MEMBER,
  order: ORDER,
  product: PRODUCT,
  quote: QUOTE,
  salesOrder: SALES_ORDER,
  storeOrder: STORE_ORDER,
  storeProduct: STORE_PRODUCT,
  user: USER,
} as const satisfies Readonly<Record<string, RecordFactory>>;

export type FactoryName = keyof typeof ALL;

/**
 * Makers of records by what they are: `factories.contact(seededFaker(7), 1)`. The same seed and numbers give the same
 * records. `contact`, `member`, `storeOrder` and `storeProduct` speak Wix's words, `account`, `item` and `salesOrder` Exact
 * Online's, the others those of no system in particular.
 */
export const FACTORIES = Object.fromEntries(
  Object.entries(ALL).map(([name, { make }]) => [name, make]),
) as Readonly<Record<FactoryName, RecordMaker>>;

/** What documents call a datatype → the factories that may fit; the first one fits where nothing is known. */
const BY_DATATYPE: ReadonlyMap<string, readonly RecordFactory[]> = new Map<string, readonly RecordFactory[]>([
  ['account', [CUSTOMER, ACCOUNT]],
  ['contact', [CUSTOMER, CONTACT]],
  ['customer', [CUSTOMER, ACCOUNT, CONTACT]],
  ['item', [PRODUCT, ITEM, STORE_PRODUCT]],
  ['member', [USER, MEMBER]],
  ['order', [ORDER, STORE_ORDER, SALES_ORDER]],
  ['product', [PRODUCT, STORE_PRODUCT, ITEM]],
  ['quote', [QUOTE]],
  ['salesorder', [ORDER, SALES_ORDER, STORE_ORDER]],
  ['user', [USER, MEMBER]],
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
