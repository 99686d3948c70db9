/** The bodies of the Stores Catalog API, as the types of Wix's SDK package `@wix/stores` state them. */
import { bodyShape, SHAPES } from '../body';

const { text, list, object, whole, oneOf, boolean, number } = SHAPES;

const AMOUNT = { type: 'number', minimum: 0, maximum: 999_999_999.99 };

const PRODUCT = {
  name: { type: 'string', minLength: 1, maxLength: 80 },
  slug: text(100),
  visible: boolean,
  productType: oneOf('physical', 'digital', 'unspecified_product_type'),
  description: text(8000),
  sku: text(40),
  weight: { ...number, minimum: 0, maximum: 999_999_999.99 },
  priceData: whole({ price: AMOUNT }),
  additionalInfoSections: list(whole({ title: text(1000), description: text(8000) }), 100),
  ribbon: text(30),
  brand: text(50),
  manageVariants: boolean,
  productOptions: list(whole({}), 6),
  discount: object({ type: oneOf('UNDEFINED', 'NONE', 'AMOUNT', 'PERCENT'), value: number }),
};

export const CREATE_PRODUCT = bodyShape(
  { product: whole({ ...PRODUCT, priceData: whole({ price: AMOUNT }, ['price']) }, ['name', 'priceData']) },
  ['product'],
);

export const UPDATE_PRODUCT = bodyShape({ product: whole(PRODUCT) }, ['product']);

export const QUERY_PRODUCTS = bodyShape(
  {
    query: object({
      paging: object({}),
      filter: { type: ['string', 'null'] },
      sort: { type: ['string', 'null'] },
    }),
    includeVariants: boolean,
    includeHiddenProducts: boolean,
  },
  [],
);
