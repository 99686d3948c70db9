/** A worker: a process of its own that runs the scenarios it is given. Its program is this module. */
import { Collector } from './collect';
import { keepRunContext, loadSteps, runFeatures, type CucumberRun } from './cucumber';
import type { RunMessage, WorkerMessage } from './messages';

/** How often a worker says that nothing blocks it, in milliseconds. */
const PULSE = 1000;

function say(message: WorkerMessage): void {
  // Where nobody listens any more, "disconnect" ends the process.
  process.send?.(message, undefined, undefined, () => undefined);
}

async function runBatch(run: CucumberRun): Promise<void> {
  const collector: Collector = new Collector({
    begun: (scenario) => {
      say({ type: 'begun', scenario });
    },
    finished: (result) => {
      const { engine } = collector;
      say({ type: 'finished', result, ...(engine === undefined ? {} : { engine }) });
    },
  });
  say({ type: 'idle', complaints: await runFeatures(run, collector.accept) });
}

let endRunContext: (() => Promise<void>) | undefined;

async function act(message: RunMessage): Promise<void> {
  if (message.type === 'batch') {
    await runBatch(message.run);
  } else if (message.type === 'prepare') {
    await loadSteps(message.cwd);
    endRunContext = keepRunContext();
    say({ type: 'idle', complaints: '' });
  } else {
    await endRunContext?.();
    process.exit();
  }
}

function begin(): void {
  // Ctrl-C reaches every process of a terminal: the run decides what becomes of its workers.
  process.on('SIGINT', () => undefined);
  process.once('disconnect', () => {
    process.exit();
  });
  setInterval(() => {
    say({ type: 'alive' });
  }, PULSE).unref();
  process.on('message', (message: RunMessage) => {
    act(message).catch((error: unknown) => {
      say({ type: 'broken', why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    });
  });
}

begin();
