/** Finding records by the value of a property. */
import { valuesAt } from './json';
import type { Properties } from './types';
import { isList, isObject } from '../../core/json';
import type { Json } from '../../core/json';

/** What holds properties, and is in an index as long as they do not change. */
interface Holder {
  readonly record: { readonly properties: Properties };
}

/** For one path: which holders have which value there. */
export interface Lookup<Item extends Holder> {
  add(item: Item): void;
  take(item: Item): void;
  /** In no particular order. */
  find(value: Json): readonly Item[];
}

/**
 * Makes an index over the values at a path. A list on the way or at the end counts by its elements (decision D7).
 * @param path - dotted
 */
export function createLookup<Item extends Holder>(path: string): Lookup<Item> {
  const steps = path.split('.');
  const holders = new Map<string, Set<Item>>();
  const keysOf = ({ record }: Item): ReadonlySet<string> =>
    new Set(valuesAt(record.properties, steps).map(keyOf));
  return {
    add(item) {
      for (const key of keysOf(item)) {
        const present = holders.get(key);
        if (present === undefined) {
          holders.set(key, new Set([item]));
        } else {
          present.add(item);
        }
      }
    },
    take(item) {
      for (const key of keysOf(item)) {
        const present = holders.get(key);
        present?.delete(item);
        if (present?.size === 0) {
          holders.delete(key);
        }
      }
    },
    find: (value) => [...(holders.get(keyOf(value)) ?? [])],
  };
}

/** Whether one of the values at a path equals `value`: exactly, members of objects in any order. */
export function hasValueAt(properties: Properties, path: string, value: Json): boolean {
  const key = keyOf(value);
  return valuesAt(properties, path.split('.')).some((present) => keyOf(present) === key);
}

/** A text that two values share when they are equal. */
function keyOf(value: Json): string {
  if (isList(value)) {
    return `[${value.map(keyOf).join()}]`;
  }
  if (isObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((name) => `${JSON.stringify(name)}:${keyOf(value[name] ?? null)}`);
    return `{${members.join()}}`;
  }
  return JSON.stringify(value);
}
