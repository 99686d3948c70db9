/** The baseline of a run: what is known to fail, and whether the run may change it. */
import type { BaselineEntry, BaselineFile } from '../../config';
import { LocatedError } from '../../core/located-error';
import { UsageError } from '../../core/usage-error';
import { checksOf, STATEMENT_KINDS, type DataflowDocument } from '../../model';
import type { KnownFailure } from '../../verdict';
import type { RunPlan } from './plan';

const JUDGED: ReadonlySet<string> = new Set(STATEMENT_KINDS);

/** Entries of lines that are not judged, such as a heading: they could neither fail nor pass. */
function assertCanFail({ file, entries }: BaselineFile, documents: readonly DataflowDocument[]): void {
  const checks = documents.flatMap((document) => checksOf(document));
  const kinds = new Map(checks.filter(({ kind }) => !JUDGED.has(kind)).map(({ id, kind }) => [id, kind]));
  const problems = entries.flatMap(({ check, line, column }) => {
    const kind = kinds.get(check);
    const what = `"${check}" has the kind ${kind ?? ''}, which is not judged and so cannot fail`;
    return kind === undefined ? [] : [{ place: { line, column }, what, help: 'remove the entry' }];
  });
  if (problems.length > 0) {
    throw new LocatedError(file, problems);
  }
}

function knownFailure({ reason, issue }: BaselineEntry): KnownFailure {
  return { ...(reason === undefined ? {} : { reason }), ...(issue === undefined ? {} : { issue }) };
}

/** Why the plan's run would not show all that the baseline is about; `undefined` where it would. */
function whyPartial({ filters, request, cutGroups }: RunPlan): string | undefined {
  const options = [...filters.map(({ option }) => option), ...(request.bail === true ? ['--bail'] : [])];
  if (options.length > 0) {
    return `with ${options.join(' and ')} only a part of the scenarios runs. Leave it out`;
  }
  if (cutGroups.size > 0) {
    return `${[...cutGroups].sort().join(', ')} ${cutGroups.size === 1 ? 'belongs' : 'belong'} to a group ("groups" in the config) of which other documents are not named. Name them too, or none`;
  }
  return undefined;
}

/** @throws UsageError where the plan's run is not whole, so that the baseline cannot be updated from it */
function assertWholeRun(plan: RunPlan): void {
  const why = whyPartial(plan);
  if (why !== undefined) {
    throw new UsageError(`--update-baseline needs a whole run: ${why}.`);
  }
}

/**
 * The plan with the baseline.
 *
 * @param path - of the file, as people at the terminal write it.
 * @throws LocatedError where an entry names a line that is not judged.
 * @throws UsageError where the baseline is to be updated, and the run is not whole.
 */
export function withBaseline(plan: RunPlan, baseline: BaselineFile, path: string): RunPlan {
  assertCanFail(baseline, plan.documents);
  if (plan.request.updateBaseline === true) {
    assertWholeRun(plan);
  }
  const { entries } = baseline;
  return {
    ...plan,
    baseline: {
      path,
      known: new Map(entries.map((entry) => [entry.check, knownFailure(entry)])),
      lines: new Map(entries.map(({ check, line }) => [check, line])),
    },
  };
}
