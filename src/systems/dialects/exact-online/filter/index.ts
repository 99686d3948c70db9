export { compileFilter } from './compile';
export { isGuid, literalsOf } from './tokens';
export type { ODataFilter, FilterProperty, FilterType, FilterValue, FilterLiteral, FilterRow } from './types';
