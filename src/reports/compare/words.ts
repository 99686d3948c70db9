/** What every form of a comparison says in the same words. */
import { plural } from '../../core/text';
import type { RunComparison } from './matrix';

const SHORT_SHA = 12;

/** A document's version as people compare it. */
export function shortSha(sha256: string | undefined): string {
  return sha256?.slice(0, SHORT_SHA) ?? 'absent';
}

/** The one line that matters most: how many sentences and rows differ, and how many only some runs judged. */
export function comparisonHeadline({ columns, differing, incomplete, alike }: RunComparison): string {
  const total = differing.length + incomplete.length + alike.length;
  const verb = differing.length === 1 ? 'differs' : 'differ';
  const was = incomplete.length === 1 ? 'was' : 'were';
  const open = incomplete.length === 0 ? '' : `; ${incomplete.length} ${was} judged in some runs only`;
  return `${differing.length} of ${plural(total, 'sentence or row', 'sentences and rows')} ${verb} between ${plural(columns.length, 'run')}${open}`;
}
