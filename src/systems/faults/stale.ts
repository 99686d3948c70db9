/** What was written and is not seen yet. */
import type { Clock, SystemRecord } from '../core/types';
import type { Staleness } from './types';

/** A record that reads still show as it was. */
export interface StaleRecord {
  /** `undefined`: it was not there. */
  readonly before: SystemRecord | undefined;
  /** Its place among the creations of the store. */
  readonly sequence: number;
  /** The number of the datatype's last change before it was written. */
  readonly change: number;
}

/** The records of one datatype that one way of reading shows as they were. */
export interface StaleRecords {
  /** A record that is stale already stays what it was at first. */
  note(id: string, record: StaleRecord, staleness: Staleness): void;
  /** By id. */
  shown(): ReadonlyMap<string, StaleRecord>;
  /** A call has read one record, or listed all. */
  tick(id?: string): void;
  forget(id: string): void;
  clear(): void;
}

interface Mark extends StaleRecord {
  calls: number;
  readonly until: number;
}

export function createStaleRecords(clock: Clock): StaleRecords {
  const marks = new Map<string, Mark>();
  return {
    note(id, record, { calls, milliseconds }) {
      if (!marks.has(id)) {
        const until = milliseconds === undefined ? Infinity : clock.now() + milliseconds;
        marks.set(id, { ...record, calls: calls ?? (milliseconds === undefined ? 1 : Infinity), until });
      }
    },
    shown() {
      for (const [id, { until }] of marks) {
        if (clock.now() >= until) {
          marks.delete(id);
        }
      }
      return marks;
    },
    tick(only) {
      for (const [id, mark] of only === undefined ? marks : [...marks].filter(([id]) => id === only)) {
        mark.calls -= 1;
        if (mark.calls <= 0) {
          marks.delete(id);
        }
      }
    },
    forget(id) {
      marks.delete(id);
    },
    clear() {
      marks.clear();
    },
  };
}
