import { isList, isObject, type Json } from '../../core/json';
import type { Properties } from './types';

/** Missing, null, the empty string, the empty list, and a list of nothing but those hold no value (D6). */
export function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (isList(value) && value.every(isEmpty));
}

/**
 * A deep copy that shares nothing with `value`. Member order, `__proto__` as a name, and the difference between
 * missing, null, `""` and `[]` survive.
 */
export function copyJson<Value extends Json>(value: Value): Value;
export function copyJson(value: Json): Json {
  if (isList(value)) {
    return value.map((element) => copyJson(element));
  }
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyJson(member)]));
  }
  return value;
}

/**
 * Applies a merge patch (RFC 7396), with one difference: a null in the patch does not take the member away but leaves
 * an explicit null. So a property that was cleared is distinguished from one that a representation leaves out (decision D13).
 * Lists are replaced whole. Neither argument is changed; the answer may share parts with both.
 */
export function mergePatch(target: Properties, patch: Properties): Properties {
  const merged = new Map(Object.entries(target));
  for (const [name, change] of Object.entries(patch)) {
    const present = merged.get(name);
    merged.set(name, isObject(change) ? mergePatch(isObject(present) ? present : {}, change) : change);
  }
  return Object.fromEntries(merged);
}

/**
 * All values that a path reaches. A path that meets a list reads all its elements (decision D7).
 * @param steps - the path's steps, `['Emails', 'Value']` for `Emails.Value`
 */
export function valuesAt(value: Json | undefined, steps: readonly string[]): readonly Json[] {
  if (isList(value)) {
    return value.flatMap((element) => valuesAt(element, steps));
  }
  const [step, ...rest] = steps;
  if (step === undefined) {
    return value === undefined ? [] : [value];
  }
  return isObject(value) && Object.hasOwn(value, step) ? valuesAt(value[step], rest) : [];
}

/**
 * Whether a JSON text nests objects and lists deeper than `limit`: such a text can exhaust the stack of whoever walks it.
 * Takes one pass; of a text that is not JSON it says nothing useful, and does no harm.
 */
export function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') {
        index += 1;
      } else if (character === '"') {
        inString = false;
      }
    } else if (character === '"') {
      inString = true;
    } else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > limit) {
        return true;
      }
    } else if (character === '}' || character === ']') {
      depth -= 1;
    }
  }
  return false;
}
