/** Plausible and unique values, from a seeded faker. */
import type { Faker } from '@faker-js/faker';
import type { Primitive, ValueType } from '../oracle';
import { seededFaker, textMaker } from './data';

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
   * A value that has not been used before (booleans alternate).
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
