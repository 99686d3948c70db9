/** What proves that the suite can fail: runs against engines that are wrong in one known way. */
export { runEngine } from './run-engine';
export { failedInThen, mutantRow, unexplainedFailures } from './table';
export type { CatchRate, MutantRow } from './table';
