/** From the states of all checks to the totals, the verdict on the run, and the exit code. */
import { judge } from './judge';
import { unexpectedIn } from './baseline';
import { STATUSES } from './rank';
import type {
  CheckLine,
  CheckStatus,
  Evidence,
  ExitCode,
  InterruptedExitCode,
  ScenarioStatus,
  SummaryLine,
  Unexpected,
} from './types';

type Totals = Readonly<Partial<Record<CheckStatus, number>>>;

const WRONG: readonly CheckStatus[] = ['failed', 'not-understood', 'not-run'];
const OPEN: readonly CheckStatus[] = ['pending', 'unsupported'];
/** The engine did something, and it was found right or wrong (an excused failure is one). */
const JUDGED: readonly CheckStatus[] = ['passed', 'failed', 'known', 'disputed'];
const HARNESS_FAULTS: ReadonlySet<ScenarioStatus> = new Set(['harness-error', 'undefined', 'ambiguous']);

/** What the lines alone do not tell. */
export interface SummaryOptions extends RunEnding {
  /** `pending` and `unsupported` make the exit code 1. Default false. */
  readonly strict?: boolean;
  /** Of the whole run, in milliseconds. */
  readonly durationMs: number;
  /** Scenarios that were executed. */
  readonly scenarios: number;
  /** Scenarios that were planned and not selected; with any, the run is partial. Default 0. */
  readonly leftOut?: number;
  /** What `unexpectedIn` found. Default: nothing. */
  readonly unexpected?: readonly Unexpected[];
}

/** How a run ended where not every scenario had its turn, or the harness lost a part of itself. */
export interface RunEnding {
  /** The user wanted the run to end at its first failure, and it did: the run is partial. Default false. */
  readonly cut?: boolean;
  /** A part of the harness broke, whatever the scenarios came to. Default false. */
  readonly harnessFailed?: boolean;
  /** Someone stopped the run, which is then partial: the exit code. Default: nobody did. */
  readonly interruptedBy?: InterruptedExitCode;
}

/** How many lines there are of each state, worst state first; states that no line has are left out. */
export function totalsOf(lines: readonly CheckLine[]): Totals {
  const totals: Partial<Record<CheckStatus, number>> = {};
  for (const status of STATUSES) {
    const count = lines.filter((line) => line.status === status).length;
    if (count > 0) {
      totals[status] = count;
    }
  }
  return totals;
}

function has(totals: Totals, statuses: readonly CheckStatus[]): boolean {
  return statuses.some((status) => (totals[status] ?? 0) > 0);
}

/** What the exit code rests on. */
interface ExitGrounds extends RunEnding {
  readonly totals: Totals;
  readonly scenarioStatuses: ReadonlySet<ScenarioStatus>;
  readonly strict: boolean;
  readonly unexpected: boolean;
}

/**
 * The exit code of a run. The first that holds: that of an interruption, 4, 3, 1, 0. While the engine dies or the harness errs, the list of failing
 * checks is incomplete and may be a consequence, so these codes name what to fix first; the run is red either way, and
 * the reports still list every failing check.
 *
 * - 4: a scenario ended in `engine-error`.
 * - 3: a scenario ended in `harness-error`, `undefined` or `ambiguous`; a part of the harness broke; or nothing passed and
 *   nothing failed (no vacuous green; an excused failure counts as one).
 * - 1: a check is `failed`, `not-understood` or `not-run`, the baseline is wrong, or (strict) one is `pending` or
 *   `unsupported`.
 * - 0: everything else.
 */
function exitCodeOf({ totals, scenarioStatuses, strict, unexpected, ...ending }: ExitGrounds): ExitCode {
  if (ending.interruptedBy !== undefined) {
    return ending.interruptedBy;
  }
  if (scenarioStatuses.has('engine-error')) {
    return 4;
  }
  const isHarnessBroken =
    ending.harnessFailed === true || [...scenarioStatuses].some((status) => HARNESS_FAULTS.has(status));
  if (isHarnessBroken || !has(totals, JUDGED)) {
    return 3;
  }
  if (has(totals, WRONG) || unexpected || (strict && has(totals, OPEN))) {
    return 1;
  }
  return 0;
}

