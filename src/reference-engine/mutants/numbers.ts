/** Mutants that carry numbers, booleans and empty values wrongly. */
import { isObject, type Json, type JsonObject } from '../../core/json';
import { isEmpty } from '../planner/json';
import { mergePatch } from '../planner/patch';
import type { CastType } from '../planner/conversions';
import { DEFAULT_STRATEGIES, type Strategies } from '../strategies';
import type { Mutant } from './mutant';
import { sendingValues } from './sending';

const NUMERIC: readonly CastType[] = ['integer', 'float', 'decimal'];

/** An engine that writes something where a value cannot be converted to a number. */
function withFallback(fallback: Json): Partial<Strategies> {
  const { conversions } = DEFAULT_STRATEGIES;
  return {
    conversions: {
      ...conversions,
      forward: (cast, value, targetType) => {
        const converted = conversions.forward(cast, value, targetType);
        const isUnreadable = !converted.ok && (NUMERIC.includes(cast) || targetType === 'number');
        return isUnreadable && !isEmpty(value) ? { ok: true, value: fallback } : converted;
      },
    },
  };
}

/** The patch without what it empties. */
function withoutClears(patch: JsonObject): JsonObject {
  const kept = Object.entries(patch)
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]): [string, Json] => [name, isObject(value) ? withoutClears(value) : value]);
  return Object.fromEntries(kept);
}

export const NUMBER_MUTANTS: readonly Mutant[] = [
  {
    name: 'falsy-becomes-null',
    topic: 'numbers',
    what: 'Takes zero and false for no value, and writes null.',
    decisions: ['D6', 'D15'],
    caughtBy: ['properties'],
    strategies: () => sendingValues((value) => (value === 0 || value === false ? null : value)),
  },
  {
    name: 'rounds-to-cents',
    topic: 'numbers',
    what: 'Rounds every number to two decimals.',
    decisions: ['D15'],
    caughtBy: ['properties'],
    strategies: () =>
      sendingValues((value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value)),
  },
  {
    name: 'unreadable-number-becomes-zero',
    topic: 'numbers',
    what: 'Writes zero where a text cannot be converted to a number.',
    decisions: ['D15'],
    caughtBy: ['properties'],
    strategies: () => withFallback(0),
  },
  {
    name: 'unreadable-number-becomes-null',
    topic: 'numbers',
    what: 'Empties a number where a text cannot be converted to one.',
    decisions: ['D15'],
    caughtBy: ['properties'],
    strategies: () => withFallback(null),
  },
  {
    name: 'text-false-is-true',
    topic: 'numbers',
    what: 'Takes every text that is not empty for true, the text "false" too.',
    decisions: ['D15'],
    caughtBy: ['properties'],
    strategies: () => {
      const { conversions } = DEFAULT_STRATEGIES;
      return {
        conversions: {
          ...conversions,
          forward: (cast, value, targetType) =>
            conversions.forward(cast, cast === 'boolean' && value === 'false' ? true : value, targetType),
        },
      };
    },
  },
  {
    name: 'null-becomes-text',
    topic: 'numbers',
    what: 'Writes the text "null" where a property is emptied.',
    decisions: ['D13'],
    caughtBy: ['keep-in-sync', 'properties'],
    strategies: () => sendingValues((value) => value ?? 'null'),
  },
  {
    name: 'drops-clears',
    topic: 'numbers',
    what: 'Leaves empty values out of its updates, so that clearing a property never reaches the other side.',
    decisions: ['D13'],
    caughtBy: ['keep-in-sync'],
    strategies: () => ({ patchBody: (before, after) => withoutClears(mergePatch(before, after)) }),
  },
];
