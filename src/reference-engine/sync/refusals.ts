/**
 * Writes that a system refused for good, as they were sent: they are tried again ever more rarely, so that a record that
 * can never be written neither holds up the others nor keeps the engine from coming to rest, and is made good all the
 * same once the system takes it.
 */
import type { WriteOperation } from '../planner/operations';

/** The longest rest between two attempts, in syncs. */
const MAX_PAUSE_SYNCS = 8;

interface Pause {
  /** What was refused: another body is another attempt. */
  readonly body: string;
  readonly length: number;
  readonly until: number;
}

export class Refusals {
  private readonly rests = new Map<string, Pause>();
  private count = 0;

  /** Another sync begins. */
  nextSync(): void {
    this.count += 1;
  }

  /** Whether the write was refused lately, and is left alone in this sync. */
  isPaused({ id, body }: WriteOperation): boolean {
    const rest = this.rests.get(id);
    return rest?.body === JSON.stringify(body) && this.count <= rest.until;
  }

  /** The system refused the write: it rests for one sync, then two, four, up to eight. */
  refused({ id, body }: WriteOperation): void {
    const text = JSON.stringify(body);
    const before = this.rests.get(id);
    const length = before?.body === text ? Math.min(before.length * 2, MAX_PAUSE_SYNCS) : 1;
    this.rests.set(id, { body: text, length, until: this.count + length });
  }

  /** The system took the write. */
  taken({ id }: WriteOperation): void {
    this.rests.delete(id);
  }
}
