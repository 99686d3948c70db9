/** Mutants that write the wrong values. */
import { isObject, type Json, type JsonObject } from '../../core/json';
import { memberOf } from '../planner/json';
import { mergePatch } from '../planner/patch';
import type { Mutant } from './mutant';

/** All mapped values as they will be, and null wherever the record has something that is not mapped. */
function overwriting(
  before: JsonObject,
  after: JsonObject,
  mapped: readonly string[],
  prefix = '',
): JsonObject {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const written = [...names].sort().map((name): readonly [string, Json] => {
    const path = `${prefix}${name}`;
    const [old, value] = [memberOf(before, name), memberOf(after, name) ?? null];
    const below = mapped.filter((other) => other.startsWith(`${path}.`));
    if (mapped.includes(path) || (below.length > 0 && !isObject(value))) {
      return [name, value];
    }
    if (below.length === 0 || !isObject(value)) {
      return [name, null];
    }
    return [name, overwriting(isObject(old) ? old : {}, value, mapped, `${path}.`)];
  });
  return Object.fromEntries(written);
}

export const VALUE_MUTANTS: readonly Mutant[] = [
  {
    name: 'no-conversion',
    topic: 'values',
    what: 'Hands values over as they are, whatever data type the other side has.',
    decisions: ['D6', 'D15'],
    strategies: () => ({
      conversions: {
        forward: (_cast, value) => ({ ok: true, value }),
        backward: (_cast, value) => ({ ok: true, value }),
      },
    }),
  },
  {
    name: 'whole-record-overwrite',
    topic: 'values',
    what: 'An update sends the whole record: every property that no row names is set to null, beside nested ones too.',
    decisions: ['D14'],
    strategies: () => ({
      patchBody: (before, after, { mapped }) =>
        Object.keys(mergePatch(before, after)).length > 0 ? overwriting(before, after, mapped) : {},
    }),
  },
];
