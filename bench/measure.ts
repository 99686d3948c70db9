/** Runs a command as a whole process and says how long it took and how much memory it had. */
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { readFileSync } from 'node:fs';

export interface Measured {
  readonly milliseconds: number;
  /** Largest resident set of the process, in megabytes; 0 where the system does not tell. */
  readonly megabytes: number;
  /** Milliseconds that the processor worked for it, all its threads together; 0 where the system does not tell. */
  readonly cpu: number;
  readonly exitCode: number;
}

/** Of `/proc/<pid>/stat`, in milliseconds (proc(5): USER_HZ is 100 wherever Node runs). */
const TICK = 10;

/** Of user and system, the fields 14 and 15; those before them end with the name in parentheses, which may hold anything. */
function cpuOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  } catch {
    return 0;
  }
}

function peakOf(pid: number): number {
  try {
    const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(match?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** How often memory and work are read, in milliseconds. */
const SAMPLE = 20;

export function measure(command: readonly string[], cwd: string): Promise<Measured> {
  const [program = '', ...words] = command;
  const started = performance.now();
  const child = spawn(program, words, { cwd, stdio: 'ignore' });
  let megabytes = 0;
  let cpu = 0;
  const timer = setInterval(() => {
    megabytes = Math.max(megabytes, peakOf(child.pid ?? 0));
    cpu = Math.max(cpu, cpuOf(child.pid ?? 0));
  }, SAMPLE);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearInterval(timer);
      resolve({ milliseconds: performance.now() - started, megabytes, cpu, exitCode: exitCode ?? -1 });
    });
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
