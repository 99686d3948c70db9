export type * from './types';
export { judge } from './judge';
export { STATUSES, rankOf } from './rank';
export { exitCodeOf, summarise, totalsOf, unexpectedOf, verdictOf } from './summary';
export type { ExitGrounds, SummaryOptions, VerdictOptions } from './summary';
