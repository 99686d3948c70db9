/** Which scenarios a run would execute, and what leaves the others out: nothing is executed. */
import { join } from 'node:path';
import { scratchRoot, temporaryDirectory } from '../core/temporary-directory';
import { selectScenarios } from './execution/cucumber';
import { documentOfRunFeature, writeRunFeatures } from './features';
import { plannedScenarios, type RunPlan } from './plan/plan';
import { selectionOf, type ScenarioFilter } from './plan/selection';
import { selectsNothing } from './run';

/** A scenario of the plan, and the options that leave it out. */
export interface ScenarioSelection {
  /** The document's slug, `:`, and the name. */
  readonly id: string;
  readonly name: string;
  readonly checks: readonly string[];
  /** As the user writes them; empty: it would run. */
  readonly leftOutBy: readonly ScenarioFilter['option'][];
}

/** Ids of the scenarios in the directory that the filters select. */
async function selectedBy(
  features: string,
  { cwd }: RunPlan,
  filters: readonly ScenarioFilter[],
): Promise<ReadonlySet<string>> {
  const { places } = await selectScenarios({
    cwd,
    paths: [join(features, '*.feature')],
    worldParameters: {},
    selection: selectionOf(filters),
    bail: false,
  });
  return new Set(places.map(({ uri, name }) => `${documentOfRunFeature(uri)}:${name}`));
}

/**
 * The scenarios of the plan in the order of the features, each with what leaves it out.
 *
 * @throws UsageError where the filters select nothing, or the tags are not a tag expression.
 */
export async function selectScenariosOf(plan: RunPlan): Promise<readonly ScenarioSelection[]> {
  const directory = temporaryDirectory(scratchRoot(), `syncproof-run-${process.pid}-`);
  try {
    await writeRunFeatures(directory.path, plan.features);
    const selections: (readonly [ScenarioFilter['option'], ReadonlySet<string>])[] = [];
    for (const filter of plan.filters) {
      selections.push([filter.option, await selectedBy(directory.path, plan, [filter])]);
    }
    const scenarios = plan.features.flatMap((feature) =>
      feature.scenarios.map(({ id, checks }) => ({
        ...{ id, checks, name: id.slice(id.indexOf(':') + 1) },
        leftOutBy: selections.filter(([, selected]) => !selected.has(id)).map(([option]) => option),
      })),
    );
    if (scenarios.length > 0 && scenarios.every(({ leftOutBy }) => leftOutBy.length > 0)) {
      throw selectsNothing(plannedScenarios(plan.features));
    }
    return scenarios;
  } finally {
    directory.remove();
  }
}
