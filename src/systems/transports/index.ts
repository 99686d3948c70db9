export { openDirect } from './direct';
export { ConnectionLost } from '../core/network';
export { openHttp } from './http';
export type { HttpTransport, HttpTransportOptions } from './http';
export { openNock } from './nock';
export { assertProxyInstalled, openProxy, proxyEnvironment } from './proxy';
export type { ProxyTransport, ProxyTransportOptions } from './proxy';
export { CLOSED_THREAD } from './transport';
export type { Transport } from './transport';
