/** Begins and ends every scenario, and reports to the run how it ended. */
import { setImmediate } from 'node:timers/promises';
import {
  After,
  AfterAll,
  Before,
  Status,
  setDefaultTimeout,
  setDefinitionFunctionWrapper,
  setWorldConstructor,
} from '@cucumber/cucumber';
import { plural } from '../src/core/text';
import { EngineError, Mismatch, Unsupported } from '../src/engines';
import { ATTACHMENT_MEDIA_TYPE, Precondition, type ScenarioAttachment } from '../src/testbed';
import { endRunContext } from './run-context';
import { SyncWorld, type Placement } from './world';

/** How many lines of the engine's log a failure shows. */
const LOG_LINES = 20;

setWorldConstructor(SyncWorld);

// Every answer of the engine has its own limit (--timeout); cucumber's five seconds a step would cut it short.
setDefaultTimeout(-1);

function tagged(tags: readonly { name: string }[], prefix: string): string[] {
  return tags.filter(({ name }) => name.startsWith(prefix)).map(({ name }) => name.slice(prefix.length));
}

function placementOf(pickle: { name: string; tags: readonly { name: string }[] }): Placement {
  const [document] = tagged(pickle.tags, '@document:');
  const [section] = tagged(pickle.tags, '@section:');
  if (document === undefined) {
    throw new Error(`The scenario "${pickle.name}" has no tag @document:…: regenerate its feature.`);
  }
  return {
    document,
    checks: tagged(pickle.tags, '@check:'),
    name: pickle.name,
    ...(section === undefined ? {} : { section }),
  };
}

function report(world: SyncWorld, outcome: ScenarioAttachment): void {
  world.attach(JSON.stringify(outcome), ATTACHMENT_MEDIA_TYPE);
}

/** Classifies what a step throws: the engine's failure, a missing capability, or the harness's own. */
function classify(world: SyncWorld, error: unknown): void {
  if (error instanceof Precondition) {
    const blamed = world.placement.checks.includes(error.check) ? {} : { precondition: error.check };
    report(world, { mismatch: true, ...blamed });
  } else if (error instanceof Mismatch) {
    report(world, { mismatch: true });
  } else if (error instanceof EngineError) {
    report(world, { engineError: error.message });
  }
}

/** Says so where the engine goes on writing: it had answered the last `sync` with work left. */
async function withWorkLeft(world: SyncWorld, error: unknown): Promise<unknown> {
  const { testbed } = world;
  if (testbed === undefined || !(error instanceof Mismatch || error instanceof Precondition)) {
    return error;
  }
  const writes = await testbed.workLeft();
  if (writes > 0) {
    error.message += `\n  the next "sync" sent ${plural(writes, 'write')}: the engine had answered the last one with work left`;
  }
  return error;
}

type Definition = (this: unknown, ...parameters: unknown[]) => unknown;

setDefinitionFunctionWrapper((definition: Definition) => {
  return async function wrapped(this: unknown, ...parameters: unknown[]): Promise<unknown> {
    try {
      return await definition.apply(this, parameters);
    } catch (error) {
      if (!(this instanceof SyncWorld)) {
        throw error;
      }
      if (error instanceof Unsupported) {
        report(this, { unsupported: error.message });
        return 'skipped';
      }
      const explained = await withWorkLeft(this, error);
      classify(this, explained);
      throw explained;
    }
  };
});

Before(async function (this: SyncWorld, { pickle }) {
  // Lets the process hear signals and other processes: steps alone need not leave it a moment for that.
  await setImmediate();
  await this.begin(placementOf(pickle));
});

/** Once in a process: who the engine under test is. */
function reportEngine(world: SyncWorld): void {
  const identity = world.testbed?.session.identity;
  if (identity !== undefined && world.run?.progress.claimEngineReport() === true) {
    report(world, { engine: { name: identity.name, version: identity.version } });
  }
}

After(async function (this: SyncWorld, { result }) {
  const { testbed } = this;
  reportEngine(this);
  if (testbed !== undefined && result?.status !== Status.PASSED) {
    report(this, { ...this.happened(), log: testbed.session.log.slice(-LOG_LINES) });
  }
  await this.end();
});

AfterAll(async () => {
  await endRunContext();
});
