export type * from './types';
export { loadConfig, readChecked } from './load';
export type { LoadConfigOptions } from './load';
export { unsupportedKeys } from './not-supported-yet';
