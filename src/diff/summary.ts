/** What every form says in the end: the totals, and what to run again. */
import { rerunCommand } from '../core/rerun-command';
import { plural } from '../core/text';
import type { ChangeKind, CheckToRerun, Difference, RerunSelection } from './types';

/** How the new version is named on a command line. */
export interface RunTarget {
  /** Words that select the documents, as the user wrote them; empty: the config's own. */
  readonly specs: readonly string[];
  /** The config file that the user named. */
  readonly config?: string;
}

const KINDS: readonly ChangeKind[] = ['added', 'removed', 'changed', 'renamed', 'moved', 'reworded'];

/** The command that runs a selection, for a POSIX shell. */
export function rerunSelectionCommand({ tags }: RerunSelection, { specs, config }: RunTarget): string {
  return rerunCommand({
    specs,
    ...(config === undefined ? {} : { config }),
    ...(tags === null ? {} : { tags }),
  });
}

/** `2 added, 1 changed`; `no difference` where there is none. */
function totalsText({ totals }: Difference): string {
  const changes = KINDS.filter((kind) => totals[kind] > 0).map((kind) => `${totals[kind]} ${kind}`);
  return changes.length === 0 ? 'no difference' : changes.join(', ');
}

/** The line that matters most: the totals, and how many scenarios must run again. */
export function headline(difference: Difference): string {
  const { documents, again } = difference;
  const compared = plural(documents.length, 'document');
  const run =
    again.scenarios.length === 0
      ? 'nothing to run again'
      : `${plural(again.scenarios.length, 'scenario')} to run again`;
  return `${compared}: ${totalsText(difference)}; ${run}`;
}

const REASONS: readonly (readonly [CheckToRerun['because'], string])[] = [
  ['added', 'added'],
  ['changed', 'changed'],
  ['renamed', 'renamed'],
  ['scenarios', 'with other scenarios than before'],
];

/** `7 checks to judge again: 3 added, 4 with other scenarios than before`. */
export function checksText({ again: { checks } }: Difference): string {
  const changes = REASONS.flatMap(([reason, words]) => {
    const count = checks.filter(({ because }) => because === reason).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return `${plural(checks.length, 'check')} to judge again: ${changes.join(', ')}`;
}

/** What the command runs. */
export function selectionText({ again: { scenarios } }: Difference, { precision }: RerunSelection): string {
  const wanted = plural(scenarios.length, 'scenario');
  switch (precision) {
    case 'scenarios':
      return `${wanted} to run again:`;
    case 'sections':
      return `${wanted} to run again, too many tags to name; with the rest of their sections:`;
    case 'documents':
      return `${wanted} to run again, too many tags to name; with the rest of their documents:`;
    case 'all':
      return `${wanted} to run again, too many tags to name; with all others:`;
  }
}

/** Why there is a wider selection. */
export const WIDER_TEXT =
  'The changed sections as a whole, because their other scenarios fill and compare the changed rows too:';

/** How many lines that are not understood the new version has and the old one had not. */
export function newlyLost({ documents }: Difference): number {
  return documents
    .flatMap(({ changes, sections }) => [...changes, ...sections.flatMap((section) => section.changes)])
    .filter(({ thing, change }) => thing === 'not-understood' && change === 'added').length;
}
