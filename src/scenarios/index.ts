/** From the document model to Gherkin. */
import type { DataflowDocument, DeclaredSystems } from '../model';
import { featureOf } from './feature';
import { scenariosOf, uniqueNames } from './names';
import { printFeature } from './print';
import type { ScenarioProfile } from './types';

export { featureOf, type Feature } from './feature';
export { scenarioNames, uniqueNames } from './names';
export { GENERATED_HEADER } from './print';
export type { ScenarioDraft, ScenarioProfile } from './types';

/** A scenario that the feature holds: one row of an outline is one scenario. */
export interface GeneratedScenario {
  /** The document's slug, `:`, and the scenario's name. */
  readonly id: string;
  readonly name: string;
  readonly checks: readonly string[];
}

/** A check that has no scenario, and why. */
export interface CheckWithoutScenario {
  readonly check: string;
  readonly status: 'pending' | 'not-run';
  readonly reason: string;
}

/** What a pass of a check rests on. */
export interface CheckBasis {
  readonly check: string;
  readonly basis: string;
}

/** A document's feature file and what is in it. */
export interface GeneratedFeature {
  readonly document: DataflowDocument;
  /** `<slug>.feature`. */
  readonly fileName: string;
  readonly text: string;
  readonly scenarios: readonly GeneratedScenario[];
  readonly without: readonly CheckWithoutScenario[];
  /** What a pass rests on, for each check whose section has no property that could be compared. */
  readonly bases: readonly CheckBasis[];
}

export interface GenerateOptions {
  /** What the config states of the systems' datatypes. */
  readonly systems: DeclaredSystems;
  /** Slugs of the documents that run together, one list for each group. */
  readonly groups: readonly (readonly string[])[];
  /** Which scenarios. Default `core`. */
  readonly profile?: ScenarioProfile;
}

function groupOf(
  document: DataflowDocument,
  documents: readonly DataflowDocument[],
  groups: GenerateOptions['groups'],
): DataflowDocument[] {
  const slugs = groups.find((group) => group.includes(document.slug)) ?? [];
  return documents.filter(({ slug }) => slugs.includes(slug));
}

/** The features of the documents, in their order. Pure: the same documents and options give the same bytes. */
export function generateFeatures(
  documents: readonly DataflowDocument[],
  options: GenerateOptions,
): GeneratedFeature[] {
  return documents.map((document) => {
    const group = groupOf(document, documents, options.groups);
    const feature = uniqueNames(featureOf(document, { ...options, group }));
    const chapters = feature.sections.flatMap((section) => section.chapters);
    return {
      document,
      fileName: `${document.slug}.feature`,
      text: printFeature(feature),
      scenarios: scenariosOf(feature).map(({ name, checks }) => ({
        id: `${document.slug}:${name}`,
        name,
        checks,
      })),
      without: chapters.flatMap(({ check, without }) =>
        without === undefined ? [] : [{ check: check.id, ...without }],
      ),
      bases: chapters.flatMap(({ check, basis }) =>
        basis === undefined ? [] : [{ check: check.id, basis }],
      ),
    };
  });
}
