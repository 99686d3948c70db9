export { restDialect } from './dialect';
