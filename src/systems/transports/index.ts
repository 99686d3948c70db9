export { openDirect } from './direct';
export { ConnectionLost } from '../core/network';
export { openHttp } from './http';
export type { HttpTransport, HttpTransportOptions } from './http';
export { openNock } from './nock';
export type { Transport } from './transport';
