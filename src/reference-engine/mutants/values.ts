/** Mutants that write the wrong values. */
import { isList, isObject, type Json, type JsonObject } from '../../core/json';
import type { CastType } from '../planner/conversions';
import { memberOf } from '../planner/json';
import { mergePatch } from '../planner/patch';
import { DEFAULT_STRATEGIES } from '../strategies';
import type { Mutant } from './mutant';

/** All mapped values as they will be, and null wherever the record has something that is not mapped. */
export function overwriting(
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

const WORDS: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };

/** What a well-meaning engine makes of a value before it converts it. */
function guessed(cast: CastType, value: Json): Json {
  const text = typeof value === 'string' ? value.trim() : value;
  if (cast === 'boolean' && typeof text === 'string') {
    return WORDS[text.toLowerCase()] ?? text;
  }
  const number = typeof text === 'string' && text !== '' ? Number(text) : text;
  if (cast === 'integer' && typeof number === 'number' && Number.isFinite(number)) {
    return Math.trunc(number);
  }
  return cast === 'float' || cast === 'decimal' ? text : value;
}

/** Lists that get shorter are emptied. */
function emptyingLists(before: JsonObject, patch: JsonObject): JsonObject {
  const changed = Object.entries(patch).map(([name, value]): readonly [string, Json] => {
    const old = memberOf(before, name);
    if (isList(old) && isList(value) && value.length < old.length) {
      return [name, []];
    }
    return [name, isObject(old) && isObject(value) ? emptyingLists(old, value) : value];
  });
  return Object.fromEntries(changed);
}

export const VALUE_MUTANTS: readonly Mutant[] = [
  {
    name: 'no-conversion',
    topic: 'values',
    what: 'Hands values over as they are, whatever data type the other side has.',
    decisions: ['D6', 'D15'],
    caughtBy: ['properties'],
    strategies: () => ({
      conversions: {
        forward: (_cast, value) => ({ ok: true, value }),
        backward: (_cast, value) => ({ ok: true, value }),
      },
    }),
  },
  {
    name: 'lenient-conversion',
    topic: 'values',
    what: 'Trims, truncates and takes words for booleans, so that more can be converted than should be.',
    decisions: ['D6', 'D15'],
    caughtBy: ['properties'],
    strategies: () => {
      const { conversions } = DEFAULT_STRATEGIES;
      return {
        conversions: {
          ...conversions,
          forward: (cast, value, targetType) => conversions.forward(cast, guessed(cast, value), targetType),
        },
      };
    },
  },
  {
    name: 'clears-whole-list',
    topic: 'values',
    what: 'Empties a whole list where one element of it should leave.',
    decisions: ['D14', 'D26'],
    caughtBy: ['properties'],
    strategies: () => ({
      patchBody: (before, after) => emptyingLists(before, mergePatch(before, after)),
    }),
  },
  {
    name: 'whole-record-overwrite',
    topic: 'values',
    what: 'An update sends the whole record: every property that no row names is set to null, beside nested ones too.',
    decisions: ['D14'],
    caughtBy: ['properties'],
    strategies: () => ({
      patchBody: (before, after, { mapped }) =>
        Object.keys(mergePatch(before, after)).length > 0 ? overwriting(before, after, mapped) : {},
    }),
  },
];
