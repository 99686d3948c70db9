/**
 * Writes that a system refused for good, as they were sent: they are tried again ever more rarely, so that a record that
 * can never be written neither holds up the others nor keeps the engine from coming to rest, and is made good all the
 * same once the system takes it.
 */
import type { Operation } from '../planner/operations';

/** The longest rest between two attempts, in syncs. */
const longestRest = 8;

interface Rest {
  /** What was refused: another body is another attempt. */
  readonly body: string;
  readonly length: number;
  readonly until: number;
}

export class Refusals {
  private readonly rests = new Map<string, Rest>();
  private count = 0;

  /** Another sync begins. */
  nextSync(): void {
    this.count += 1;
  }

  /** Whether the write was refused lately, and is left alone in this sync. */
  rest({ id, body }: Operation): boolean {
    const rest = this.rests.get(id);
    return rest?.body === JSON.stringify(body) && this.count <= rest.until;
  }

  /** The system refused the write: it rests for one sync, then two, four, up to eight. */
  refused({ id, body }: Operation): void {
    const text = JSON.stringify(body);
    const before = this.rests.get(id);
    const length = before?.body === text ? Math.min(before.length * 2, longestRest) : 1;
    this.rests.set(id, { body: text, length, until: this.count + length });
  }

  /** The system took the write. */
  taken({ id }: Operation): void {
    this.rests.delete(id);
  }
}
