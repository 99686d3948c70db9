export type * from './types';
export { DEFAULT_SEED, loadConfig, readChecked } from './load';
export type { LoadConfigOptions } from './load';
export { unsupportedKeys } from './not-supported-yet';
