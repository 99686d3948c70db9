/** The entities of Exact Online that the engine speaks of, by the documents' names in lower case. */

export interface Entity {
  /** `crm/Accounts`, behind the division. */
  readonly path: string;
  readonly key: string;
  /** Strings that come filled up with blanks to a fixed width. */
  readonly padded: readonly string[];
  /** Collections below the entity, which an answer shows when `$expand` names them; with their padded strings. */
  readonly collections: Readonly<Record<string, readonly string[]>>;
}

/**
 * Facts that only the reference pages of the API tell:
 * https://start.exactonline.nl/docs/HlpRestAPIResourcesDetails.aspx?name=CRMAccounts (LogisticsItems, SalesOrderSalesOrders).
 * Which strings are padded was seen in answers of live systems (https://github.com/ossobv/exactonline, tests of
 * https://github.com/picqer/exact-php-client).
 */
export const ENTITIES: Readonly<Record<string, Entity>> = {
  accounts: {
    path: 'crm/Accounts',
    key: 'ID',
    padded: ['Code', 'Country', 'SalesVATCode', 'PurchaseVATCode'],
    collections: { BankAccounts: [] },
  },
  items: { path: 'logistics/Items', key: 'ID', padded: ['Unit', 'SalesVatCode'], collections: {} },
  salesorders: {
    path: 'salesorder/SalesOrders',
    key: 'OrderID',
    padded: [],
    collections: { SalesOrderLines: ['UnitCode', 'VATCode'] },
  },
};
