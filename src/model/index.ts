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
export { References, referredName, withReferences } from './references';
export type { DeclaredReferences } from './references';
export {
  creates,
  creatingSentence,
  has,
  linkingRows,
  linkingSentence,
  mergeRowObstacle,
  plainRows,
  propertyRowObstacle,
  rowsOf,
} from './rows';
export type { RowObstacle } from './rows';
export {
  canCreate,
  decidesCreation,
  hasTable,
  readsOut,
  saysWhatIsLinked,
  SENTENCE_KINDS,
  STATEMENT_KINDS,
  TABLE_KINDS,
  tableShape,
} from './sentence-kinds';
export type {
  ExcludedBy,
  NeededKind,
  SentenceKind,
  StatementKind,
  TableKind,
  TableShape,
} from './sentence-kinds';
export { slug } from './slug';
export { rowTraits } from './traits';
export type { RowTrait } from './traits';
export {
  bindingsWithSystemNames,
  documentWithSystemNames,
  systemNameOf,
  withSystemNames,
} from './system-names';
