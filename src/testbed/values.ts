/**
 * Plausible and unique values, from a seeded faker. A value is made once, as a primitive, and each side holds it in the
 * form of its own schema: so what must arrive is known without any conversion, and shares no code with an engine's.
 */
import type { Faker } from '@faker-js/faker';
import { seededFaker, textMaker } from './data';
import type { PropertyFacts } from '../model';
import type { Json } from '../core/json';

export type Family = 'text' | 'integer' | 'decimal' | 'truth';

/** A value before it takes the form of a side. */
export type Primitive =
  | { readonly family: 'text'; readonly value: string }
  | { readonly family: 'integer' | 'decimal'; readonly value: number }
  | { readonly family: 'truth'; readonly value: boolean };

/** Beyond any index and below any faker number, so that numbers are unique as well. */
const FIRST_NUMBER = 1000;

/** Unique values; the same seed gives the same ones. */
export class Values {
  private unique = 0;
  private truth = false;
  private readonly faker: Faker;

  constructor(seed: number) {
    this.faker = seededFaker(seed);
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
    return { family, value: textMaker(names)(this.faker, number) };
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
