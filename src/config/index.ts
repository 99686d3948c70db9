export type * from './types';
export { LocatedError } from '../core/located-error';
export type { TextPosition, LocatedProblem } from '../core/located-error';
export { loadConfig, readChecked } from './load';
export { didYouMean } from '../core/did-you-mean';
export type { LoadConfigOptions } from './load';
export { unsupportedKeys } from './not-supported-yet';
