/** JSON merge patches (RFC 7396), and representations that show only a part of a record. */
import { canonical, memberOf } from './json';
import { isObject, type Json, type JsonObject } from '../../core/json';

/** The smallest merge patch that leads from one to the other; lists go whole. Empty when nothing differs. */
export function mergePatch(before: JsonObject, after: JsonObject): JsonObject {
  const patch: Record<string, Json> = {};
  for (const [name, value] of Object.entries(after)) {
    const old = memberOf(before, name);
    if (isObject(old) && isObject(value)) {
      const nested = mergePatch(old, value);
      if (Object.keys(nested).length > 0) {
        patch[name] = nested;
      }
    } else if (old === undefined || canonical(old) !== canonical(value)) {
      patch[name] = value;
    }
  }
  return patch;
}

/** What is known of a record after a representation of it was read: what it does not show stays as it was (D13). */
export function overlay(known: JsonObject, shown: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...known };
  for (const [name, value] of Object.entries(shown)) {
    const old = memberOf(known, name);
    merged[name] = isObject(old) && isObject(value) ? overlay(old, value) : value;
  }
  return merged;
}
