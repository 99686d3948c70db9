export type * from './types';
export { ConfigError } from '../core/located-error';
export type { ConfigPlace, ConfigProblem } from '../core/located-error';
export { loadConfig, readChecked } from './load';
export { nearest } from '../core/did-you-mean';
export type { LoadConfigOptions } from './load';
export { keysAhead } from './not-supported-yet';
