/** The steps that scenarios are made of. */
export { escapeForGherkin, stepLabel } from '../labels';
export { GIVEN, THEN, WHEN } from './catalogue';
export { Column, PARAMETERS, writeCell, writeParameter } from './parameters';
export type { ParameterName, RecordReference } from './parameters';
export type { CatalogueStep, StepTable } from './step';
export {
  TRIED_HEADER,
  readTriedValue,
  readTriedValues,
  writeTriedValue,
  writeTriedValues,
} from './tried-values';
export type { TriedValue } from './tried-values';
