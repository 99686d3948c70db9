export type * from './types';
export { checksOf, rowKey, sectionSlugs } from './checks';
export { datatypesOf, findDatatype, isList } from './datatypes';
export type { Datatype, Properties, PropertyFacts, StatedFacts, StatedSystems } from './datatypes';
export { nameOf, phrase, sameDatatype, worded } from './phrases';
export type { DatatypeName } from './phrases';
export {
  creates,
  has,
  linkingRows,
  linkingSentence,
  mergeRowWithout,
  plainRows,
  propertyRowWithout,
  rowsOf,
} from './rows';
export type { RowWithout } from './rows';
export { slug } from './slug';
