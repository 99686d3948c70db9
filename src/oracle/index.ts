/** What must be true, as pure functions: no engine's code is in here, and none of this is in an engine. */
export { judgeExpectedCalls, judgeNoWrite, judgeOneWrite, judgeOtherChanges, snapshotKey } from './changes';
export type { ObservedCall, Snapshot, TouchedProperty } from './changes';
export { distinctDatatypes, expectedCounts } from './counts';
export { decidingEdit, probingRow, rowsBetween, touchedPaths } from './edits';
export type { Edit, RowBetween } from './edits';
export { readAll, withRaw, withValue } from './paths';
export {
  carriedValues,
  expectedProperties,
  judgeCreation,
  judgeEmpty,
  judgeJson,
  judgeUntouched,
  judgeValue,
  titleOf,
} from './records';
export type { JudgedRecord, RecordSnapshot } from './records';
export { beginningOf, formOf, opposite } from './values';
export type { Primitive, ValueType } from './values';
