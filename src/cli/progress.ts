/** Progress of a run: a bar on a terminal, a line now and then elsewhere, nothing with --quiet. */
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

const FINE: ReadonlySet<ScenarioStatus> = new Set(['passed', 'unsupported']);

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

/** Says how far the run is after each quarter of it. */
function lines(context: Context): Progress {
  let planned = 0;
  let finished = 0;
  let failed = 0;
  return {
    listener: {
      planned: (count) => {
        planned = count;
      },
      finished: (result) => {
        finished += 1;
        if (!FINE.has(result.status)) {
          failed += 1;
        }
        const quarter = Math.ceil(planned / 4);
        if (finished % quarter === 0 || finished === planned) {
          context.progress(`  ${finished} of ${planned} scenarios, ${failed} failed`);
        }
      },
    },
    stop: () => undefined,
  };
}

export function startProgress(context: Context): Progress {
  if (context.options.quiet === true) {
    return { listener: {}, stop: () => undefined };
  }
  return context.terminal.drawsProgress ? bar() : lines(context);
}
