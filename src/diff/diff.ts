/** Two versions of documents → their difference. Pure. */
import type { DataflowDocument, DeclaredSystems } from '../model';
import { againOf, type DocumentAgain } from './rerun';
import { compareDocuments, pairDocuments } from './compare';
import { partsOf } from './parts';
import { selectionOf, widerSelection } from './selection';
import type { Again, ChangeKind, Difference, DocumentDifference, DifferenceTotals } from './types';

export interface DiffOptions {
  /** What the config states of the systems' datatypes. Default: nothing. */
  readonly systems?: DeclaredSystems;
}

/** What a document is compared with that the other version does not have. */
function absent(slug: string): DataflowDocument {
  return {
    path: '',
    slug,
    sha256: '',
    title: '',
    systems: { source: '', target: '' },
    informative: [],
    sections: [],
    notUnderstood: [],
    diagnostics: [],
  };
}

interface Versions {
  readonly old?: DataflowDocument;
  readonly new?: DataflowDocument;
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** By slug, in its order. */
function versionsOf(
  old: readonly DataflowDocument[],
  now: readonly DataflowDocument[],
): [string, Versions][] {
  const bySlug = new Map<string, Versions>();
  for (const document of old) {
    bySlug.set(document.slug, { old: document });
  }
  for (const document of now) {
    bySlug.set(document.slug, { ...bySlug.get(document.slug), new: document });
  }
  return [...bySlug].sort(([one], [other]) => compareText(one, other));
}

interface Compared {
  readonly difference: DocumentDifference;
  readonly again?: DocumentAgain;
}

function stateOf({ old, new: now }: Versions, changes: number): DocumentDifference['state'] {
  if (old === undefined) {
    return 'added';
  }
  if (now === undefined) {
    return 'removed';
  }
  return changes === 0 ? 'unchanged' : 'changed';
}

function compareVersions(slug: string, versions: Versions, systems: DeclaredSystems): Compared {
  const old = partsOf(versions.old ?? absent(slug));
  const now = partsOf(versions.new ?? absent(slug));
  const pairs = pairDocuments(old, now);
  const found = compareDocuments(old, now, pairs);
  const difference: DocumentDifference = {
    document: slug,
    state: stateOf(versions, found.changes.length + found.sections.length),
    ...(versions.old === undefined ? {} : { oldPath: versions.old.path }),
    ...(versions.new === undefined ? {} : { newPath: versions.new.path }),
    ...found,
  };
  if (versions.new === undefined) {
    return { difference };
  }
  return { difference, again: againOf({ old, now, pairs, difference, systems }) };
}

function totalsOf(documents: readonly DocumentDifference[]): DifferenceTotals {
  const totals: Record<ChangeKind, number> = {
    added: 0,
    removed: 0,
    changed: 0,
    renamed: 0,
    moved: 0,
    reworded: 0,
  };
  for (const { changes, sections } of documents) {
    for (const { change } of changes) {
      totals[change] += 1;
    }
    for (const section of sections) {
      for (const { change } of section.changes) {
        totals[change] += 1;
      }
    }
  }
  return totals;
}

function joined(documents: readonly DocumentAgain[]): Again {
  const selection = selectionOf(documents);
  const wider = widerSelection(documents, selection);
  return {
    checks: documents
      .flatMap(({ checks }) => checks)
      .sort((one, other) => compareText(one.check, other.check)),
    scenarios: documents.flatMap(({ scenarios }) =>
      scenarios.filter(({ again }) => again).map(({ id, name, checks }) => ({ id, name, checks })),
    ),
    untried: documents
      .flatMap(({ untried }) => untried)
      .sort((one, other) => compareText(one.check, other.check)),
    ...(selection === undefined ? {} : { selection }),
    ...(wider === undefined ? {} : { wider }),
  };
}

/**
 * The difference of two versions of documents, which are paired by slug. Never throws for what a document holds; takes
 * time linear in the documents but for sorting. The same documents and options give the same difference.
 */
export function diffDocuments(
  old: readonly DataflowDocument[],
  now: readonly DataflowDocument[],
  { systems = {} }: DiffOptions = {},
): Difference {
  const compared = versionsOf(old, now).map(([slug, versions]) => compareVersions(slug, versions, systems));
  const documents = compared.map(({ difference }) => difference);
  return {
    documents,
    again: joined(compared.flatMap(({ again }) => again ?? [])),
    totals: totalsOf(documents),
  };
}

/** The difference of two versions of one document, whatever their names: ids begin with the new one's slug. */
export function diffPair(
  old: DataflowDocument,
  now: DataflowDocument,
  options: DiffOptions = {},
): Difference {
  return diffDocuments([{ ...old, slug: now.slug }], [now], options);
}
