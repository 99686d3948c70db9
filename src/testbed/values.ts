/**
 * Plausible and unique values, from a seeded faker. A value is made once, as a primitive, and each side holds it in the
 * form of its own schema: so what must arrive is known without any conversion, and shares no code with an engine's.
 */
import { faker as shared } from '@faker-js/faker/locale/en';
import type { Faker } from '@faker-js/faker';
import type { PropertyFacts } from '../model';
import type { Json } from '../systems';

export type Family = 'text' | 'integer' | 'decimal' | 'truth';

/** A value before it takes the form of a side. */
export type Primitive =
  | { readonly family: 'text'; readonly value: string }
  | { readonly family: 'integer' | 'decimal'; readonly value: number }
  | { readonly family: 'truth'; readonly value: boolean };

/** Beyond any index and below any faker number, so that numbers are unique as well. */
const FIRST_NUMBER = 1000;
const REFERENCE_DATE = '2024-01-01T00:00:00.000Z';

type TextMaker = (faker: Faker, unique: number) => string;

/** What a property of that name holds; the first that fits counts. */
const TEXTS: readonly (readonly [RegExp, TextMaker])[] = [
  [/e?mail|login/i, (faker, unique) => `${faker.person.firstName().toLowerCase()}.${unique}@example.com`],
  [/phone|mobile|fax/i, (faker, unique) => `+47 ${faker.string.numeric(4)} ${unique}`],
  [/city|town/i, (faker, unique) => `${faker.location.city()} ${unique}`],
  [/street|address|line1/i, (faker, unique) => `${faker.location.street()} ${unique}`],
  [/zip|postal/i, (faker, unique) => `${faker.string.numeric(2)}${unique}`],
  [/country/i, (faker, unique) => `${faker.location.country()} ${unique}`],
  [/company|organi[sz]ation/i, (faker, unique) => `${faker.company.name()} ${unique}`],
  [
    /sku|code|number|^no$|key/i,
    (faker, unique) => `${faker.string.alpha({ length: 3, casing: 'upper' })}-${unique}`,
  ],
  [/name/i, (faker, unique) => `${faker.person.firstName()} ${faker.person.lastName()} ${unique}`],
  [/title|product|item/i, (faker, unique) => `${faker.commerce.productName()} ${unique}`],
  [/date|time/i, (faker, unique) => `${faker.date.past().toISOString().slice(0, 10)} #${unique}`],
  [/url|website|link/i, (faker, unique) => `https://example.com/${faker.lorem.slug(2)}/${unique}`],
];

const words: TextMaker = (faker, unique) => `${faker.lorem.word()} ${unique}`;

/** Unique values; the same seed gives the same ones. */
export class Values {
  private unique = 0;
  private truth = false;

  constructor(seed: number) {
    shared.seed(seed);
    shared.setDefaultRefDate(REFERENCE_DATE);
  }

  /**
   * A value that no one has seen before (truth values alternate).
   *
   * @param paths - the property's, and those of its counterparts: what any of them is called decides what it looks like.
   */
  fresh(family: Family, ...paths: readonly string[]): Primitive {
    this.unique += 1;
    const number = FIRST_NUMBER + this.unique * 7;
    if (family === 'integer') return { family, value: number };
    if (family === 'decimal') return { family, value: number + 0.25 };
    if (family === 'truth') {
      this.truth = !this.truth;
      return { family, value: this.truth };
    }
    const names = paths.map((path) => path.split('.').at(-1) ?? path);
    const maker = TEXTS.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1] ?? words;
    return { family, value: maker(shared, number) };
  }
}

/** The primitive as a property of those facts holds it (one element, where it holds a list). */
export function formOf(primitive: Primitive, facts: PropertyFacts | undefined): Json {
  const type = facts?.type ?? 'string';
  return type === 'string' ? String(primitive.value) : primitive.value;
}

/** A value that only begins like the other. */
export function beginningOf(primitive: Primitive): Primitive {
  switch (primitive.family) {
    case 'text':
      return { family: 'text', value: primitive.value.slice(0, -1) };
    case 'truth':
      return { family: 'truth', value: !primitive.value };
    default:
      return { family: primitive.family, value: Math.trunc(primitive.value / 10) };
  }
}

export function opposite(primitive: Primitive): Primitive {
  return primitive.family === 'truth' ? { family: 'truth', value: !primitive.value } : primitive;
}
