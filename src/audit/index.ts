/** What proves that the suite can fail: runs against engines that are wrong in one known way. */
export { runEngine, runEngineOn, runEngineOnRows } from './run-engine';
export { failedInThen, failedRows, mutantRow, redLines, unexplainedFailures } from './table';
export type { CatchRate, MutantRow, RowChecks } from './table';
