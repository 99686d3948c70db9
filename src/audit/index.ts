/** What proves that the suite can fail: runs against engines that are wrong in one known way. */
export { runEngine, runEngineOn } from './run-engine';
export { failedInThen, redLines, unexplainedFailures } from './table';
