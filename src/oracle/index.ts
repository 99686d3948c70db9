/** What must be true, as pure functions: no engine's code is in here, and none of this is in an engine. */
export { judgeExpectedCalls, judgeNoWrite, judgeOneWrite, judgeOtherChanges, snapshotKey } from './changes';
export type { ObservedCall, Snapshot, TouchedProperty } from './changes';
export { judgeCreatedOnce, judgeCreation } from './creation';
export { distinctDatatypes, expectedCounts } from './counts';
export { decidingEdit, distantEdit, matchingRows, probingRows, rowsBetween, touchedPaths } from './edits';
export type { Edit, RowBetween } from './edits';
export { isBlank, leavesOf, liesOn, readAll, readRaw, withRaw, withValue } from './paths';
export {
  carriedValues,
  judgeEmpty,
  judgeJson,
  judgeUntouched,
  judgeValue,
  showValue,
  spokenName,
  titleOf,
} from './records';
export type { JudgedRecord, RecordSnapshot } from './records';
export { beginningOf, formOf, opposite } from './values';
export type { Primitive, ValueType } from './values';
