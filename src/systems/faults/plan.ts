/** Reading fault plans: YAML or JSON, checked against schemas/fault-plan.json. */
import Ajv2020 from 'ajv/dist/2020';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import schema from '../../../schemas/fault-plan.json';
import { LocatedError } from '../../core/located-error';
import { pathOfPointer, YamlSource, type ValuePath } from '../../core/yaml-source';
import type { FaultPlan } from './types';

/** One thing that is wrong with a plan. */
export interface FaultPlanProblem {
  /** Where in the plan: `faults[0].fault.status`; empty for the plan itself. */
  readonly path: string;
  /** Counts from 1; absent where the plan is not a text. */
  readonly line?: number;
  readonly what: string;
  /** How to fix it. */
  readonly help: string;
}

/** The plan cannot be used. The message has a line for each problem, in the order of their places. */
export class FaultPlanError extends Error {
  override readonly name = 'FaultPlanError';

  constructor(readonly problems: readonly FaultPlanProblem[]) {
    super(problems.map(lineOf).join('\n'));
  }
}

function lineOf({ path, line, what, help }: FaultPlanProblem): string {
  const where = [...(line === undefined ? [] : [`line ${line}`]), ...(path === '' ? [] : [path])].join(', ');
  return `The fault plan${where === '' ? '' : `, ${where}`}: ${what}; ${help}.`;
}

let validator: ValidateFunction<FaultPlan> | undefined;

/** Made when the first plan is read: most runs read none. */
function planValidator(): ValidateFunction<FaultPlan> {
  validator ??= new Ajv2020({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    discriminator: true,
  }).compile<FaultPlan>(schema as object);
  return validator;
}

/**
 * Reads a fault plan.
 * @param given - YAML or JSON text, or the value itself
 * @throws FaultPlanError with every problem, its place and how to fix it
 */
export function parseFaultPlan(given: unknown): FaultPlan {
  const source = typeof given === 'string' ? readText(given) : undefined;
  const value = source === undefined ? given : source.value();
  const validate = planValidator();
  if (validate(value)) {
    return value;
  }
  const problems = (validate.errors ?? []).map((error) => problemOf(error, source));
  throw new FaultPlanError(problems.sort((one, other) => (one.line ?? 0) - (other.line ?? 0)));
}

/** @throws FaultPlanError for a text that is neither YAML nor JSON */
function readText(text: string): YamlSource {
  try {
    return new YamlSource('the fault plan', text);
  } catch (error) {
    if (!(error instanceof LocatedError)) {
      throw error;
    }
    throw new FaultPlanError(
      error.problems.map(({ place, what, help }) => ({
        path: '',
        ...(place === undefined ? {} : { line: place.line }),
        what: what.replace(/\.$/, ''),
        help,
      })),
    );
  }
}

function problemOf(error: ErrorObject, source: YamlSource | undefined): FaultPlanProblem {
  const path = pathOfPointer(error.instancePath);
  const extra =
    error.keyword === 'additionalProperties' ? textOf(error.params.additionalProperty) : undefined;
  const place = extra === undefined ? source?.placeOf(path) : source?.placeOfKey(path, extra);
  const [what, help] = wordsFor(error, extra);
  return { path: nameOf(path), ...(place === undefined ? {} : { line: place.line }), what, help };
}

function nameOf(path: ValuePath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function wordsFor(
  { keyword, params, message = '', parentSchema }: ErrorObject,
  extra?: string,
): readonly [string, string] {
  const known = Object.keys((parentSchema?.properties ?? {}) as Readonly<Record<string, unknown>>);
  switch (keyword) {
    case 'additionalProperties':
      return [`unknown key "${extra ?? ''}"`, `known are ${known.join(', ')}`];
    case 'discriminator':
      return [
        `there is no fault of this kind`,
        `write a kind that docs/fault-plans.md lists: ${kinds().join(', ')}`,
      ];
    case 'required':
      return [`"${textOf(params.missingProperty)}" is missing`, 'add it'];
    case 'enum':
      return ['the value is not known', `write one of ${textOf(params.allowedValues)}`];
    case 'type':
      return ['the value has the wrong type', `write ${textOf(params.type)}`];
    default:
      return [message, 'see docs/fault-plans.md'];
  }
}

function kinds(): readonly string[] {
  return schema.$defs.fault.oneOf.map(({ properties }) => properties.kind.const);
}
