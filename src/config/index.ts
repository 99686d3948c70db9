export type * from './types';
export { ConfigError } from './error';
export type { ConfigPlace, ConfigProblem } from './error';
export { loadConfig } from './load';
export type { LoadConfigOptions } from './load';
export { keysAhead } from './ahead';
