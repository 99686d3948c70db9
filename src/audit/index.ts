/** What proves that the suite can fail: runs against engines that are wrong in one known way. */
export { runEngine } from './run-engine';
export { failedInThen, faultRow, strayFailures } from './table';
export type { Caught, FaultRow } from './table';
