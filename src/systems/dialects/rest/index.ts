export { MAXIMUM_BODY_BYTES } from './body';
export { restDialect } from './dialect';
