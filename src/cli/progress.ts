/** Progress of a run: a bar on a terminal, a line now and then elsewhere, nothing with --quiet. */
import { SingleBar } from 'cli-progress';
import type { ScenarioResult } from '../verdict';
import type { CollectListener } from '../run';
import type { Context } from './context';

export interface Progress {
  readonly listener: CollectListener;
  /** Takes the bar off the screen. */
  stop(): void;
}

function bar(context: Context): Progress {
  let failed = 0;
  const single = new SingleBar({
    format: 'scenarios {bar} {value}/{total}  failed: {failed}',
    clearOnComplete: true,
    hideCursor: true,
    stream: process.stderr,
    noTTYOutput: false,
  });
  let started = false;
  return {
    listener: {
      planned: (count) => {
        if (started) single.setTotal(count);
        else single.start(count, 0, { failed });
        started = true;
      },
      finished: (result: ScenarioResult) => {
        if (result.status === 'failed') failed += 1;
        single.increment(1, { failed });
      },
    },
    stop: () => {
      if (started) single.stop();
      context.progress('');
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
        if (result.status === 'failed') failed += 1;
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
  if (context.options.quiet === true) return { listener: {}, stop: () => undefined };
  return context.terminal.drawsProgress ? bar(context) : lines(context);
}
