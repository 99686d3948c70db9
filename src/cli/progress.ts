/** Progress of a run: a bar on a terminal, a line every 30 seconds elsewhere, nothing with --quiet. */
import { SingleBar } from 'cli-progress';
import type { ScenarioResult, ScenarioStatus } from '../verdict';
import type { CollectListener } from '../run';
import type { Context } from './context';
import { atExit } from '../core/temporary-directory';

export interface Progress {
  readonly listener: CollectListener;
  /** Takes the bar off the screen. */
  stop(): void;
}

/** Skipped ones did not run: they are counted as done, and not as failed. */
const FINE: ReadonlySet<ScenarioStatus> = new Set(['passed', 'unsupported', 'skipped']);

function bar(): Progress {
  let failed = 0;
  const single = new SingleBar({
    format: 'scenarios {bar} {value}/{total}  failed: {failed}',
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
    noTTYOutput: false,
    gracefulExit: false,
  });
  let started = false;
  const takeAway = (): void => {
    if (started) {
      single.stop();
    }
  };
  const forget = atExit(takeAway);
  return {
    listener: {
      planned: (count) => {
        if (started) {
          single.setTotal(count);
        } else {
          single.start(count, 0, { failed });
        }
        started = true;
      },
      finished: (result: ScenarioResult) => {
        if (!FINE.has(result.status)) {
          failed += 1;
        }
        single.increment(1, { failed });
      },
    },
    stop: () => {
      forget();
      takeAway();
    },
  };
}

/** Off a terminal, in milliseconds: often enough to see that the run lives, seldom enough for the log of a CI job. */
const BETWEEN_LINES = 30_000;

/** Time as a progress line needs it; tests give their own. */
export interface ProgressClock {
  /** Milliseconds, from whenever. */
  readonly now: () => number;
  /** Calls back again and again until it is cleared. */
  readonly every: (milliseconds: number, act: () => void) => { readonly clear: () => void };
}

const REAL_CLOCK: ProgressClock = {
  now: () => performance.now(),
  every: (milliseconds, act) => {
    const timer = setInterval(act, milliseconds);
    return {
      clear: () => {
        clearInterval(timer);
      },
    };
  },
};

/** `45 s`, `3 min`, `2 h 5 min`: rounded up, as nobody knows it better. */
function durationWords(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.ceil(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}

/** Says how far the run is, and how long it will take, every 30 seconds, and when it is done. */
function lines(context: Context, clock: ProgressClock): Progress {
  let planned = 0;
  let finished = 0;
  let failed = 0;
  let started: number | undefined;
  const left = (): string => {
    if (started === undefined || finished === 0) {
      return 'time left unknown';
    }
    const each = (clock.now() - started) / finished;
    return `about ${durationWords(each * (planned - finished))} left`;
  };
  const say = (more: string): void => {
    context.progress(`  ${finished} of ${planned} scenarios, ${failed} failed${more}`);
  };
  const timer = clock.every(BETWEEN_LINES, () => {
    if (started !== undefined && finished < planned) {
      say(`, ${left()}`);
    }
  });
  return {
    listener: {
      planned: (count) => {
        planned = count;
        started ??= clock.now();
      },
      finished: (result) => {
        finished += 1;
        if (!FINE.has(result.status)) {
          failed += 1;
        }
        if (finished === planned) {
          say('');
        }
      },
    },
    stop: () => {
      timer.clear();
    },
  };
}

/** Shows how far the run is. @param clock - for tests */
export function startProgress(context: Context, clock: ProgressClock = REAL_CLOCK): Progress {
  if (context.options.quiet === true) {
    return { listener: {}, stop: () => undefined };
  }
  return context.terminal.drawsProgress ? bar() : lines(context, clock);
}
