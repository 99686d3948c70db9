/** What an engine's thread may not do to the process that it shares with the harness. */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { OutputSource } from './worker-output';

type Print = (source: OutputSource, text: string) => void;
type AnyFunction = (...given: unknown[]) => unknown;

/** The standard streams by their numbers. */
const STREAMS: Readonly<Record<number, OutputSource>> = { 1: 'stdout', 2: 'stderr' };

/** Functions of `node:child_process` that block the thread until a program ends. */
const BLOCKING = ['spawnSync', 'execSync', 'execFileSync'] as const;

function textOf(chunk: unknown): string {
  return chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk);
}

/** `write` of a standard stream: what is written goes to the engine's log. */
function printing(print: Print, source: OutputSource): typeof process.stdout.write {
  return (chunk: unknown, ...rest: readonly unknown[]): boolean => {
    print(source, textOf(chunk));
    const written = rest.find((each) => typeof each === 'function') as (() => void) | undefined;
    if (written !== undefined) {
      process.nextTick(written);
    }
    return true;
  };
}

/** Of the parameters of `fs.write` and `fs.writeSync`, what is written. */
function writtenText(parameters: readonly unknown[]): string {
  const [chunk, second, third] = parameters;
  if (!ArrayBuffer.isView(chunk)) {
    return String(chunk);
  }
  const { offset = 0, length } = (
    typeof second === 'number' ? { offset: second, length: third } : (second ?? {})
  ) as { readonly offset?: number; readonly length?: unknown };
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).subarray(offset);
  return bytes.subarray(0, typeof length === 'number' ? length : undefined).toString();
}

/** Loggers write to the numbers of the standard streams, past the streams. */
function redirectDescriptors(print: Print): void {
  const { write, writeSync } = fs as unknown as Readonly<Record<'write' | 'writeSync', AnyFunction>>;
  const redirected = (descriptor: unknown, parameters: readonly unknown[]): number | undefined => {
    const source = typeof descriptor === 'number' ? STREAMS[descriptor] : undefined;
    if (source === undefined) {
      return undefined;
    }
    const text = writtenText(parameters);
    print(source, text);
    return Buffer.byteLength(text);
  };
  Reflect.set(fs, 'writeSync', (descriptor: unknown, ...rest: unknown[]): unknown => {
    return redirected(descriptor, rest) ?? writeSync(descriptor, ...rest);
  });
  Reflect.set(fs, 'write', (descriptor: unknown, ...rest: unknown[]): unknown => {
    const length = redirected(descriptor, rest);
    if (length === undefined) {
      return write(descriptor, ...rest);
    }
    const done = rest.at(-1);
    if (typeof done === 'function') {
      process.nextTick(done, null, length, rest[0]);
    }
    return undefined;
  });
}

/** A thread cannot be ended while it waits for a program: so no program is waited for longer than the harness waits. */
function limitBlockingPrograms(limit: number): void {
  for (const name of BLOCKING) {
    const run = childProcess[name] as AnyFunction;
    Reflect.set(childProcess, name, (...given: unknown[]): unknown => {
      const at = given.findIndex((each, index) => index > 0 && isOptions(each));
      const options = (at < 0 ? {} : given[at]) as { readonly timeout?: number };
      const limited = {
        killSignal: 'SIGKILL',
        ...options,
        timeout: Math.min(options.timeout ?? limit, limit),
      };
      return run(...(at < 0 ? given : given.slice(0, at)), limited);
    });
  }
}

function isOptions(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The engine's own process is also the harness's: a signal to it ends the engine's thread alone. */
function keepSignalsInside(ending: (how: string) => void): void {
  const kill = process.kill.bind(process);
  process.kill = (pid, signal = 'SIGTERM') => {
    if (signal === 0 || (pid > 0 && pid !== process.pid)) {
      return kill(pid, signal);
    }
    ending(`process.kill(${pid}, ${JSON.stringify(signal)})`);
    return process.exit(1);
  };
}

export interface ConfinementOptions {
  /** Takes what the engine prints. */
  readonly print: Print;
  /** Takes what it did to end itself. */
  readonly ending: (how: string) => void;
  /** How long a program may block the thread, in milliseconds. */
  readonly limit: number;
}

/** Confines what runs in this thread from now on. Programs that it starts are not confined. */
export function confine({ print, ending, limit }: ConfinementOptions): void {
  process.stdout.write = printing(print, 'stdout');
  process.stderr.write = printing(print, 'stderr');
  redirectDescriptors(print);
  limitBlockingPrograms(limit);
  keepSignalsInside(ending);
  syncBuiltinESMExports();
}
