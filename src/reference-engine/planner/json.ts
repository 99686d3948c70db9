/** JSON values as the engine sees them, and what it calls empty and equal. */
import { isList, isObject, type Json, type JsonObject } from '../../core/json';

/** The member of that name, never one that the object inherits. */
export function memberOf(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Missing, null, the empty string, the empty list, and a list of nothing but those (D6). */
export function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (isList(value) && value.every(isEmpty));
}

/** JSON text with the members of objects sorted: the same text for the same value. */
export function canonical(value: Json): string {
  if (isList(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (!isObject(value)) {
    return JSON.stringify(value);
  }
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(',')}}`;
}

/** Two values are the same in all that JSON can say; the order of an object's members says nothing. */
export function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) {
    return true;
  }
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((element, index) => sameJson(element, other[index]));
  }
  if (!isObject(one) || !isObject(other)) {
    return false;
  }
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && sameJson(one[name], other[name]))
  );
}

/** Two values agree when they are the same exactly, or both empty (D6: no case folding, no trimming). */
export function agrees(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) {
    return true;
  }
  if (isEmpty(one) || isEmpty(other)) {
    return isEmpty(one) && isEmpty(other);
  }
  if (typeof one !== 'object' || typeof other !== 'object') {
    return false;
  }
  return canonical(one ?? null) === canonical(other ?? null);
}
