export type * from './api';
export type * from './types';
