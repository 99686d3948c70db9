export type * from './types';
export type { DatatypeSchema, PropertySchema, PropertyType } from './property-schema';
export { checksOf, rowKey, sectionIds, sectionSlugs } from './checks';
export { conditionOf } from './conditions';
export type { Condition } from './conditions';
export { conversionJson, writeConversion } from './conversions';
export type {
  CastName,
  Conversion,
  ConversionCall,
  ConversionJson,
  ConversionOperand,
  ConversionTest,
  TestName,
} from './conversions';
export { datatypesOf, findDatatype, isList } from './datatypes';
export type { Datatype, PropertySchemas, DeclaredProperty, DeclaredSystems } from './datatypes';
export { datatypeLabel, nameOf, sameDatatype } from './datatype-names';
export type { DatatypeName } from './datatype-names';
export { References, referredName } from './references';
export type { DeclaredReferences } from './references';
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
export { rowTraits } from './traits';
export type { RowTrait } from './traits';
