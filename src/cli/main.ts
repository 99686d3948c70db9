/** The process of the `syncproof` command. */
import { isatty } from 'node:tty';
import picocolors from 'picocolors';
import { runProgram } from './program';

const NARROW = 100;
/** 128 and the signal's number, as shells count. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
const EXIT_HARNESS = 3;

let ended = false;
/** A command that ends in its own way when it is asked to. */
let askToStop: (() => void) | undefined;

/** A signal ends the process at once; what is temporary goes with it, and the old reports stay. */
for (const [signal, exitCode] of Object.entries(SIGNALS)) {
  process.on(signal, () => {
    if (askToStop !== undefined) {
      askToStop();
      askToStop = undefined;
      return;
    }
    ended = true;
    process.exit(exitCode);
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
      throw error;
    }
  });
}

/** Asks on stderr, since stdout holds results; Ctrl-C while it waits ends the process like any other, and so does the end of the input. */
async function askOnTerminal(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const unanswered = (): void => {
    ended = true;
    process.exit(SIGNALS.SIGINT);
  };
  lines.once('SIGINT', unanswered).once('close', unanswered);
  try {
    return await lines.question(question);
  } finally {
    lines.removeListener('close', unanswered).close();
  }
}

void runProgram(process.argv.slice(2), {
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isTerminal: isatty(process.stdout.fd),
  drawsProgress: isatty(process.stderr.fd),
  mayColour: picocolors.isColorSupported,
  columns: process.stdout.columns > 0 ? process.stdout.columns : NARROW,
  ...(isatty(process.stdin.fd) && isatty(process.stderr.fd) ? { ask: askOnTerminal } : {}),
  untilStopped: () =>
    new Promise((resolve) => {
      askToStop = resolve;
    }),
}).then((exitCode) => {
  ended = true;
  process.exitCode = exitCode;
});
