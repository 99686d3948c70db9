export { compileFilter } from './compile';
export { isGuid, literalsOf } from './tokens';
export type { Filter, FilterProperty, FilterType, FilterValue, Literal, Row } from './types';
