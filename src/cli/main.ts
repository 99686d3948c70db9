/** The process of the `syncproof` command. */
import { isatty } from 'node:tty';
import picocolors from 'picocolors';
import type { InterruptedExitCode } from '../verdict';
import { openFile } from './open-file';
import { runProgram } from './program';

const NARROW = 100;
/** 128 and the signal's number, as shells count. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
const EXIT_HARNESS = 3;

let ended = false;
/** A command that ends in its own way when it is asked to, and what tells it to. */
let askToStop: ((exitCode: InterruptedExitCode) => void) | undefined;
/** How long it may take to end, in milliseconds. */
let longestEnd: number | undefined;
/** It was asked to: what it left behind in this process must not keep it alive. */
let isStopping = false;

/** Ends the process at once; what is temporary goes with it. */
function end(exitCode: number): never {
  ended = true;
  process.exit(exitCode);
}

/** A signal ends the process at once, unless the command ends in its own way; the old reports stay. */
for (const [signal, exitCode] of Object.entries(SIGNALS)) {
  process.on(signal, () => {
    const ask = askToStop;
    askToStop = undefined;
    if (ask === undefined) {
      end(exitCode);
    }
    isStopping = true;
    if (longestEnd !== undefined) {
      setTimeout(end, longestEnd, exitCode);
    }
    ask(exitCode);
  });
}

/** No run that stopped in the middle may look like a good one. */
process.on('exit', () => {
  if (ended) {
    return;
  }
  process.stderr.write(
    'syncproof ended before it was done: something in its process called process.exit, threw where nothing could catch it, or left a promise that never settles. Engines cannot do that: report it as a bug of syncproof.\n',
  );
  process.exitCode = EXIT_HARNESS;
});

/** Whoever reads the output may stop reading: `syncproof run | head -1`. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      if (stream !== process.stderr) {
        process.stderr.write(`The results cannot be written to standard output: ${error.message}.\n`);
      }
      end(EXIT_HARNESS);
    }
  });
}

/** Asks on stderr, since stdout holds results; Ctrl-C while it waits ends the process like any other, and so does the end of the input. */
async function askOnTerminal(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const unanswered = (): void => {
    end(SIGNALS.SIGINT);
  };
  lines.once('SIGINT', unanswered).once('close', unanswered);
  try {
    return await lines.question(question);
  } finally {
    lines.removeListener('close', unanswered).close();
  }
}

/** What GitHub Actions sets in every job ("Variables reference" in GitHub's documentation). */
function jobOf({ GITHUB_ACTIONS, GITHUB_WORKSPACE }: NodeJS.ProcessEnv): { job?: { workspace?: string } } {
  if (GITHUB_ACTIONS !== 'true') {
    return {};
  }
  return { job: GITHUB_WORKSPACE === undefined ? {} : { workspace: GITHUB_WORKSPACE } };
}

void runProgram(process.argv.slice(2), {
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isTerminal: isatty(process.stdout.fd),
  drawsProgress: isatty(process.stderr.fd),
  mayColour: picocolors.isColorSupported,
  ...jobOf(process.env),
  columns: process.stdout.columns > 0 ? process.stdout.columns : NARROW,
  ...(isatty(process.stdin.fd) && isatty(process.stderr.fd) ? { ask: askOnTerminal } : {}),
  open: openFile,
  untilStopped: (limit) =>
    new Promise((resolve) => {
      askToStop = resolve;
      longestEnd = limit;
    }),
}).then((exitCode) => {
  if (isStopping) {
    end(exitCode);
  }
  ended = true;
  process.exitCode = exitCode;
});
