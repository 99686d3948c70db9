/** How long a system wants to be left alone (RFC 9110, section 10.2.3; RFC 6585, section 4), and how long a sync waits for it. */

/** Most milliseconds that one sync waits for one system. What needs longer is left for a later sync. */
export const MAX_WAIT_MS = 25_000;

/** Milliseconds before the first repetition where the system names no time; doubled with each further one. */
const FIRST_BACKOFF_MS = 500;

/** How often a call is repeated where the system names no time, and where it does. */
const REPETITIONS = { unnamed: 4, named: 8 };

/** The way of time, as the engine's environment has it. */
export interface Time {
  /** Resolves after so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Real time. A timer that is waited for keeps no process alive. */
export const REAL_TIME: Time = {
  wait: (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds).unref();
    }),
  now: () => Date.now(),
};

/** The three forms of an HTTP date begin with the day (RFC 9110, section 5.6.7); `Date.parse` takes far more than those. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? /;

/**
 * The milliseconds that an answer asks for by `Retry-After`, in seconds or as a date; `undefined` where it names none. A
 * date counts from the answer's own `Date`, so that clocks that differ do no harm.
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) {
    return Number(text) * 1000;
  }
  const date = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : untilTime(headers, date, now);
}

/** The milliseconds from an answer to a time of the system's clock. */
export function untilTime(headers: Headers, time: number, now: number): number {
  const sent = Date.parse(headers.get('date') ?? '');
  return Math.max(0, time - (Number.isNaN(sent) ? now : sent));
}

/** What comes of a call that the system did not want at this time. */
export type BackoffDecision = 'repeat' | 'give up' | 'postpone';

/** Stands before one system: while it wants to be left alone, no call passes. */
export class Backoff {
  private waited = 0;
  private resumeAt = 0;
  private pause: Promise<void> | undefined;
  private pauseEnd = 0;

  constructor(private readonly time: Time) {}

  nextSync(): void {
    this.waited = 0;
  }

  /** A call may be made now, without waiting. */
  get isOpen(): boolean {
    return this.pause === undefined && this.time.now() >= this.resumeAt;
  }

  /** Resolves when a call may be made: true; false where that is later than this sync waits. */
  async pass(): Promise<boolean> {
    while (this.pause !== undefined) {
      await this.pause;
    }
    return this.time.now() >= this.resumeAt;
  }

  /**
   * The system refused a call for now. Where it is worth it, the time is waited for.
   *
   * @param delay - what the system asks for, in milliseconds; absent where it names no time
   * @param attempt - how often the call was repeated already
   */
  async refused(delay: number | undefined, attempt: number): Promise<BackoffDecision> {
    if (attempt >= (delay === undefined ? REPETITIONS.unnamed : REPETITIONS.named)) {
      return 'give up';
    }
    const length = delay ?? FIRST_BACKOFF_MS * 2 ** attempt;
    const end = this.time.now() + length;
    if (this.pause !== undefined && end <= this.pauseEnd) {
      await this.pause;
      return 'repeat';
    }
    if (this.waited + length > MAX_WAIT_MS) {
      this.resumeAt = Math.max(this.resumeAt, end);
      return 'postpone';
    }
    this.waited += length;
    await this.hold(length, end);
    return 'repeat';
  }

  private async hold(length: number, end: number): Promise<void> {
    const pause = Promise.all([this.pause, this.time.wait(length)]).then(() => {
      if (this.pause === pause) {
        this.pause = undefined;
      }
    });
    this.pause = pause;
    this.pauseEnd = end;
    await pause;
  }
}
