/** Scenario names as cucumber runs them: outlines spelled out, every name unique in its document. */
import type { ScenarioDraft } from './types';
import type { Feature } from './feature';

/** One scenario that cucumber will run. */
export interface NamedScenario {
  readonly name: string;
  readonly checks: readonly string[];
}

function fill(name: string, header: readonly string[], row: readonly string[]): string {
  return header.reduce((text, column, index) => text.replaceAll(`<${column}>`, () => row[index] ?? ''), name);
}

/** The names that a draft's scenarios have when they are run. */
export function scenarioNames(draft: ScenarioDraft): string[] {
  const { examples } = draft;
  if (examples === undefined) {
    return [draft.name];
  }
  return examples.rows.map((row) => fill(draft.name, examples.header, row));
}

/** A draft in a feature, in print order, with the checks that it judges. */
export interface PlacedDraft {
  readonly draft: ScenarioDraft;
  readonly checks: readonly string[];
}

export function draftsOf(feature: Feature): PlacedDraft[] {
  const chapters = feature.sections.flatMap((section) => section.chapters);
  return [
    ...chapters.flatMap(({ drafts, check }) => drafts.map((draft) => ({ draft, checks: [check.id] }))),
    ...feature.wholes,
  ];
}

/** All scenarios of a feature, in print order. */
export function scenariosOf(feature: Feature): NamedScenario[] {
  return draftsOf(feature).flatMap(({ draft, checks }) =>
    scenarioNames(draft).map((name) => ({ name, checks })),
  );
}

/** The draft with a number for each example, where the names of its examples would be the same. */
function numbered<Draft extends ScenarioDraft>(draft: Draft): Draft {
  const { examples } = draft;
  const names = scenarioNames(draft);
  if (examples === undefined || new Set(names).size === names.length) {
    return draft;
  }
  return {
    ...draft,
    name: `${draft.name} (example <example>)`,
    examples: {
      header: [...examples.header, 'example'],
      rows: examples.rows.map((row, index) => [...row, `${index + 1}`]),
    },
  };
}

/**
 * Makes names unique: a draft of which any scenario has been named before gets ` (2)`, ` (3)` behind its name. Reports
 * and `--name` distinguish scenarios by name.
 */
export function uniqueNames(feature: Feature): Feature {
  const taken = new Set<string>();
  const claim = <Draft extends ScenarioDraft>(asked: Draft): Draft => {
    const draft = numbered(asked);
    for (let count = 1; ; count += 1) {
      const renamed = count === 1 ? draft : { ...draft, name: `${draft.name} (${count})` };
      const names = scenarioNames(renamed);
      if (!names.some((name) => taken.has(name))) {
        for (const name of names) {
          taken.add(name);
        }
        return renamed;
      }
    }
  };
  return {
    ...feature,
    sections: feature.sections.map((section) => ({
      ...section,
      chapters: section.chapters.map((chapter) => ({ ...chapter, drafts: chapter.drafts.map(claim) })),
    })),
    wholes: feature.wholes.map((whole) => ({ ...whole, draft: claim(whole.draft) })),
  };
}
