/**
 * Stores Catalog v1: how a product looks.
 *
 * @see https://dev.wix.com/docs/rest/business-solutions/stores/catalog/query-products
 */
import { mergePatch } from '../../../core/json';
import type { Properties, SystemRecord } from '../../../core/types';
import { createdAt, holdingOf, objectAt, textAt } from '../collection';
import { createPresentation, isoTime, omit, withoutBlanks } from '../present';
import type { Json } from '../../../../core/json';

/** What people and clients can write; the rest is read-only. */
export const WRITABLE: readonly string[] = [
  'name',
  'slug',
  'visible',
  'productType',
  'description',
  'sku',
  'weight',
  'priceData.price',
  'additionalInfoSections',
  'ribbon',
  'brand',
  'manageVariants',
  'productOptions',
  'discount.type',
  'discount.value',
  'seoData',
];

const CURRENCY = 'USD';

/** What a product says that nobody filled in. */
const USUAL: Properties = {
  visible: true,
  productType: 'physical',
  description: '',
  weight: 0,
  stock: { trackInventory: false, inStock: true, inventoryStatus: 'IN_STOCK' },
  additionalInfoSections: [],
  ribbons: [],
  media: { items: [] },
  customTextFields: [],
  manageVariants: false,
  productOptions: [],
  discount: { type: 'NONE', value: 0 },
  collectionIds: [],
  variants: [],
};

/** The product as Wix gives it. Its stock keeping unit is empty while variants have their own. */
export function productView(record: SystemRecord): Properties {
  const { written, system } = holdingOf(record);
  const { priceData } = written;
  const rest = withoutBlanks(omit(written, ['price', 'priceData']));
  const view = mergePatch({ ...USUAL, slug: system.slug ?? null }, rest);
  return {
    ...view,
    id: record.id,
    ...(view.manageVariants === true ? { sku: '' } : {}),
    ...prices(objectAt(priceData).price, objectAt(view.discount)),
    inventoryItemId: invertId(record.id),
    numericId: system.numericId ?? null,
    productPageUrl: { base: 'https://shop.example/', path: `product-page/${textAt(view.slug)}` },
    createdDate: isoTime(createdAt(record)),
    lastUpdated: isoTime(record.modifiedAt),
  };
}

/** Nothing is known of a price that nobody set. */
function prices(price: Json | undefined, discount: Properties): Properties {
  if (typeof price !== 'number') {
    return {};
  }
  const discountedPrice = discounted(price, discount);
  const formatted = { price: moneyText(price), discountedPrice: moneyText(discountedPrice) };
  const priceData = { currency: CURRENCY, price, discountedPrice, formatted };
  return { price: priceData, priceData, convertedPriceData: priceData };
}

function discounted(price: number, { type, value }: Properties): number {
  const rebate = typeof value !== 'number' ? 0 : type === 'PERCENT' ? (price * value) / 100 : value;
  const applied = type === 'PERCENT' || type === 'AMOUNT' ? rebate : 0;
  return Math.max(0, Math.round((price - applied) * 100) / 100);
}

function moneyText(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

/** In catalog v1 the id of the inventory item is the product's with each hexadecimal digit inverted. */
function invertId(id: string): string {
  return id.replace(/[0-9a-f]/g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
}

export function isVisible(record: SystemRecord): boolean {
  return holdingOf(record).written.visible !== false;
}

/** `PLAIN` leaves the variants out, as a query does that does not ask for them. */
export const PRODUCT_TEXTS = createPresentation((record, form) => {
  const view = productView(record);
  return form === 'PLAIN' ? omit(view, ['variants']) : view;
});
