/**
 * When a continuous engine is done: nobody can ask it to synchronize, so the harness watches it. It is quiet once it has
 * read every change of people, and has written nothing for a while.
 */
import type { StatusAnswer } from '../protocol';
import type { CallLog, MockedSystem } from '../systems';

/** How long a continuous engine is watched. */
export interface QuietLimits {
  /** Milliseconds without a writing call, and without reading a change, after which it counts as quiet; longer than its polling interval. */
  readonly quiet: number;
  /** Milliseconds after which the harness waits no longer for a change to be read, or for the writing to end. */
  readonly longest: number;
}

/** Default limits: an engine that polls every second or faster. */
export const QUIET_LIMITS: QuietLimits = { quiet: 2000, longest: 60_000 };

/** The limits that the user states in seconds, and the default of each that is absent. */
export function quietLimits(stated: Partial<QuietLimits> = {}): QuietLimits {
  const { quiet, longest } = stated;
  return {
    quiet: quiet === undefined ? QUIET_LIMITS.quiet : quiet * 1000,
    longest: longest === undefined ? QUIET_LIMITS.longest : longest * 1000,
  };
}

/** How often the harness looks, in milliseconds; never less often than ten times within the quiet time. */
const LONGEST_LOOK = 100;

export interface QuietWatchOptions {
  readonly log: CallLog;
  readonly systems: () => readonly MockedSystem[];
  readonly limits: QuietLimits;
  /** What the engine says of its work; `undefined` where it says nothing. */
  readonly status: () => Promise<StatusAnswer | undefined>;
  /** Lets real time pass. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** What a wait ended with. */
export interface QuietOutcome {
  /** The engine sent a write meanwhile. */
  readonly wrote: boolean;
  /** It was still writing, or busy by its own word, when the longest time was over. */
  readonly busy: boolean;
  /** Ids of the changed records that it has not read, where the longest time is over. */
  readonly unread: readonly string[];
}

interface Change {
  readonly system: string;
  readonly id: string;
  readonly version: number;
  readonly modifiedAt: number;
  /** The log's mark before the change. */
  readonly mark: number;
}

export class QuietWatch {
  private readonly versions = new Map<string, number>();
  private changes: Change[] = [];
  private markBefore = 0;

  constructor(private readonly options: QuietWatchOptions) {}

  /** To be called before a person changes anything: what has changed until now is dated. */
  beforeChange(): void {
    this.findChanges();
    this.markBefore = this.options.log.mark();
  }

  /** Waits until the engine is quiet, or the longest time is over. */
  async wait(): Promise<QuietOutcome> {
    this.findChanges();
    const { limits, log, pause } = this.options;
    const look = Math.max(1, Math.min(LONGEST_LOOK, limits.quiet / 10));
    const start = log.mark();
    let mark = start;
    let silence = 0;
    for (let waited = 0; waited < limits.longest; waited += look) {
      const before = this.unread().length;
      await pause(look);
      const wrote = this.hasWritten(mark);
      mark = log.mark();
      // What it has just read, it may be about to act on.
      const hasRead = this.unread().length < before;
      silence = wrote || hasRead ? 0 : silence + look;
      // While it is asked, it may write.
      if (silence >= limits.quiet && (await this.isDone()) && !this.hasWritten(mark)) {
        return { wrote: this.hasWritten(start), busy: false, unread: [] };
      }
    }
    const unread = this.unread().map(({ id }) => id);
    return { wrote: this.hasWritten(start), busy: silence < limits.quiet || unread.length === 0, unread };
  }

  private hasWritten(mark: number): boolean {
    return this.options.log.since(mark).some(({ mutating }) => mutating);
  }

  private async isDone(): Promise<boolean> {
    const status = await this.options.status();
    if (status?.idle === false) {
      return false;
    }
    const readUntil = Date.parse(status?.readUntil ?? '');
    return this.unread().every(({ modifiedAt }) => modifiedAt <= readUntil);
  }

  /** Records that people changed since the last look: an engine knows of its own writes. */
  private findChanges(): void {
    for (const system of this.options.systems()) {
      for (const { datatype, record } of recordsOf(system)) {
        const key = `${system.id}/${datatype}/${record.id}`;
        if (this.versions.get(key) === record.version) {
          continue;
        }
        this.versions.set(key, record.version);
        if (record.modifiedBy !== system.account) {
          const { id, version, modifiedAt } = record;
          this.changes.push({ system: system.id, id, version, modifiedAt, mark: this.markBefore });
        }
      }
    }
  }

  /** The changes that no answer has shown since. Every dialect answers a read or a listing with the records' ids. */
  private unread(): Change[] {
    const { log } = this.options;
    this.changes = this.changes.filter(({ system, id, mark }) => {
      const name = JSON.stringify(id);
      return !log
        .since(mark)
        .some(
          (call) =>
            call.system === system &&
            !call.mutating &&
            call.status >= 200 &&
            call.status < 300 &&
            call.responseBody?.includes(name) === true,
        );
    });
    return this.changes;
  }
}

function recordsOf(
  system: MockedSystem,
): { readonly datatype: string; readonly record: ReturnType<MockedSystem['records']>[number] }[] {
  return Object.keys(system.schema).flatMap((datatype) =>
    system.records(datatype).map((record) => ({ datatype, record })),
  );
}
