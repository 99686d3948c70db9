/** The tags that select the scenarios to run again. */
import type { DocumentAgain, PlacedScenario } from './rerun';
import { addTo } from './order';
import type { Precision, RerunSelection } from './types';

/** Longer expressions are hard to read and to copy. */
const LONGEST_TAGS = 2_000;

const WHOLE = '@whole';

/** The tags of one document, without its own. */
type TagsOf = (again: DocumentAgain) => string[];

function bySection(scenarios: readonly PlacedScenario[]): Map<string | undefined, PlacedScenario[]> {
  const sections = new Map<string | undefined, PlacedScenario[]>();
  for (const scenario of scenarios) {
    addTo(sections, scenario.section, scenario);
  }
  return sections;
}

/** Tags of exactly the scenarios to run: a section's own where all of it runs, else those of the checks. */
function exactTags({ scenarios }: DocumentAgain): string[] {
  return [...bySection(scenarios)].flatMap(([section, own]) => {
    const wanted = own.filter(({ again }) => again);
    if (wanted.length === 0) {
      return [];
    }
    if (section === undefined) {
      return [WHOLE];
    }
    const checks = [...new Set(wanted.flatMap((scenario) => scenario.checks))];
    return wanted.length === own.length && checks.length > 1
      ? [`@section:${section}`]
      : checks.map((check) => `@check:${check}`);
  });
}

/** Tags of the sections in which any scenario must run. */
function sectionTags({ scenarios }: DocumentAgain): string[] {
  const sections = scenarios.filter(({ again }) => again).map(({ section }) => section);
  return [...new Set(sections)].map((section) => (section === undefined ? WHOLE : `@section:${section}`));
}

/** One document's part of the expression; `single`: the run reads no other document. */
function documentTags(again: DocumentAgain, tagsOf: TagsOf, single: boolean): string[] {
  const { document, scenarios } = again;
  if (!scenarios.some((scenario) => scenario.again)) {
    return [];
  }
  if (scenarios.every((scenario) => scenario.again)) {
    return [`@document:${document}`];
  }
  const tags = tagsOf(again);
  const [first] = tags;
  if (single || tags.every((tag) => tag.startsWith('@check:'))) {
    return tags;
  }
  return tags.length === 1 && first !== undefined
    ? [`(@document:${document} and ${first})`]
    : [`(@document:${document} and (${tags.join(' or ')}))`];
}

const LEVELS: readonly (readonly [Precision, TagsOf])[] = [
  ['scenarios', exactTags],
  ['sections', sectionTags],
  ['documents', ({ document }) => [`@document:${document}`]],
];

function selectionAt(
  documents: readonly DocumentAgain[],
  [precision, tagsOf]: (typeof LEVELS)[number],
): RerunSelection {
  const single = documents.length === 1 || precision === 'documents';
  const tags = documents.flatMap((again) => documentTags(again, tagsOf, single));
  return { tags: tags.join(' or '), precision };
}

function fits({ tags }: RerunSelection): boolean {
  return tags === null || tags.length <= LONGEST_TAGS;
}

/**
 * The narrowest expression that is short enough, of at most 2,000 characters: exactly the scenarios, or all of their
 * sections, or of their documents, or none (everything). `undefined` where no scenario must run.
 */
export function selectionOf(documents: readonly DocumentAgain[]): RerunSelection | undefined {
  if (!documents.some(({ scenarios }) => scenarios.some(({ again }) => again))) {
    return undefined;
  }
  return LEVELS.map((level) => selectionAt(documents, level)).find(fits) ?? { tags: null, precision: 'all' };
}

/** Selects the sections that changed as a whole; `undefined` where the selection does so already. */
export function widerSelection(
  documents: readonly DocumentAgain[],
  selection: RerunSelection | undefined,
): RerunSelection | undefined {
  if (selection?.precision !== 'scenarios') {
    return undefined;
  }
  const wide = documents.map((each) => {
    const sections = new Set(each.sections);
    const scenarios = each.scenarios.map((scenario) => ({
      ...scenario,
      again: scenario.again || sections.has(scenario.section ?? ''),
    }));
    return { ...each, scenarios };
  });
  const wider = LEVELS.slice(1)
    .map((level) => selectionAt(wide, level))
    .find(fits);
  return wider === undefined || wider.tags === selection.tags ? undefined : wider;
}
