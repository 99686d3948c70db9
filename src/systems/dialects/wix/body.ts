/** The bodies that Wix takes: JSON objects, checked against a JSON Schema. */
import { Ajv2020 } from 'ajv/dist/2020';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import type { ApiRequest } from '../../core/dialect';
import type { Properties } from '../../core/types';
import { malformed, unfitValue } from './error';
import type { ViolatedRule } from './error';
import { isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

/** The largest body that is taken, in bytes: 1 MiB. Wix documents no figure. */
export const MAXIMUM_BODY_BYTES = 1024 * 1024;

/** How deep a body may nest: the APIs are generated from protobuf, whose parsers stop at 100 levels. */
const DEEPEST = 100;

/** What a request's body must look like; made once, compiled at its first use. */
export interface BodyShape {
  /** @throws Refusal for the first thing that is wrong */
  check(body: Properties): void;
}

const AJV = new Ajv2020({ allowUnionTypes: true });
AJV.addFormat('email', isEmailAddress);

/** Whether a text has the form of an email address: something, `@`, something, without white space. */
export function isEmailAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}

/** Makes the shape of a body. Members that the schema does not name are let through: Wix ignores them. */
export function bodyShape(properties: object, required: readonly string[]): BodyShape {
  let validate: ValidateFunction | undefined;
  return {
    check(body) {
      validate ??= AJV.compile({ type: 'object', properties, required });
      if (!validate(body)) {
        const [error] = validate.errors ?? [];
        throw error === undefined ? malformed('', 'is not valid.') : refusalOf(error);
      }
    },
  };
}

/** Schemas of JSON values. Null stands for "not set", as in the JSON form of protobuf. */
export const SHAPES = {
  /** @param maximum - characters at most */
  text: (maximum: number) => ({ type: ['string', 'null'], maxLength: maximum }),
  email: { type: 'string', format: 'email', maxLength: 320 },
  number: { type: ['number', 'null'] },
  boolean: { type: ['boolean', 'null'] },
  anything: {},
  oneOf: (...values: readonly string[]) => ({ enum: [...values, null] }),
  object: (properties: object, required: readonly string[] = []) => ({
    type: ['object', 'null'],
    properties,
    required,
  }),
  /** An object that must be there. */
  whole: (properties: object, required: readonly string[] = []) => ({
    type: 'object',
    properties,
    required,
  }),
  list: (items: object, maxItems: number) => ({ type: ['array', 'null'], items, maxItems }),
} as const;

const RULES: Readonly<Record<string, ViolatedRule>> = {
  required: 'REQUIRED_FIELD',
  format: 'FORMAT',
  maximum: 'MAX',
  minimum: 'MIN',
  maxLength: 'MAX_LENGTH',
  minLength: 'MIN_LENGTH',
  maxItems: 'MAX_SIZE',
  minItems: 'MIN_SIZE',
  enum: 'INVALID_ENUM_VALUE',
};

/** A wrong value is ordinary: an engine carries what people wrote elsewhere. A member that is missing is not. */
function refusalOf({ instancePath, keyword, message, params }: ErrorObject): Error {
  const place = instancePath.split('/').slice(1).map(unescapePointer).join('.');
  if (keyword === 'required') {
    const missing = String(params.missingProperty);
    return malformed(place === '' ? missing : `${place}.${missing}`, 'is required.', 'REQUIRED_FIELD');
  }
  const violatedRule = RULES[keyword] ?? 'VALIDATION';
  return unfitValue({ field: place, description: `${message ?? 'is not valid'}.`, violatedRule });
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

/**
 * Reads the body of a call.
 * @throws Refusal for a wrong content type, a body that is too large, malformed, or of another shape
 */
export function readBody(call: ApiRequest, shape: BodyShape): Properties {
  const { body, headers } = call;
  const type = headers.get('content-type') ?? '';
  if (type.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw malformed('', `The content type is "${type}"; send the body as application/json.`);
  }
  if (body === undefined || body.bytes > MAXIMUM_BODY_BYTES || body.text === undefined) {
    throw malformed('', `Send a JSON object in UTF-8, with ${MAXIMUM_BODY_BYTES} bytes at most.`);
  }
  const parsed = parseJson(body.text, '');
  if (!isObject(parsed)) {
    throw malformed('', 'Expected an object.');
  }
  shape.check(parsed);
  return parsed;
}

/**
 * Reads JSON text that a client sent, whatever it nests.
 * @param field - where the text stood
 * @throws Refusal
 */
export function parseJson(text: string, field: string): Json {
  if (isTooDeep(text)) {
    throw malformed(field, `nests more than ${DEEPEST} levels deep.`);
  }
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw malformed(field, `is no JSON: ${(error as Error).message}`);
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      index += character === '\\' ? 1 : 0;
      quoted = character !== '"';
    } else if (character === '"') {
      quoted = true;
    } else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > DEEPEST) {
        return true;
      }
    } else if (character === '}' || character === ']') {
      depth -= 1;
    }
  }
  return false;
}
