export { assertWritableBaseline, readBaseline, writeBaseline } from './baseline';
export type { BaselineEntry, BaselineFile } from './baseline';
export type { BaselineEdit } from './edit-baseline';
export type * from './types';
export { DEFAULT_SEED, loadConfig, readChecked } from './load';
export type { LoadConfigOptions } from './load';
export { unsupportedKeys } from './not-supported-yet';
