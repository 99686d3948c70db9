/** What must be judged again, and the scenarios that do it. */
import { checksOf, type DataflowDocument, type DeclaredSystems } from '../model';
import { featureOf, scenarioNames, uniqueNames, type Feature, type ScenarioDraft } from '../scenarios';
import { arrangedDocument } from './arrange';
import type { DocumentPairs } from './compare';
import type { DocumentParts } from './parts';
import type { DocumentChange, CheckToRerun, DocumentDifference, ScenarioAgain, Untried } from './types';

/** A scenario of the new version, and where it is in the feature. */
export interface PlacedScenario extends ScenarioAgain {
  /** The section's slug; absent for a scenario over the whole document. */
  readonly section?: string;
  readonly again: boolean;
}

/** What must run again of one document. */
export interface DocumentAgain {
  readonly document: string;
  readonly checks: readonly CheckToRerun[];
  readonly scenarios: readonly PlacedScenario[];
  readonly untried: readonly Untried[];
  /** Slugs of the sections in which a check must be judged again. */
  readonly sections: readonly string[];
}

type Because = CheckToRerun['because'];

const BECAUSE: Readonly<Partial<Record<DocumentChange['change'], Because>>> = {
  added: 'added',
  changed: 'changed',
  renamed: 'renamed',
};

/** Kinds of check that have no verdict. */
const UNJUDGED: ReadonlySet<string> = new Set([
  'title',
  'generated',
  'introduction',
  'heading',
  'table-header',
  'not-understood',
]);

/** What the changes themselves say: checks that are new, or mean something else. */
function fromChanges({ sections }: DocumentDifference, now: DocumentParts): Map<string, Because> {
  const found = new Map<string, Because>();
  const idsBySlug = new Map(now.sections.map(({ slug, ids }) => [slug, ids]));
  for (const { section, changes } of sections) {
    for (const each of changes) {
      const because = BECAUSE[each.change];
      if (because === undefined) {
        continue;
      }
      const whole = each.thing === 'section' && because !== 'added';
      for (const id of whole ? (idsBySlug.get(section) ?? []) : each.checks) {
        if (!found.has(id)) {
          found.set(id, because);
        }
      }
    }
  }
  return found;
}

/** Check id → its scenarios. */
function draftsByCheck(feature: Feature): Map<string, readonly ScenarioDraft[]> {
  const chapters = feature.sections.flatMap((section) => section.chapters);
  return new Map(chapters.map(({ check, drafts }) => [check.id, drafts]));
}

function sameTable(one: ScenarioDraft['examples'], other: ScenarioDraft['examples']): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** Whether two scenarios do the same, under the same name. */
function sameDraft(one: ScenarioDraft, other: ScenarioDraft): boolean {
  return (
    one.name === other.name &&
    one.steps.length === other.steps.length &&
    one.steps.every(({ keyword, text }, at) => {
      const step = other.steps[at];
      return step?.text === text && step.keyword === keyword;
    }) &&
    sameTable(one.examples, other.examples)
  );
}

/** Whether any scenario does something that none of the old ones did. */
function doMore(drafts: readonly ScenarioDraft[], old: readonly ScenarioDraft[]): boolean {
  return drafts.some((draft) => !old.some((other) => sameDraft(draft, other)));
}

/** The checks that have a scenario which the old version had not. */
function fromScenarios(old: Feature, now: Feature): string[] {
  const oldDrafts = draftsByCheck(old);
  return [...draftsByCheck(now)]
    .filter(([check, drafts]) => doMore(drafts, oldDrafts.get(check) ?? []))
    .map(([check]) => check);
}

function placed(feature: Feature, again: ReadonlySet<string>, wholeAgain: boolean): PlacedScenario[] {
  const { document, sections, wholes } = uniqueNames(feature);
  const make = (names: readonly string[], checks: readonly string[], section?: string): PlacedScenario[] =>
    names.map((name) => ({
      id: `${document.slug}:${name}`,
      name,
      checks,
      ...(section === undefined ? {} : { section }),
      again: (section === undefined && wholeAgain) || checks.some((check) => again.has(check)),
    }));
  return [
    ...sections.flatMap(({ slug, chapters }) =>
      chapters.flatMap(({ drafts, check }) =>
        drafts.flatMap((each) => make(scenarioNames(each), [check.id], slug)),
      ),
    ),
    ...wholes.flatMap(({ draft, checks }) => make(scenarioNames(draft), checks)),
  ];
}

function untriedOf(feature: Feature, again: ReadonlySet<string>): Untried[] {
  return feature.sections
    .flatMap(({ chapters }) => chapters)
    .flatMap(({ check, without }) =>
      without === undefined || !again.has(check.id) ? [] : [{ check: check.id, ...without }],
    );
}

export interface AgainOptions {
  readonly old: DocumentParts;
  readonly now: DocumentParts;
  readonly pairs: DocumentPairs;
  readonly difference: DocumentDifference;
  /** What the config states of the systems' datatypes. */
  readonly systems: DeclaredSystems;
}

function feature(document: DataflowDocument, systems: DeclaredSystems): Feature {
  return featureOf(document, { systems, group: [] });
}

/**
 * What must run again of a document: the checks that are new or mean something else, and those whose scenarios, as the
 * document alone gives them, do something that they did not do before.
 */
export function againOf({ old, now, pairs, difference, systems }: AgainOptions): DocumentAgain {
  const { slug } = now.document;
  if (difference.changes.length + difference.sections.length === 0) {
    return { document: slug, checks: [], scenarios: [], untried: [], sections: [] };
  }
  const after = feature(now.document, systems);
  const before = feature(arrangedDocument(old, now, pairs), systems);
  const found = fromChanges(difference, now);
  for (const check of fromScenarios(before, after)) {
    if (!found.has(check)) {
      found.set(check, 'scenarios');
    }
  }
  const judged = checksOf(now.document).filter(({ id, kind }) => found.has(id) && !UNJUDGED.has(kind));
  const ids = new Set(judged.map(({ id }) => id));
  const wholes = ({ wholes: all }: Feature): ScenarioDraft[] => all.map(({ draft }) => draft);
  const wholeAgain = doMore(wholes(after), wholes(before));
  return {
    document: slug,
    checks: judged.map(({ id }) => ({ check: id, because: found.get(id) ?? 'scenarios' })),
    scenarios: placed(after, ids, wholeAgain),
    untried: untriedOf(after, ids),
    sections: [...new Set(judged.map(({ section }) => section ?? ''))],
  };
}
