/** What there is to execute, and what comes of it: the same however it is run. */
import type { ScenarioFilter } from '../plan/selection';
import type { Collected, CollectListener } from './collect';
import type { CucumberRun } from './cucumber';

export interface ExecuteOptions {
  /** Directory of the features to run. */
  readonly features: string;
  readonly cwd: string;
  readonly worldParameters: CucumberRun['worldParameters'];
  /** How many processes may run scenarios at the same time, this one included. */
  readonly parallel: number;
  readonly filters: readonly ScenarioFilter[];
  readonly bail: boolean;
  /** How long the engine may take for an answer, in milliseconds. */
  readonly timeout: number;
  readonly listener: CollectListener;
}

export interface Execution {
  readonly collector: Collected;
  /** What cucumber itself said besides its messages, for example of features that it cannot read. */
  readonly complaints: string;
}

/** A way to run features; it never throws for what scenarios do. */
export type Way = (options: ExecuteOptions) => Promise<Execution>;
