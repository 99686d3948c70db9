/** Orders with their lines and quotes: of plain systems, of Wix, of Exact Online. */
import type { Faker } from '@faker-js/faker';
import type { Properties } from '../../systems';
import { price, productCode } from './goods';
import type { RecordFactory } from './types';
import type { Json } from '../../core/json';
import type { PropertySchema } from '../../model';

const TEXT: PropertySchema = { type: 'string' };
const NUMBER: PropertySchema = { type: 'number' };
const LINE_LIST: PropertySchema = { type: 'object', list: true };

const MOST_LINES = 4;
const MOST_PIECES = 12;
const CENTS = 100;

/** A line as plain systems have one. */
interface Line {
  readonly product: string;
  readonly description: string;
  readonly quantity: number;
  readonly price: number;
}

function linesOf(faker: Faker): readonly Line[] {
  const count = faker.number.int({ min: 1, max: MOST_LINES });
  return Array.from({ length: count }, () => ({
    product: productCode(faker.number.int({ min: 1, max: 99 })),
    description: faker.commerce.productName(),
    quantity: faker.number.int({ min: 1, max: MOST_PIECES }),
    price: price(faker),
  }));
}

function totalOf(lines: readonly Line[]): number {
  const cents = lines.reduce((sum, line) => sum + Math.round(line.price * CENTS) * line.quantity, 0);
  return cents / CENTS;
}

function day(faker: Faker): string {
  return faker.date.past().toISOString().slice(0, 10);
}

function buyer(faker: Faker, n: number): { readonly name: string; readonly email: string } {
  return { name: faker.person.fullName(), email: `buyer.${n}@example.com` };
}

/** What orders and quotes have in common. */
function sale(faker: Faker, prefix: string, n: number): Properties {
  const lines = linesOf(faker);
  return {
    number: `${prefix}-${String(n).padStart(5, '0')}`,
    date: day(faker),
    customer: buyer(faker, n),
    currency: 'NOK',
    lines: lines.map((line): Json => ({ ...line })),
    total: totalOf(lines),
  };
}

const SALE_FACTS: RecordFactory['facts'] = {
  number: { type: 'string', required: true, clearable: false },
  date: TEXT,
  'customer.name': TEXT,
  'customer.email': TEXT,
  currency: TEXT,
  lines: LINE_LIST,
  total: NUMBER,
};

/** An order as plain systems have one. */
export const ORDER: RecordFactory = {
  make: (faker, n) => sale(faker, 'O', n),
  facts: SALE_FACTS,
};

/** An offer that may become an order; its probability is a whole number of percent. */
export const QUOTE: RecordFactory = {
  make: (faker, n) => ({ ...sale(faker, 'Q', n), probability: faker.number.int({ min: 0, max: 10 }) * 10 }),
  facts: { ...SALE_FACTS, probability: { type: 'integer' } },
};

/** Amounts of Wix's orders are texts. */
function amount(value: number): Properties {
  return { amount: value.toFixed(2) };
}

/** An order of a Wix store (eCommerce Orders v1). */
export const STORE_ORDER: RecordFactory = {
  make(faker, n) {
    const lines = linesOf(faker);
    const total = amount(totalOf(lines));
    return {
      buyerInfo: { email: buyer(faker, n).email },
      buyerNote: faker.lorem.sentence(),
      currency: 'NOK',
      channelInfo: { type: 'WEB', externalOrderId: `O-${n}` },
      lineItems: lines.map((line) => ({
        productName: { original: line.description },
        quantity: line.quantity,
        price: amount(line.price),
        itemType: { preset: 'PHYSICAL' },
      })),
      priceSummary: { subtotal: total, total },
    };
  },
  facts: {
    'buyerInfo.email': TEXT,
    buyerNote: TEXT,
    currency: TEXT,
    'channelInfo.type': TEXT,
    'channelInfo.externalOrderId': TEXT,
    lineItems: LINE_LIST,
    'priceSummary.subtotal.amount': TEXT,
    'priceSummary.total.amount': TEXT,
  },
};

/** A sales order of Exact Online. Customer and items are the mock's own, where nobody names others. */
export const SALES_ORDER: RecordFactory = {
  make: (faker, n) => ({
    Description: `${faker.commerce.department()} ${n}`,
    YourRef: `O-${n}`,
    Remarks: faker.lorem.sentence(),
    SalesOrderLines: linesOf(faker).map((line) => ({
      Description: line.description,
      Quantity: line.quantity,
      UnitPrice: line.price,
    })),
  }),
  facts: { Description: TEXT, YourRef: TEXT, Remarks: TEXT, SalesOrderLines: LINE_LIST },
};
