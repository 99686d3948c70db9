/**
 * Plausible and unique values, from a seeded faker. A value is made once, as a primitive, and each side holds it in the
 * form of its own schema: so what must arrive is known without any conversion, and shares no code with an engine's.
 */
import type { Faker } from '@faker-js/faker';
import { seededFaker, textMaker } from './data';
import type { PropertySchema } from '../model';
import type { Json } from '../core/json';

export type ValueType = 'text' | 'integer' | 'decimal' | 'boolean';

/** A value before it takes the form of a side. */
export type Primitive =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'integer' | 'decimal'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean };

/** Beyond any index and below any faker number, so that numbers are unique as well. */
const FIRST_NUMBER = 1000;

/** Unique values; the same seed gives the same ones. */
export class Values {
  private unique = 0;
  private boolean = false;
  private readonly faker: Faker;

  constructor(seed: number) {
    this.faker = seededFaker(seed);
  }

  /**
   * A value that no one has seen before (booleans alternate).
   *
   * @param paths - the property's, and those of its counterparts: what any of them is called decides what it looks like.
   */
  fresh(type: ValueType, ...paths: readonly string[]): Primitive {
    this.unique += 1;
    const number = FIRST_NUMBER + this.unique * 7;
    if (type === 'integer') {
      return { type, value: number };
    }
    if (type === 'decimal') {
      return { type, value: number + 0.25 };
    }
    if (type === 'boolean') {
      this.boolean = !this.boolean;
      return { type, value: this.boolean };
    }
    const names = paths.map((path) => path.split('.').at(-1) ?? path);
    return { type, value: textMaker(names)(this.faker, number) };
  }
}

/** The primitive as a property of those facts holds it (one element, where it holds a list). */
export function formOf(primitive: Primitive, facts: PropertySchema | undefined): Json {
  const type = facts?.type ?? 'string';
  return type === 'string' ? String(primitive.value) : primitive.value;
}

/** A value that only begins like the other. */
export function beginningOf(primitive: Primitive): Primitive {
  switch (primitive.type) {
    case 'text':
      return { type: 'text', value: primitive.value.slice(0, -1) };
    case 'boolean':
      return { type: 'boolean', value: !primitive.value };
    default:
      return { type: primitive.type, value: Math.trunc(primitive.value / 10) };
  }
}

export function opposite(primitive: Primitive): Primitive {
  return primitive.type === 'boolean' ? { type: 'boolean', value: !primitive.value } : primitive;
}
