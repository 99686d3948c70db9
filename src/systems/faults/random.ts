/** Numbers that look random and are the same for the same seed. */

/** The next number of a sequence, 0 inclusive to 1 exclusive. */
export type Random = () => number;

/** 2 to the power of 32. */
const RANGE = 0x1_0000_0000;

/**
 * Makes a sequence: mulberry32 (Tommy Ettinger, public domain), 32 bits of state, which is plenty to draw lots.
 * @param seed - a whole number
 * @param stream - distinguishes sequences of one seed, so that one more draw in one of them changes no other
 */
export function createRandom(seed: number, stream: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    const again = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
    return ((again ^ (again >>> 14)) >>> 0) / RANGE;
  };
}

/** One of several, or `undefined` of none. */
export function pick<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random() * items.length)];
}
