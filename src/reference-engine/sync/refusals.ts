/**
 * Writes that a system refused for good, as they were sent: they are tried again ever more rarely, so that a record that
 * can never be written neither holds up the others nor keeps the engine from becoming quiescent, and is written
 * once the system takes it.
 */
import type { WriteOperation } from '../planner/operations';

/** The longest pause between two attempts, in syncs. */
const MAX_PAUSE_SYNCS = 8;

interface Pause {
  /** What was refused: another body is another attempt. */
  readonly body: string;
  readonly length: number;
  readonly until: number;
}

export class Refusals {
  private readonly pauses = new Map<string, Pause>();
  private count = 0;

  /** Another sync begins. */
  nextSync(): void {
    this.count += 1;
  }

  /** Whether the write was refused lately, and is not tried in this sync. */
  isPaused({ id, body }: WriteOperation): boolean {
    const pause = this.pauses.get(id);
    return pause?.body === JSON.stringify(body) && this.count <= pause.until;
  }

  /** The system refused the write: it pauses for one sync, then two, four, up to eight. */
  refused({ id, body }: WriteOperation): void {
    const text = JSON.stringify(body);
    const before = this.pauses.get(id);
    const length = before?.body === text ? Math.min(before.length * 2, MAX_PAUSE_SYNCS) : 1;
    this.pauses.set(id, { body: text, length, until: this.count + length });
  }

  /** The system took the write. */
  taken({ id }: WriteOperation): void {
    this.pauses.delete(id);
  }
}
