/** The bodies that Wix takes: JSON objects, checked against a JSON Schema. */
import { Ajv2020 } from 'ajv/dist/2020';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import type { ApiRequest } from '../../core/dialect';
import type { Properties } from '../../core/types';
import { MAXIMUM_BODY_BYTES, readJson, readJsonBody } from '../../http/body';
import type { BodyRules } from '../../http/body';
import { malformed, unfitValue } from './error';
import type { ViolatedRule } from './error';
import { isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

/** What a request's body must look like; made once, compiled at its first use. */
export interface BodyShape {
  /** @throws WixRefusal for the first thing that is wrong */
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

/** Schemas of JSON values. Null means "not set", as in the JSON form of protobuf. */
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
 * @throws WixRefusal for a wrong content type, a body that is too large, malformed, or of another shape
 */
export function readBody(call: ApiRequest, shape: BodyShape): Properties {
  const parsed = readJsonBody(call, BODY_RULES);
  if (!isObject(parsed)) {
    throw malformed('', 'Expected an object.');
  }
  shape.check(parsed);
  return parsed;
}

/** Wix documents no limit of size. */
const BODY_RULES: BodyRules = {
  maximumBytes: MAXIMUM_BODY_BYTES,
  takes: (mediaType) => mediaType === 'application/json',
  emptyFirst: false,
  refuse({ kind, detail }) {
    switch (kind) {
      case 'media-type':
        return malformed('', `The body ${detail}; send it as application/json.`);
      case 'not-json':
        return malformed('', `${detail}.`);
      default:
        return malformed('', `Send a JSON object in UTF-8, with ${MAXIMUM_BODY_BYTES} bytes at most.`);
    }
  },
};

/**
 * Reads JSON text that a client sent, however deep it nests.
 * @param field - where the text was
 * @throws WixRefusal
 */
export function parseJson(text: string, field: string): Json {
  return readJson(text, (detail) => malformed(field, `${detail}.`));
}
