/** What there is to execute, and what comes of it: the same however it is run. */
import type { ScenarioFilter } from '../plan/selection';
import type { Collected, CollectListener } from './collect';
import type { CucumberRun } from './cucumber';
import type { EarlyEnd } from './early-end';

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
  /** A directory for cucumber's messages. Default: they are not written. */
  readonly messages?: string;
  /** Aborted when someone stops the run: cucumber ends with its next message. Default: nobody does. */
  readonly interrupt?: AbortSignal;
  /** Gets what answers, at any time, what there is so far. */
  readonly begun?: (soFar: () => Execution) => void;
}

export interface Execution {
  readonly collector: Collected;
  /** What cucumber itself said besides its messages, for example of features that it cannot read. */
  readonly complaints: string;
  /** Why the run ended before its last scenario; absent where it did not. */
  readonly early?: Pick<EarlyEnd, 'isWanted'>;
  /** How each worker process ended that was not to end: `was ended by SIGKILL`. Default: none did. */
  readonly lostWorkers?: readonly string[];
}

/** Ends cucumber with an error where someone has stopped the run: nothing of what it still does counts. */
export function assertGoesOn(interrupt: AbortSignal | undefined): void {
  if (interrupt?.aborted === true) {
    throw new Error('The run was interrupted.');
  }
}

/** A way to run features; it never throws for what scenarios do. */
export type Way = (options: ExecuteOptions) => Promise<Execution>;
