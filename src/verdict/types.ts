/** What a run found: the states of the checks, and the stream that every report is made from. */
import type { Check, CheckKind } from '../model';

export type CheckStatus =
  | 'passed'
  | 'failed'
  | 'known'
  | 'pending'
  | 'unsupported'
  | 'disputed'
  | 'informative'
  | 'not-understood'
  | 'not-selected'
  | 'not-run';

/** What became of one scenario. `undefined` and `ambiguous` steps are the harness's fault, never a pass. */
export type ScenarioStatus =
  | 'passed'
  | 'failed'
  | 'unsupported'
  | 'pending'
  | 'undefined'
  | 'ambiguous'
  | 'skipped'
  | 'harness-error'
  | 'engine-error';

export interface StepResult {
  /** `Given`, `When`, `Then`, or `Hook`. `And` takes the word that it continues. */
  readonly keyword: 'Given' | 'When' | 'Then' | 'Hook';
  readonly text: string;
  readonly status: 'passed' | 'failed' | 'skipped' | 'pending' | 'undefined' | 'ambiguous' | 'unknown';
  readonly durationMs: number;
  readonly error?: string;
}

/** One HTTP call as the reports show it; it carries no token. */
export interface CallExcerpt {
  readonly number: number;
  readonly system: string;
  readonly method: string;
  readonly path: string;
  readonly requestBody?: string;
  readonly status: number;
  readonly responseBody?: string;
  readonly unexpected?: string;
  /** Whether the call meant to change a record. */
  readonly mutating?: boolean;
  /** Index of the step, in `ScenarioResult.steps`, during which the engine made the call. */
  readonly step?: number;
}

/** One thing that a person did in a system: what the engine has to follow. */
export interface ActExcerpt {
  /** Index of the step, in `ScenarioResult.steps`. */
  readonly step: number;
  /** Number of the last call before it, 0 where there was none: it orders acts among calls. */
  readonly afterCall: number;
  /** What happened, as a person would say it: `edits info.name.first of Wix.com Contacts "Ada" (c-1)`. */
  readonly text: string;
  /** What the system held at the place before, as JSON text; absent where there was nothing. */
  readonly before?: string;
  /** What the person wrote, as JSON text; absent where something was removed. */
  readonly after?: string;
}

/** A record at the scenario's beginning (or when a step added it) and at its end. */
export interface RecordExcerpt {
  /** `Wix.com Contacts "Ada" (c-1)`. */
  readonly title: string;
  readonly system: string;
  readonly datatype: string;
  readonly id: string;
  /** Its properties as JSON text; absent where the engine created the record. */
  readonly before?: string;
  /** Its properties as JSON text; absent where the record was deleted. */
  readonly after?: string;
}

/** One executed scenario (one row of an outline is one scenario). */
export interface ScenarioResult {
  /** Unique in the run: the feature's document slug, `:`, and the name. */
  readonly id: string;
  /** Unique in its document. */
  readonly name: string;
  /** The document's slug. */
  readonly document: string;
  /** Ids of the checks that it judges. */
  readonly checks: readonly string[];
  readonly status: ScenarioStatus;
  readonly durationMs: number;
  readonly steps: readonly StepResult[];
  /** The failing step's message. */
  readonly error?: string;
  /** The rows whose properties show in this scenario what its sentence promises; absent where none needs to. */
  readonly witnesses?: readonly string[];
  /** The check to blame, where the scenario failed before its own sentence was tried, or only because a witness is broken. */
  readonly precondition?: string;
  /** Why the state is what it is, where there is no error: the missing capability, what to bind. */
  readonly reason?: string;
  /** The HTTP calls of the scenario; only where it did not pass. */
  readonly calls?: readonly CallExcerpt[];
  /** What people did; only where it did not pass. */
  readonly acts?: readonly ActExcerpt[];
  /** The records of its systems; only where it did not pass. */
  readonly records?: readonly RecordExcerpt[];
  /** The last lines of the engine's log; only where it did not pass, and the engine logged anything. */
  readonly log?: readonly string[];
}

/** A scenario that generation made for a check, before anything was run. */
export interface PlannedScenario {
  readonly id: string;
  readonly checks: readonly string[];
}

/** Why a check has no scenario. */
export interface WithoutScenario {
  readonly check: string;
  readonly status: 'pending' | 'not-run';
  readonly reason: string;
}

