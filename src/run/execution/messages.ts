/** What a run and its workers say to each other: JSON, over the channel that Node gives a forked process. */
import type { ScenarioAttachment } from '../../testbed';
import type { ScenarioResult } from '../../verdict';
import type { ScenarioIdentity } from './collect';
import type { CucumberRun } from './cucumber';

/** From the run to a worker. */
export type RunMessage =
  /** First, and once: what the worker can do before it gets scenarios. */
  | { readonly type: 'prepare'; readonly cwd: string }
  /** Scenarios to run, one after the other; the worker has none left. */
  | { readonly type: 'batch'; readonly run: CucumberRun }
  /** There is nothing left to run: the worker ends. */
  | { readonly type: 'end' };

/** From a worker to the run. */
export type WorkerMessage =
  /** The worker has nothing to do: at the beginning, and after each batch. */
  | { readonly type: 'idle'; readonly complaints: string }
  | { readonly type: 'begun'; readonly scenario: ScenarioIdentity }
  | {
      readonly type: 'finished';
      readonly result: ScenarioResult;
      readonly engine?: ScenarioAttachment['engine'];
    }
  /** Cucumber itself failed: no more of the batch is run. */
  | { readonly type: 'broken'; readonly why: string }
  /** Now and then: nothing blocks the worker. */
  | { readonly type: 'alive' };
