import type { RecordedCall } from './types';

/** The calls that the systems of one scenario answered, in the order in which they took effect. */
export interface CallLog {
  readonly calls: readonly RecordedCall[];
  /** Where the log stands now: the number of its last call, 0 at the start. */
  mark(): number;
  /** The calls that came after `mark`. */
  since(mark: number): readonly RecordedCall[];
  /** Adds a call and gives it the next number. For systems. */
  add(call: Omit<RecordedCall, 'number'>): RecordedCall;
}

/** Makes an empty call log; all systems of one scenario share one, so its numbers order their calls. */
export function createCallLog(): CallLog {
  const calls: RecordedCall[] = [];
  return {
    calls,
    mark: () => calls.length,
    since: (mark) => calls.slice(mark),
    add(call) {
      const numbered = { number: calls.length + 1, ...call };
      calls.push(numbered);
      return numbered;
    },
  };
}
