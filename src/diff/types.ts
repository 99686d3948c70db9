/** The difference of two versions of documents: data only. `docs/diff.md` and `schemas/diff.json` describe it. */
import type { CheckKind } from '../model';

/**
 * - `added`, `removed`: it is in one version only;
 * - `changed`: it is in both and means something else;
 * - `renamed`: a section that has another heading and mostly the same content, so all its checks have new ids;
 * - `moved`: it is in another order among the things that stayed;
 * - `reworded`: it is written differently and means the same.
 */
export type ChangeKind = 'added' | 'removed' | 'changed' | 'renamed' | 'moved' | 'reworded';

/** What a change is about. */
export type ChangedItem =
  'title' | 'generated' | 'introduction' | 'section' | 'sentence' | 'row' | 'table-header' | 'not-understood';

/** A place of one version, and what is there. */
export interface Excerpt {
  /** Counts from 1. */
  readonly line: number;
  readonly endLine: number;
  /** White space is folded; the cells of a row are joined with ` | `. */
  readonly text: string;
}

/** What of a thing can change. */
export type ChangedField =
  | 'heading'
  | 'source system'
  | 'target system'
  | 'source'
  | 'target'
  | 'data type'
  | 'gate'
  | 'condition'
  | 'connection';

/** One aspect of a changed thing; `null`: that version states none. */
export interface Detail {
  readonly aspect: ChangedField;
  readonly old: string | null;
  readonly new: string | null;
}

/** One thing that is not as it was. */
export interface DocumentChange {
  readonly change: ChangeKind;
  readonly thing: ChangedItem;
  /** The kind of the check that the thing is. */
  readonly kind: CheckKind;
  /** Ids in the new version; empty for what was removed. */
  readonly checks: readonly string[];
  /** Ids in the old version; empty for what was added. */
  readonly oldChecks: readonly string[];
  /** Absent for what was added. */
  readonly old?: Excerpt;
  /** Absent for what was removed. */
  readonly new?: Excerpt;
  /** What exactly changed; empty where the texts say it all. */
  readonly details: readonly Detail[];
  /** Of what was moved: the text of what it comes after now; `null` where it is first now. */
  readonly after?: string | null;
}

/** A section in which something changed. */
export interface SectionDifference {
  /** The section's slug in the new version; in the old one where it was removed. */
  readonly section: string;
  readonly heading: string;
  /** Absent where the heading is as it was, and where the section is new. */
  readonly oldHeading?: string;
  /** In reading order; what is about the section itself comes first. */
  readonly changes: readonly DocumentChange[];
}

/** A document of either version. */
export interface DocumentDifference {
  /** Its slug: the first part of its check ids. */
  readonly document: string;
  readonly state: 'added' | 'removed' | 'changed' | 'unchanged';
  readonly oldPath?: string;
  readonly newPath?: string;
  /** What is outside of every section. */
  readonly changes: readonly DocumentChange[];
  /** Only those in which something changed: in the order of the new version, removed ones where they were. */
  readonly sections: readonly SectionDifference[];
}

/** A check that must be judged again; `scenarios`: its text is the same, and its scenarios do something else. */
export interface CheckToRerun {
  readonly check: string;
  readonly because: 'added' | 'changed' | 'renamed' | 'scenarios';
}

/** A scenario that must run again. */
export interface ScenarioAgain {
  /** As in the results of a run: the document's slug, `:`, and the name. */
  readonly id: string;
  readonly name: string;
  readonly checks: readonly string[];
}

/** A check that should be judged again and has no scenario. */
export interface Untried {
  readonly check: string;
  readonly status: 'pending' | 'not-run';
  readonly reason: string;
}

/** Which scenarios `tags` selects: those that must run, all of their sections, of their documents, or all there are. */
export type Precision = 'scenarios' | 'sections' | 'documents' | 'all';

/** A tag expression for `syncproof run`. */
export interface RerunSelection {
  /** `null`: no expression; the run takes all scenarios. */
  readonly tags: string | null;
  readonly precision: Precision;
}

/** What must run again. */
export interface Again {
  /** By id. */
  readonly checks: readonly CheckToRerun[];
  /** By document, in the order of its feature. */
  readonly scenarios: readonly ScenarioAgain[];
  /** By id. */
  readonly untried: readonly Untried[];
  /** What selects the scenarios; absent where none must run. */
  readonly selection?: RerunSelection;
  /** What selects the changed sections as a whole; absent where `selection` does so, or nothing must run. */
  readonly wider?: RerunSelection;
}

export type DifferenceTotals = Readonly<Record<ChangeKind, number>>;

/** All that is different between two versions. */
export interface Difference {
  /** By slug. */
  readonly documents: readonly DocumentDifference[];
  readonly again: Again;
  /** How many changes there are of each kind. */
  readonly totals: DifferenceTotals;
}
