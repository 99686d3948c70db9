/** How far a run is, off a terminal: a line every 30 seconds, with the time left. */
import assert from 'node:assert/strict';
import type { ScenarioResult, ScenarioStatus } from '../verdict';
import { Context } from './context';
import { startProgress, type ProgressClock } from './progress';
import { project } from './testing';

/** A clock that tests move on. */
class TestClock implements ProgressClock {
  private time = 0;
  private act: (() => void) | undefined;
  interval: number | undefined;

  readonly now = (): number => this.time;

  readonly every: ProgressClock['every'] = (milliseconds, act) => {
    this.interval = milliseconds;
    this.act = act;
    return {
      clear: () => {
        this.act = undefined;
      },
    };
  };

  /** Half a minute passes. */
  tick(): void {
    this.time += this.interval ?? 0;
    this.act?.();
  }
}

function ended(status: ScenarioStatus): ScenarioResult {
  return { id: 'a:b', name: 'b', document: 'a', checks: [], status, durationMs: 1, steps: [] };
}

async function contextFor(lines: string[], quiet = false): Promise<Context> {
  return Context.load(
    {
      cwd: project(),
      out: () => undefined,
      err: (text) => lines.push(text),
      ...{ isTerminal: false, drawsProgress: false, mayColour: false, columns: 100 },
      untilStopped: () => new Promise(() => undefined),
    },
    { quiet },
  );
}

describe('progress off a terminal', () => {
  it('says every 30 seconds what is done, what failed, and how long the rest takes at this pace', async () => {
    const lines: string[] = [];
    const clock = new TestClock();
    const progress = startProgress(await contextFor(lines), clock);
    const { listener } = progress;
    clock.tick();
    assert.deepEqual(lines, [], 'there is nothing to say before it is known what there is to do');
    listener.planned?.(100);
    clock.tick();
    for (const status of ['passed', 'failed', 'unsupported', 'engine-error', 'passed'] as const) {
      listener.finished?.(ended(status));
    }
    clock.tick();
    for (let count = 0; count < 85; count += 1) {
      listener.finished?.(ended('passed'));
    }
    clock.tick();
    assert.equal(clock.interval, 30_000);
    assert.deepEqual(lines, [
      '  0 of 100 scenarios, 0 failed, time left unknown\n',
      '  5 of 100 scenarios, 2 failed, about 19 min left\n',
      '  90 of 100 scenarios, 2 failed, about 10 s left\n',
    ]);
    for (let count = 0; count < 10; count += 1) {
      listener.finished?.(ended('skipped'));
    }
    progress.stop();
    clock.tick();
    assert.deepEqual(lines.slice(3), ['  100 of 100 scenarios, 2 failed\n']);
  });

  it('says hours where it takes hours', async () => {
    const lines: string[] = [];
    const clock = new TestClock();
    const { listener } = startProgress(await contextFor(lines), clock);
    listener.planned?.(301);
    listener.finished?.(ended('passed'));
    clock.tick();
    assert.deepEqual(lines, ['  1 of 301 scenarios, 0 failed, about 2 h 30 min left\n']);
  });

  it('says nothing with --quiet', async () => {
    const lines: string[] = [];
    const clock = new TestClock();
    startProgress(await contextFor(lines, true), clock).listener.planned?.(1);
    clock.tick();
    assert.deepEqual(lines, []);
  });
});
