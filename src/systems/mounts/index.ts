export { mountDirect } from './direct';
export { mountNock } from './nock';
export type { Mount } from './types';
