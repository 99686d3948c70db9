export { mountDirect } from './direct';
export { ConnectionLost } from '../core/connection-failure';
export { mountHttp } from './http';
export type { HttpMount, HttpMountOptions } from './http';
export { mountNock } from './nock';
export type { Mount } from './types';
