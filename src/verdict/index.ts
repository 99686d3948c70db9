export type * from './types';
export { judge } from './judge';
export { STATUSES, rankOf } from './rank';
export { changesOfBaseline, unexpectedIn } from './baseline';
export type { BaselineChanges } from './baseline';
export { summarise, totalsOf, verdictOf } from './summary';
export type { SummaryOptions, VerdictOptions } from './summary';
