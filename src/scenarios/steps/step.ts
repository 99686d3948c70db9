/** A step of the catalogue: one expression, from which steps are written and by which they are read. */
import { writeParameter, type Column, type ParameterName, type StepValues } from './parameters';

/** The parameters that an expression names: `{property} of the {record}` has a property and a record. */
export type ParametersOf<Expression extends string> =
  Expression extends `${string}{${infer Name}}${infer Rest}`
    ? Name extends ParameterName
      ? [StepValues[Name], ...ParametersOf<Rest>]
      : never
    : [];

type Writable<Parameters extends readonly unknown[]> = {
  [Index in keyof Parameters]: Parameters[Index] | Column;
};

/** `Written` is what its writer takes, `Read` what its definition gets. */
export interface CatalogueStep<
  Written extends readonly unknown[],
  Read extends readonly unknown[] = Written,
> {
  /** A Cucumber expression. */
  readonly expression: string;
  /** What it does, or what must be seen, in a line. */
  readonly meaning: string;
  /** No generated scenario has it: it is for features that are written by hand. */
  readonly byHand: boolean;
  /** How many parameters its definition gets. */
  readonly arity: number;
  /** The text of the step. */
  readonly write: (...parameters: Writable<Written>) => string;
  /** Only a type: what the definition gets. */
  readonly read?: Read;
}

const PARAMETER = /\{(\w+)\}/g;

function writeStep(expression: string, parameters: readonly unknown[]): string {
  const rest = [...parameters];
  return expression.replace(PARAMETER, (_, type: ParameterName) =>
    writeParameter(type, rest.shift() as StepValues[ParameterName] | Column),
  );
}

function arityOf(expression: string): number {
  return [...expression.matchAll(PARAMETER)].length;
}

export function step<const Expression extends string>(
  expression: Expression,
  meaning: string,
): CatalogueStep<ParametersOf<Expression>> {
  return {
    expression,
    meaning,
    byHand: false,
    arity: arityOf(expression),
    write: (...parameters) => writeStep(expression, parameters),
  };
}

/** A step for features that are written by hand. */
export function stepByHand<const Expression extends string>(
  expression: Expression,
  meaning: string,
): CatalogueStep<ParametersOf<Expression>> {
  return { ...step(expression, meaning), byHand: true };
}

/** A step for features that are written by hand, with a text in triple quotes below it. */
export function stepWithText<const Expression extends string>(
  expression: Expression,
  meaning: string,
): CatalogueStep<ParametersOf<Expression>, [...ParametersOf<Expression>, string]> {
  const { arity, write } = step(expression, meaning);
  return { expression, meaning, write, byHand: true, arity: arity + 1 };
}

/** A table below a step: its rows without the header, each with its cells. */
export interface StepTable {
  rows(): readonly (readonly string[])[];
}

/** A step with a table below it, whose columns are the step's own. */
export function stepWithTable<const Expression extends string>(
  expression: Expression,
  meaning: string,
): CatalogueStep<ParametersOf<Expression>, [...ParametersOf<Expression>, StepTable]> {
  const { arity, write, byHand } = step(expression, meaning);
  return { expression, meaning, write, byHand, arity: arity + 1 };
}
