/** The parts of a record that the engine wants to see. */
import { memberOf } from '../../planner/json';
import { isObject, type Json, type JsonObject } from '../../../core/json';

/** First steps with what follows them; an empty tail: the whole member is wanted. */
function tailsOf(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const tails = new Map<string, string[]>();
  for (const path of paths) {
    const dot = path.indexOf('.');
    const step = dot < 0 ? path : path.slice(0, dot);
    const tail = dot < 0 ? '' : path.slice(dot + 1);
    tails.set(step, [...(tails.get(step) ?? []), tail]);
  }
  return tails;
}

/**
 * What is at the paths; null where there is nothing. A path that meets a list takes the list whole, since a list can
 * only be written whole.
 */
export function pick(properties: JsonObject, paths: readonly string[]): JsonObject {
  return Object.fromEntries(
    [...tailsOf(paths)].map(([step, tails]): readonly [string, Json] => {
      const member = memberOf(properties, step) ?? null;
      return [step, isObject(member) && !tails.includes('') ? pick(member, tails) : member];
    }),
  );
}
