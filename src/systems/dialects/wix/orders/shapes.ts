/** The bodies of the Orders API, as the types of Wix's SDK package `@wix/ecom` state them. */
import { bodyShape, SHAPES } from '../body';

const { text, object, whole, oneOf, anything, boolean } = SHAPES;

/** Decimal numbers as text. */
const AMOUNT = { type: 'string', pattern: '^-?\\d{1,15}(?:\\.\\d{1,10})?$' };

const PRICE = whole({ amount: AMOUNT }, ['amount']);

const OPTIONAL_PRICE = { ...PRICE, type: ['object', 'null'] };

const LINE_ITEM = whole(
  {
    id: text(36),
    productName: whole({ original: text(200) }, ['original']),
    catalogReference: object({ catalogItemId: text(36), appId: text(36) }),
    quantity: { type: 'integer', minimum: 1, maximum: 100_000 },
    price: PRICE,
    itemType: whole({ preset: text(100), custom: text(100) }),
  },
  ['productName', 'quantity', 'price', 'itemType'],
);

const PARTY = object({ address: object({}), contactDetails: object({}) });

const WRITABLE = {
  buyerInfo: object({ email: text(320), contactId: text(36), memberId: text(36), visitorId: text(36) }),
  buyerLanguage: text(20),
  weightUnit: oneOf('UNSPECIFIED_WEIGHT_UNIT', 'KG', 'LB'),
  billingInfo: PARTY,
  recipientInfo: PARTY,
  shippingInfo: object({
    logistics: object({ shippingDestination: PARTY }),
  }),
  archived: boolean,
  seenByAHuman: boolean,
};

export const CREATE_ORDER = bodyShape(
  {
    order: whole(
      {
        ...WRITABLE,
        lineItems: { type: 'array', items: LINE_ITEM, minItems: 1, maxItems: 300 },
        priceSummary: whole({ subtotal: OPTIONAL_PRICE, total: OPTIONAL_PRICE }),
        channelInfo: whole({ type: text(100), externalOrderId: text(100), externalOrderUrl: text(1000) }, [
          'type',
        ]),
        currency: text(3),
        buyerNote: text(1000),
        status: oneOf('INITIALIZED', 'APPROVED', 'CANCELED', 'PENDING', 'REJECTED'),
        purchasedDate: { type: ['string', 'null'], pattern: '^\\d{4}-\\d{2}-\\d{2}T[0-9:.]{5,18}Z$' },
      },
      ['lineItems', 'priceSummary', 'channelInfo'],
    ),
  },
  ['order'],
);

export const UPDATE_ORDER = bodyShape({ order: whole(WRITABLE) }, ['order']);

export const SEARCH_ORDERS = bodyShape(
  {
    search: object({
      filter: anything,
      sort: anything,
      cursorPaging: object({ cursor: { type: ['string', 'null'], maxLength: 20_000 } }),
    }),
  },
  [],
);
