/** Judging a run by its baseline, and by the one that it makes. */
import { UsageError } from '../core/usage-error';
import {
  changesOfBaseline,
  verdictOf,
  type Baseline,
  type BaselineChanges,
  type Evidence,
  type RunLine,
  type RunResults,
  type SummaryLine,
  type VerdictOptions,
} from '../verdict';
import type { RunPlan } from './plan/plan';

/** A run's results, and what they mean for its baseline. */
export interface JudgedRun extends RunResults {
  /** What makes the baseline file agree with the results, which are judged by it; only where it was to be updated. */
  readonly baselineChanges?: BaselineChanges;
  /** Why the baseline was not updated although it was to be. */
  readonly baselineKept?: string;
}

/** The entries of the baseline that the run does not bear out, each with its line in the file. */
function placed(summary: SummaryLine, { baseline }: RunPlan): SummaryLine {
  const unexpected = summary.unexpected?.map((entry) => {
    const line = baseline?.lines.get(entry.check);
    return line === undefined ? entry : { ...entry, line };
  });
  return unexpected === undefined ? summary : { ...summary, unexpected };
}

function changed(known: Baseline, { add, remove }: BaselineChanges): Baseline {
  const kept = [...known].filter(([check]) => !remove.includes(check));
  return new Map([...kept, ...add.map((check) => [check, {}] as const)]);
}

/** Why a run of this exit code says too little of the checks to change a baseline; `undefined` where it says enough. */
function whyKept({ exitCode }: SummaryLine): string | undefined {
  switch (exitCode) {
    case 130:
    case 143:
      return 'the run was interrupted';
    case 4:
      return 'the engine did not start, broke the protocol or stopped answering';
    case 3:
      return 'the harness failed, or nothing was judged';
    case 0:
    case 1:
      return undefined;
  }
}

/**
 * Judges what a run found by the plan's baseline. Where the baseline is to be updated, it is judged again by what the file
 * will hold.
 *
 * @throws UsageError where the baseline is to be updated, and the run turned out to be partial.
 */
export function judgeRun(
  plan: RunPlan,
  run: RunLine,
  evidence: Evidence,
  options: VerdictOptions,
): JudgedRun {
  const { checks, summary } = verdictOf(evidence, options);
  const results = { run, checks, summary: placed(summary, plan) };
  if (plan.baseline === undefined || plan.request.updateBaseline !== true) {
    return results;
  }
  if (summary.partial && summary.interrupted !== true) {
    throw new UsageError(
      '--update-baseline needs a whole run, and some scenarios were left out of this one.',
    );
  }
  const baselineKept = whyKept(summary);
  if (baselineKept !== undefined) {
    return { ...results, baselineKept };
  }
  const baselineChanges = changesOfBaseline(checks, summary.unexpected ?? []);
  const baseline = changed(plan.baseline.known, baselineChanges);
  return { run, ...verdictOf({ ...evidence, baseline }, options), baselineChanges };
}
