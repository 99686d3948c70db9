/** A difference for programs: `docs/diff.md` and `schemas/diff.json` describe every member. */
import { rerunSelectionCommand, type RunTarget } from './summary';
import type { Difference, RerunSelection } from './types';

/** The two versions as the user named them. */
export interface DiffNames {
  readonly old: string;
  readonly new: string;
}

/** The difference as JSON (schema version 1). Ends with a line feed. */
export function formatDiffJson(
  { documents, again, totals }: Difference,
  names: DiffNames,
  target: RunTarget,
): string {
  const { selection, wider, ...rest } = again;
  const withCommand = (found: RerunSelection): RerunSelection & { command: string } => ({
    ...found,
    command: rerunSelectionCommand(found, target),
  });
  const form = {
    schemaVersion: 1,
    old: names.old,
    new: names.new,
    documents,
    again: {
      ...rest,
      ...(selection === undefined ? {} : { selection: withCommand(selection) }),
      ...(wider === undefined ? {} : { wider: withCommand(wider) }),
    },
    totals,
  };
  return `${JSON.stringify(form, undefined, 2)}\n`;
}
