import { ACCOUNTS } from './accounts';
import { ITEMS } from './items';
import { SALES_ORDERS, SALES_ORDER_LINES } from './sales-orders';
import type { EntityDefinition, EntityName } from './types';

export { ACCOUNT_CODE_LENGTH } from './accounts';
export { STOCK_ACCOUNT, STOCK_ITEM, userOf } from './computed';
export { COMPLETE } from './sales-orders';
export type { EntityDefinition, EntityName, PropertyDefinition, EntityContext, ValueKind } from './types';

/** All entities that are offered, by their names. */
export const ENTITIES: Readonly<Record<EntityName, EntityDefinition>> = {
  Accounts: ACCOUNTS,
  Items: ITEMS,
  SalesOrders: SALES_ORDERS,
  SalesOrderLines: SALES_ORDER_LINES,
};
