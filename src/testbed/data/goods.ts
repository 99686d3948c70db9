/** What is sold: products as Wix has them and as plain systems do, items as Exact Online has them. */
import type { Faker } from '@faker-js/faker';
import type { RecordFactory } from './types';
import type { PropertySchema } from '../../model';

const TEXT: PropertySchema = { type: 'string' };
const NUMBER: PropertySchema = { type: 'number' };
const REQUIRED: PropertySchema = { type: 'string', required: true, clearable: false };

const CHEAPEST = 1;
const DEAREST = 2000;

/** An amount of money with two decimals. */
export function price(faker: Faker): number {
  return faker.number.float({ min: CHEAPEST, max: DEAREST, fractionDigits: 2 });
}

function productName(faker: Faker, n: number): string {
  return `${faker.commerce.productName()} ${n}`;
}

/** A code that no other product has. */
export function productCode(n: number): string {
  return `P-${String(n).padStart(5, '0')}`;
}

/** A product as plain systems have one. */
export const PRODUCT: RecordFactory = {
  make: (faker, n) => ({
    name: productName(faker, n),
    sku: productCode(n),
    description: faker.commerce.productDescription(),
    price: price(faker),
    currency: 'NOK',
  }),
  facts: { name: REQUIRED, sku: TEXT, description: TEXT, price: NUMBER, currency: TEXT },
};

/** A product of a Wix store (Catalog v1). */
export const STORE_PRODUCT: RecordFactory = {
  make: (faker, n) => ({
    name: productName(faker, n),
    sku: productCode(n),
    description: faker.commerce.productDescription(),
    brand: faker.company.name().slice(0, 50),
    priceData: { price: price(faker) },
  }),
  facts: { name: REQUIRED, sku: TEXT, description: TEXT, brand: TEXT, 'priceData.price': NUMBER },
};

/** An item of Exact Online. */
export const ITEM: RecordFactory = {
  make: (faker, n) => ({
    Code: productCode(n),
    Description: productName(faker, n),
    Barcode: String(7_000_000_000_000 + n),
    CostPriceStandard: price(faker),
    Notes: faker.commerce.productDescription(),
  }),
  facts: { Code: REQUIRED, Description: REQUIRED, Barcode: TEXT, CostPriceStandard: NUMBER, Notes: TEXT },
};
