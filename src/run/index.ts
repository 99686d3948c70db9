/** A run: from documents to the state of every check. */
export type { CollectListener } from './collect';
export type { Reading } from './groups';
export { compareFeatures, writeFeatures } from './features';
export type { FeatureDifference } from './features';
export { packageRoot, packageVersion } from './package-root';
export { baseDirectory, configuredSpecs, respelled } from './paths';
export { featuresOf, plannedScenarios, planRun } from './plan';
export type { Plan, RunRequest } from './plan';
export { runPlan } from './run';
export { atExit } from './temporary';