/** All that a verdict rests on. */
export interface Evidence {
  readonly checks: readonly Check[];
  readonly planned: readonly PlannedScenario[];
  readonly without: readonly WithoutScenario[];
  /** Ids of the planned scenarios that were selected to run. */
  readonly selected: ReadonlySet<string>;
  readonly results: readonly ScenarioResult[];
  /** Someone stopped the run: what was selected and has no result had not ended by then. Default false. */
  readonly interrupted?: boolean;
  /** Check id → what a pass of it rests on, where no property can be compared. Default: none. */
  readonly bases?: ReadonlyMap<string, string>;
  /** Check id → reason, from the config. */
  readonly disputed: ReadonlyMap<string, string>;
  /** Check id → what the baseline says of its failure. Default: none. */
  readonly baseline?: Baseline;
  /**
   * Slugs of documents of whose group only a part was read: scenarios over the whole group are missing, so a pass of
   * their checks says nothing against the baseline. Default: none.
   */
  readonly cutGroups?: ReadonlySet<string>;
}

/** What the baseline says of a check that is known to fail. */
export interface KnownFailure {
  readonly reason?: string;
  /** The address of the issue that is about it. */
  readonly issue?: string;
}

/** Check id → what is known of its failure. */
export type Baseline = ReadonlyMap<string, KnownFailure>;

/** What the baseline says and the run does not bear out; each of them fails the run. */
export interface Unexpected {
  readonly check: string;
  /** `passed`: it is listed as failing, and passed. `unknown`: no document has such a check. */
  readonly problem: 'passed' | 'unknown';
  /** The check that an unknown one most likely means; absent where none is near. */
  readonly near?: string;
  /** The entry's line in the baseline file. */
  readonly line?: number;
}

/**
 * 0: conformant (or, in a partial run, all that was selected passed) · 1: not conformant · 3: the harness failed, or
 * nothing was judged · 4: the engine did not start, broke the protocol or stopped answering · 130, 143: someone stopped
 * the run by SIGINT or SIGTERM.
 */
export type ExitCode = 0 | 1 | 3 | 4 | InterruptedExitCode;

/** 128 and the number of the signal, as shells count: SIGINT and SIGTERM. */
export type InterruptedExitCode = 130 | 143;

export interface RunLine {
  readonly type: 'run';
  readonly schemaVersion: 1;
  readonly syncproof: string;
  readonly startedAt: string;
  readonly engine: { readonly name: string; readonly version: string };
  readonly seed: number;
  /** The command that repeats the run. */
  readonly command: string;
  readonly transport: string;
  /** The baseline file, as people at the terminal write it; absent where there is none. */
  readonly baseline?: string;
  readonly documents: readonly {
    readonly path: string;
    readonly slug: string;
    readonly title: string;
    readonly sha256: string;
  }[];
}

export interface CheckLine {
  readonly type: 'check';
  readonly id: string;
  readonly document: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly kind: CheckKind;
  readonly text: string;
  readonly heading?: string;
  readonly table?: string;
  /** Of a row or header: its cells; only where one holds ` | `, which joins them in the text. */
  readonly cells?: readonly string[];
  readonly status: CheckStatus;
  /** In full, so that every report can be made from these lines; a scenario of several checks is in each. */
  readonly scenarios: readonly ScenarioResult[];
  /** Why, wherever the status is not `passed` or `informative`. */
  readonly reason?: string;
  /** The check to blame, where it failed and none of its scenarios came to try its own sentence. */
  readonly precondition?: string;
  /** What the pass rests on; only where it passed, and no property could be compared. */
  readonly basis?: string;
  /** What the baseline says; only where the status is `known` by an entry. */
  readonly baseline?: KnownFailure;
}

export interface SummaryLine {
  readonly type: 'summary';
  /** `null` where the run was partial. */
  readonly conformant: boolean | null;
  readonly partial: boolean;
  /** Someone stopped the run before its end; absent where nobody did. */
  readonly interrupted?: true;
  readonly total: number;
  readonly byStatus: Readonly<Partial<Record<CheckStatus, number>>>;
  readonly scenarios: number;
  readonly durationMs: number;
  readonly exitCode: ExitCode;
  /** How many of the passed checks had no property to compare (they have a `basis`); absent where none. */
  readonly withoutProperty?: number;
  /** How many of the failed checks fail for another one alone (they have a `precondition`); absent where none. */
  readonly byPrecondition?: number;
  /** Baseline entries to remove; absent where there is none. */
  readonly unexpected?: readonly Unexpected[];
}

export type ResultLine = RunLine | CheckLine | SummaryLine;

/** A whole run, as `results.ndjson` holds it line by line. */
export interface RunResults {
  readonly run: RunLine;
  readonly checks: readonly CheckLine[];
  readonly summary: SummaryLine;
}
