/** A run: from documents to the state of every check. */
export type { CollectListener } from './execution/collect';
export type { LoadedDocuments } from './plan/groups';
export { compareFeatures, writeFeatures } from './features';
export type { FeatureDifference } from './features';
export { locateEngine } from './plan/locate-engine';
export { baseDirectory } from './plan/paths';
export { featuresOf, plannedScenarios, planRun } from './plan/plan';
export type { RunPlan, RunRequest } from './plan/plan';
export { projectOf, readProject, readSpecs } from './plan/read';
export type { Project } from './plan/read';
export { withBaseline } from './plan/baseline';
export { NothingRan, runPlan } from './run';
export type { RunControl } from './run';
export { smokeCheck } from './smoke/smoke';
export type { SmokeOptions, SmokeResult } from './smoke/smoke';
export type { JudgedRun } from './judge-run';
