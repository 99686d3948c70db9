export type * from './types';
export { judge } from './judge';
export { STATUSES, rankOf } from './rank';
export { summarise, totalsOf, unexpectedOf, verdictOf } from './summary';
export type { SummaryOptions, VerdictOptions } from './summary';
