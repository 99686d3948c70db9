/**
 * No engine outlives the harness. Every program is started as the leader of a process group, and a small process of its
 * own keeps the list of these groups: when its input closes, because the harness ended in whatever way, SIGKILL among
 * them, it kills the groups that are left and ends.
 */
import { spawn, type ChildProcess } from 'node:child_process';

/** Kills a group of processes and all that it holds; a group that is gone is ignored. */
export function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
      throw error;
    }
  }
}

/** What the process does: it runs alone, from this function's text, so it names nothing from outside. */
function reap(): void {
  const groups = new Set<number>();
  let rest = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const group = Number(line.slice(1));
      if (line.startsWith('+')) {
        groups.add(group);
      } else {
        groups.delete(group);
      }
    }
  });
  process.stdin.on('end', () => {
    for (const group of groups) {
      try {
        process.kill(-group, 'SIGKILL');
      } catch {
        // The group is gone.
      }
    }
  });
}

/** Keeps the list of process groups that must not outlive this process. */
export class Reaper {
  private child: ChildProcess | undefined;
  private readonly groups = new Set<number>();

  /** From now on the group ends with this process. */
  watch(leader: number): void {
    this.groups.add(leader);
    this.tell(`+${leader}`);
  }

  /** The group has ended, or is killed now. */
  release(leader: number): void {
    if (this.groups.delete(leader)) {
      killGroup(leader);
      this.tell(`-${leader}`);
    }
  }

  /** Kills what is left. Calling it twice is harmless. */
  close(): void {
    for (const leader of this.groups) {
      this.release(leader);
    }
    this.child?.stdin?.end();
    this.child = undefined;
  }

  private tell(line: string): void {
    this.child ??= start();
    this.child.stdin?.write(`${line}\n`);
  }
}

function start(): ChildProcess {
  const child = spawn(process.execPath, ['-e', `(${reap.toString()})()`], {
    // A group of its own: Ctrl+C in a terminal must not end it before the engines.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  return child;
}
