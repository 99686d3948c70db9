/** The steps that scenarios are made of. */
export { escapeForGherkin, stepLabel } from '../labels';
export { GIVEN, THEN, WHEN } from './catalogue';
export { Column, PARAMETERS, writeCell, writeParameter } from './parameters';
export type { ParameterName, RecordReference } from './parameters';
export type { CatalogueStep } from './step';
