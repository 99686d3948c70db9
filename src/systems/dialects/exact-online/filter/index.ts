export { compileFilter } from './compile';
export { literalsOf } from './tokens';
export type { ODataFilter, FilterProperty, FilterType, FilterValue, FilterLiteral, FilterRow } from './types';
