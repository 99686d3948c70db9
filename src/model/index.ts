export type * from './types';
export { checksOf, rowKey, sectionSlugs } from './checks';
export { slug } from './slug';
