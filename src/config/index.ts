export type * from './types';
export { ConfigError } from './error';
export type { ConfigPlace, ConfigProblem } from './error';
export { loadConfig, readChecked } from './load';
export { nearest } from './nearest';
export type { LoadConfigOptions } from './load';
export { keysAhead } from './ahead';