function endingOf({ cut, harnessFailed, interruptedBy }: RunEnding): RunEnding {
  return {
    ...(cut === undefined ? {} : { cut }),
    ...(harnessFailed === undefined ? {} : { harnessFailed }),
    ...(interruptedBy === undefined ? {} : { interruptedBy }),
  };
}

/**
 * The totals and the verdict. The run is partial when a check is `not-selected`, scenarios were left out, or it ended early
 * because somebody wanted it to; then
 * `conformant` is `null`. A whole run is conformant when something was judged, no check is `failed`, `not-understood` or
 * `not-run`, and nothing is unexpected.
 *
 * @param lines - what `judge` returned; scenarios that ended without a verdict are found in them.
 */
export function summarise(lines: readonly CheckLine[], options: SummaryOptions): SummaryLine {
  const byStatus = totalsOf(lines);
  const unexpected = options.unexpected ?? [];
  const scenarioStatuses = new Set(
    lines.flatMap((line) => line.scenarios.map((scenario) => scenario.status)),
  );
  const partial =
    has(byStatus, ['not-selected']) ||
    (options.leftOut ?? 0) > 0 ||
    options.cut === true ||
    options.interruptedBy !== undefined;
  const withoutProperty = lines.filter(({ basis }) => basis !== undefined).length;
  const byPrecondition = lines.filter(({ precondition }) => precondition !== undefined).length;
  const clean = has(byStatus, JUDGED) && !has(byStatus, WRONG) && unexpected.length === 0;
  return {
    type: 'summary',
    conformant: partial ? null : clean,
    partial,
    ...(options.interruptedBy === undefined ? {} : { interrupted: true }),
    total: lines.length,
    byStatus,
    scenarios: options.scenarios,
    durationMs: options.durationMs,
    exitCode: exitCodeOf({
      ...endingOf(options),
      totals: byStatus,
      scenarioStatuses,
      strict: options.strict ?? false,
      unexpected: unexpected.length > 0,
    }),
    ...(withoutProperty === 0 ? {} : { withoutProperty }),
    ...(byPrecondition === 0 ? {} : { byPrecondition }),
    ...(unexpected.length === 0 ? {} : { unexpected }),
  };
}

export interface VerdictOptions extends RunEnding {
  readonly strict?: boolean;
  /** Of the whole run, in milliseconds. */
  readonly durationMs: number;
  /**
   * The run holds every document, so a baseline entry of a document that it does not hold is unknown too. Default true;
   * `false` where the user named some documents only.
   */
  readonly allDocuments?: boolean;
}

/**
 * The whole verdict in one call: `judge`, `unexpectedIn` and `summarise`. Faults of scenarios that name no check count for
 * the exit code as well.
 */
export function verdictOf(
  evidence: Evidence,
  options: VerdictOptions,
): { readonly checks: CheckLine[]; readonly summary: SummaryLine } {
  const checks = judge(evidence);
  const unexpected = unexpectedIn(checks, evidence, options.allDocuments);
  const summary = summarise(checks, {
    ...endingOf(options),
    strict: options.strict ?? false,
    durationMs: options.durationMs,
    scenarios: evidence.results.filter(({ status }) => status !== 'skipped').length,
    leftOut: evidence.planned.filter((scenario) => !evidence.selected.has(scenario.id)).length,
    unexpected,
  });
  const exitCode = exitCodeOf({
    ...endingOf(options),
    totals: summary.byStatus,
    scenarioStatuses: new Set(evidence.results.map((result) => result.status)),
    strict: options.strict ?? false,
    unexpected: unexpected.length > 0,
  });
  return { checks, summary: { ...summary, exitCode } };
}
