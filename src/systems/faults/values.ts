/** What a system makes of the values that are written to it. Pure. */
import { isEmpty, valuesAt } from '../core/json';
import type { Properties } from '../core/types';
import type { ValueFault } from './types';
import { isList, isObject } from '../../core/json';
import type { Json } from '../../core/json';

/** The kinds of faults that alter values. */
export const VALUE_KINDS: ReadonlySet<ValueFault['kind']> = new Set([
  'trim',
  'round',
  'truncate',
  'default',
  'ignored-field',
]);

/**
 * The properties as the system keeps them.
 * @param before - what the record holds; empty for one that is created
 * @param written - what the call would make of it
 */
export function alter(fault: ValueFault, before: Properties, written: Properties): Properties {
  switch (fault.kind) {
    case 'default':
      return valuesAt(written, fault.property.split('.')).every(isEmpty)
        ? put(written, fault.property.split('.'), fault.value)
        : written;
    case 'ignored-field':
      return put(written, fault.property.split('.'), memberAt(before, fault.property.split('.')));
    default:
      return inside(written, fault.property?.split('.') ?? [], (value) => change(fault, value)) as Properties;
  }
}

function change(fault: Exclude<ValueFault, { readonly property: string }>, value: Json): Json {
  if (fault.kind === 'round') {
    return typeof value === 'number' ? round(value, fault.digits ?? 0) : value;
  }
  if (typeof value !== 'string') {
    return value;
  }
  return fault.kind === 'trim' ? value.trim() : truncate(value, fault.characters);
}

/** Half away from zero, on the decimal digits that the number is written with: 1.005 becomes 1.01. */
function round(value: number, digits: number): number {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
  const rounded = Math.sign(value) * Number(`${shifted}e${-digits}`);
  return rounded === 0 ? 0 : Number.isFinite(rounded) ? rounded : value;
}

/** By characters, so that no surrogate pair is cut in two. */
function truncate(text: string, characters: number): string {
  return text.length <= characters ? text : Array.from(text).slice(0, characters).join('');
}

/** Changes every scalar at or below a path; lists count by their elements. */
function inside(value: Json, steps: readonly string[], changed: (value: Json) => Json): Json {
  if (isList(value)) {
    return value.map((element) => inside(element, steps, changed));
  }
  if (!isObject(value)) {
    return steps.length === 0 ? changed(value) : value;
  }
  const [step, ...rest] = steps;
  const members = Object.entries(value).map(([name, member]): readonly [string, Json] =>
    step === undefined || step === name ? [name, inside(member, rest, changed)] : [name, member],
  );
  return Object.fromEntries(members);
}

function memberAt(value: Json | undefined, steps: readonly string[]): Json | undefined {
  return steps.reduce<Json | undefined>(
    (present, step) => (isObject(present) && Object.hasOwn(present, step) ? present[step] : undefined),
    value,
  );
}

/** Sets a member; `undefined` takes it away. */
function put(target: Properties, steps: readonly string[], value: Json | undefined): Properties {
  const [step = '', ...rest] = steps;
  const members = new Map(Object.entries(target));
  const present = members.get(step);
  if (rest.length > 0) {
    if (value !== undefined || isObject(present)) {
      members.set(step, put(isObject(present) ? present : {}, rest, value));
    }
  } else if (value === undefined) {
    members.delete(step);
  } else {
    members.set(step, value);
  }
  return Object.fromEntries(members);
}

/** The properties without one; the same where it is not there. */
export function without(properties: Properties, path: string): Properties {
  const steps = path.split('.');
  return memberAt(properties, steps) === undefined ? properties : put(properties, steps, undefined);
}
