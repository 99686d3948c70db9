/** The baseline against a run: which entries the run does not bear out, and what would make the file right. */
import { didYouMean } from '../core/did-you-mean';
import type { CheckLine, Evidence, Unexpected } from './types';

function documentOf(check: string): string {
  return check.split('/', 1)[0] ?? check;
}

/** The place of a wildcard among the parts of an id; no id holds it. */
const ANY = '\u0000';

/** For each part of the id: the id without that part, and the part. */
function gapsOf(id: string): (readonly [frame: string, part: string])[] {
  const parts = id.split('/');
  return parts.map((part, at) => [parts.with(at, ANY).join('/'), part] as const);
}

/** Finds the ids that differ from a given one in a single part: a heading, a kind, a row that was renamed. */
class NearIds {
  /** Id without one part → the parts that ids have there. */
  private readonly frames = new Map<string, string[]>();

  constructor(ids: Iterable<string>) {
    for (const id of ids) {
      for (const [frame, part] of gapsOf(id)) {
        const parts = this.frames.get(frame) ?? [];
        parts.push(part);
        this.frames.set(frame, parts);
      }
    }
  }

  /** The last part is tried first: rows change more often than headings, and headings than documents. */
  nearest(id: string): string | undefined {
    for (const [frame, part] of gapsOf(id).reverse()) {
      const meant = didYouMean(part, this.frames.get(frame) ?? []);
      if (meant !== undefined) {
        return frame.replace(ANY, () => meant);
      }
    }
    return undefined;
  }
}

/** Checks of which some scenario was left out, and the tables that have such a row: their pass is not the whole truth. */
function leftOpen(lines: readonly CheckLine[], { planned, selected }: BaselineEvidence): Set<string> {
  const open = new Set(planned.filter(({ id }) => !selected.has(id)).flatMap(({ checks }) => checks));
  for (const { id, table } of lines) {
    if (table !== undefined && open.has(id)) {
      open.add(table);
    }
  }
  return open;
}

/** What `unexpectedIn` needs of the evidence. */
type BaselineEvidence = Pick<Evidence, 'baseline' | 'cutGroups' | 'planned' | 'selected'>;

/**
 * The baseline's entries that the run does not bear out, sorted by check: a listed check that passed (all of its scenarios
 * ran, those over a group of documents too), and an entry whose check no document has.
 *
 * @param allDocuments - the run holds every document, so an entry of a document that it does not hold is unknown too.
 *   Default true; `false` where the user named some documents only.
 */
export function unexpectedIn(
  lines: readonly CheckLine[],
  evidence: BaselineEvidence,
  allDocuments = true,
): Unexpected[] {
  const { baseline = new Map<string, never>(), cutGroups = new Set() } = evidence;
  if (baseline.size === 0) {
    return [];
  }
  const statuses = new Map(lines.map((line) => [line.id, line.status]));
  const documents = new Set(lines.map((line) => documentOf(line.id)));
  const open = leftOpen(lines, evidence);
  const near = new NearIds(lines.filter(({ status }) => status !== 'informative').map(({ id }) => id));
  return [...baseline.keys()].sort().flatMap((check): Unexpected[] => {
    const status = statuses.get(check);
    if (status === 'passed') {
      return open.has(check) || cutGroups.has(documentOf(check)) ? [] : [{ check, problem: 'passed' }];
    }
    if (status !== undefined || !(allDocuments || documents.has(documentOf(check)))) {
      return [];
    }
    const meant = near.nearest(check);
    return [{ check, problem: 'unknown', ...(meant === undefined ? {} : { near: meant }) }];
  });
}

/** What makes a baseline agree with a run; ids of checks, sorted. */
export interface BaselineChanges {
  /** Failures that are not in it. */
  readonly add: readonly string[];
  /** Entries whose check passed, or that no document has. */
  readonly remove: readonly string[];
}

/**
 * What makes the baseline agree with the run. A table's sentence is added only where a scenario of its own failed: its
 * rows' failures are the rows' entries.
 *
 * @param lines - as they were judged by the baseline.
 * @param unexpected - what `unexpectedIn` found among them.
 */
export function changesOfBaseline(
  lines: readonly CheckLine[],
  unexpected: readonly Unexpected[],
): BaselineChanges {
  const failed = lines.filter(
    ({ status, scenarios }) =>
      status === 'failed' && scenarios.some((scenario) => scenario.status === 'failed'),
  );
  return { add: failed.map(({ id }) => id).sort(), remove: unexpected.map(({ check }) => check) };
}
