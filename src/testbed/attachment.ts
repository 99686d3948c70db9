/** What a scenario tells the run besides the states of its steps: attached to its result as JSON. */
import type { RecordedCall } from '../systems';

/** A call with the index of the step during which the engine made it. */
export interface AttachedCall extends RecordedCall {
  readonly step?: number;
}

/** What a person did: after which call, in which step. */
export interface RecordedAct {
  readonly step: number;
  readonly afterCall: number;
  readonly text: string;
  readonly before?: string;
  readonly after?: string;
}

/** A record at the beginning, or when a step added it, and at the end; properties as JSON text. */
export interface RecordBeforeAndAfter {
  readonly title: string;
  readonly system: string;
  readonly datatype: string;
  readonly id: string;
  readonly before?: string;
  readonly after?: string;
}

/** Media type of the attachment that carries a `ScenarioAttachment`. */
export const ATTACHMENT_MEDIA_TYPE = 'application/vnd.syncproof.outcome+json';

/** Members are set where they apply; a scenario without any is judged by its steps alone. */
export interface ScenarioAttachment {
  /** A step found that the engine did not do what it should: any other failure is the harness's own. */
  readonly mismatch?: boolean;
  /** What the engine calls itself; reported by the first scenario of each process. */
  readonly engine?: { readonly name: string; readonly version: string };
  /** Why the engine cannot be asked: `the engine does not claim the capability "links"`. */
  readonly unsupported?: string;
  /** The check to blame, where the scenario could not begin. */
  readonly precondition?: string;
  /** The engine could not be started, broke the protocol or stopped answering. */
  readonly engineError?: string;
  /** The HTTP calls, where the scenario did not pass. */
  readonly calls?: readonly AttachedCall[];
  /** What people did, where the scenario did not pass. */
  readonly acts?: readonly RecordedAct[];
  /** The records of its systems, where the scenario did not pass. */
  readonly records?: readonly RecordBeforeAndAfter[];
  /** The last lines of the engine's log, where the scenario did not pass. */
  readonly log?: readonly string[];
}
