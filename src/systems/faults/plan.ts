/** Reading fault plans: YAML or JSON, checked against schemas/fault-plan.json. */
import Ajv2020 from 'ajv/dist/2020';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import { LineCounter, isMap, isNode, isScalar, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import schema from '../../../schemas/fault-plan.json';
import type { FaultPlan } from './types';

/** One thing that is wrong with a plan. */
export interface FaultPlanProblem {
  /** Where in the plan: `faults[0].fault.status`; empty for the plan itself. */
  readonly path: string;
  /** Counts from 1; absent where the plan is no text. */
  readonly line?: number;
  readonly what: string;
  /** How to mend it. */
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

type Step = string | number;

/** A plan's value, and the lines of its parts where it came as a text. */
interface Source {
  readonly value: unknown;
  lineOf(path: readonly Step[], key?: string): number | undefined;
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
 * @throws FaultPlanError with every problem, its place and how to mend it
 */
export function parseFaultPlan(given: unknown): FaultPlan {
  const source = typeof given === 'string' ? readText(given) : { value: given, lineOf: () => undefined };
  const { value } = source;
  const validate = planValidator();
  if (validate(value)) {
    return value;
  }
  const problems = (validate.errors ?? []).map((error) => problemOf(error, source));
  throw new FaultPlanError(problems.sort((one, other) => (one.line ?? 0) - (other.line ?? 0)));
}

function readText(text: string): Source {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lineAt = (offset: number): number => counter.linePos(offset).line;
  if (document.errors.length > 0) {
    throw new FaultPlanError(
      document.errors.map(({ message, pos: [offset] }) => ({
        path: '',
        line: lineAt(offset),
        what: message.replace(/\.$/, ''),
        help: 'write it as YAML or JSON',
      })),
    );
  }
  return {
    value: document.toJS() as unknown,
    lineOf: (path, key) => {
      const offset = offsetOf(document, path, key);
      return offset === undefined ? 1 : lineAt(offset);
    },
  };
}

/** Where a value stands, or a key of it, or the nearest thing around it that stands somewhere. */
function offsetOf(document: Document, path: readonly Step[], key?: string): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const pair =
      length === path.length && isMap(node)
        ? node.items.find((item) => isScalar(item.key) && item.key.value === key)
        : undefined;
    if (isNode(pair?.key) && pair.key.range) {
      return pair.key.range[0];
    }
    if (isNode(node) && node.range) {
      return node.range[0];
    }
  }
  return undefined;
}

function problemOf(error: ErrorObject, source: Source): FaultPlanProblem {
  const path = stepsOf(error.instancePath);
  const extra =
    error.keyword === 'additionalProperties' ? textOf(error.params.additionalProperty) : undefined;
  const line = source.lineOf(path, extra);
  const [what, help] = wordsFor(error, extra);
  return { path: nameOf(path), ...(line === undefined ? {} : { line }), what, help };
}

/** RFC 6901. */
function stepsOf(pointer: string): readonly Step[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function nameOf(path: readonly Step[]): string {
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
