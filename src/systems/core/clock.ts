import type { Clock } from './types';

/** A clock that moves only when the harness moves it. */
export interface ManualClock extends Clock {
  /**
   * Moves the clock forward.
   * @param milliseconds - a whole number, not negative: systems keep their records in the order of their times
   * @returns the new time
   */
  advance(milliseconds: number): number;
}

/**
 * Makes a clock that only `advance` moves.
 * @param startMillis - milliseconds since the epoch, a whole number
 * @throws RangeError for a time or a step that is not a whole number, or a step back
 */
export function createClock(startMillis: number): ManualClock {
  if (!Number.isSafeInteger(startMillis)) {
    throw new RangeError(
      `A clock cannot start at ${startMillis}: give whole milliseconds since the epoch, for example Date.UTC(2024, 0, 1).`,
    );
  }
  let time = startMillis;
  return {
    now: () => time,
    advance(milliseconds) {
      if (!Number.isSafeInteger(milliseconds) || milliseconds < 0) {
        throw new RangeError(
          `The clock cannot advance by ${milliseconds} ms: give whole milliseconds, 0 or more; it never goes back.`,
        );
      }
      time += milliseconds;
      return time;
    },
  };
}
