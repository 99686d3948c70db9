/**
 * Values as people give them. A value is made once, and each side holds it in the form of its schema: so what must
 * arrive is known without any conversion, and shares no code with an engine's.
 */
import type { Json } from '../core/json';
import type { PropertySchema } from '../model';

export type ValueType = 'text' | 'integer' | 'decimal' | 'boolean';

/** A value before it takes the form of a side. */
export type Primitive =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'integer' | 'decimal'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean };

/** The primitive as a property of that schema holds it (one element, where it holds a list). */
export function formOf(primitive: Primitive, schema: PropertySchema | undefined): Json {
  const type = schema?.type ?? 'string';
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

/** The other boolean; any other value as it is. */
export function opposite(primitive: Primitive): Primitive {
  return primitive.type === 'boolean' ? { type: 'boolean', value: !primitive.value } : primitive;
}
