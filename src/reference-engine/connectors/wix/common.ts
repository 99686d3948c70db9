/** What the Wix APIs have in common: errors, times, and how records become envelopes. */
import { memberOf } from '../../planner/json';
import type { DatatypeModel } from '../../planner/model';
import type { Version } from '../../planner/state';
import { ApiError } from '../http/api-error';
import { pick } from '../http/pick';
import { objectIn, type ApiConventions, type Reply } from '../http/api-client';
import { isObject, type Json, type JsonObject } from '../../../core/json';
import type { Envelope } from '../../planner/envelope';

function detailsOf(body: Json | undefined): JsonObject {
  const details = isObject(body) ? memberOf(body, 'details') : undefined;
  return isObject(details) ? details : {};
}

/** The code of an application error, `CONTACT_ALREADY_CHANGED`; `undefined` where the error has none. */
export function applicationCode(body: Json | undefined): string | undefined {
  const { applicationError } = detailsOf(body);
  const code = isObject(applicationError) ? memberOf(applicationError, 'code') : undefined;
  return typeof code === 'string' ? code : undefined;
}

function violationsOf(body: Json): readonly string[] {
  const { validationError } = detailsOf(body);
  const violations = isObject(validationError) ? memberOf(validationError, 'fieldViolations') : undefined;
  return (Array.isArray(violations) ? (violations as readonly Json[]) : []).flatMap((violation) => {
    const { field, description } = isObject(violation) ? violation : {};
    return typeof field === 'string' && typeof description === 'string' ? [`${field}: ${description}`] : [];
  });
}

const explain: ApiConventions['explain'] = (body) => {
  const message = isObject(body) && typeof body.message === 'string' ? [body.message] : [];
  const said = [applicationCode(body) ?? [], message, violationsOf(body)]
    .flat()
    .filter((text) => text !== '');
  return said.length === 0 ? undefined : said.join(': ');
};

/**
 * The API key goes as it is, without `Bearer`; `wix-site-id` comes with the system's headers
 * (https://dev.wix.com/docs/go-headless/develop-your-project/admin-operations/make-rest-api-calls-with-an-api-key).
 */
export const WIX_CONVENTIONS: ApiConventions = {
  authorize: (token) => ({ headers: { authorization: token } }),
  explain,
};

/** The object at a name of an answer. @throws ApiError */
export function memberIn(reply: Reply, name: string): JsonObject {
  const member = memberOf(objectIn(reply, `{${name}}`), name);
  if (isObject(member)) {
    return member;
  }
  throw new ApiError(`${reply.where} answered with something that is not {${name}}.`);
}

/** The list at a name of an answer. @throws ApiError */
export function listIn(reply: Reply, name: string): readonly Json[] {
  const list = memberOf(objectIn(reply, `{${name}}`), name);
  if (Array.isArray(list)) {
    return list as readonly Json[];
  }
  throw new ApiError(`${reply.where} answered with something that is not {${name}: […]}.`);
}

export interface Form {
  /** Where the time of the last change is. */
  readonly modified: string;
  /** Default: records have no versions. */
  readonly versionOf?: (record: JsonObject) => Version;
  /** The record's properties in the documents' words. Default: as they are. */
  readonly inWords?: (record: JsonObject) => JsonObject;
}

/** A record of an answer. All of it is asked for, and what is not set is left out: missing is empty. @throws ApiError */
export function envelopeOf(
  datatype: DatatypeModel,
  record: Json | undefined,
  { where }: Reply,
  { modified, versionOf = () => 0, inWords = (same) => same }: Form,
): Envelope {
  const { id, [modified]: time } = isObject(record) ? record : {};
  const modifiedAt = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (!isObject(record) || typeof id !== 'string' || Number.isNaN(modifiedAt)) {
    throw new ApiError(`${where} answered with something that is not a record {id, ${modified}, …}.`);
  }
  const properties = pick(inWords(record), datatype.read);
  return { id, version: versionOf(record), modifiedAt, properties, complete: true };
}
