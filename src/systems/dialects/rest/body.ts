/** The bodies that the plain REST dialect takes. */
import type { ApiRequest } from '../../core/dialect';
import { isDeeperThan } from '../../core/json';
import type { Properties } from '../../core/types';
import { RestRefusal } from './problem';
import { isList, isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

/** The largest body that is taken, in bytes: 1 MiB. */
export const MAXIMUM_BODY_BYTES = 1024 * 1024;

/** The deepest nesting that is taken; what walks JSON by recursion stays far from the end of the stack. */
const MAXIMUM_DEPTH = 100;

/** The longest external reference, in characters. */
const LONGEST_REFERENCE = 255;

/** What a record is made of. */
export interface RecordDraft {
  readonly properties: Properties;
  readonly externalReference?: string;
}

/**
 * Reads the body `{"properties": {…}}`.
 * @param mediaTypes - the content types that are taken; parameters such as charset are ignored
 * @param withReference - whether a member `externalReference` may stand beside
 * @throws Refusal for a wrong content type, a body that is too large, malformed, or of another shape
 */
export function readDraft(
  call: ApiRequest,
  mediaTypes: readonly string[],
  withReference = false,
): RecordDraft {
  const members = withReference ? ['properties', 'externalReference'] : ['properties'];
  const { properties, externalReference } = readMembers(call, mediaTypes, members);
  if (!isObject(properties)) {
    throw new RestRefusal('malformed-body', 'The member "properties" of the body must be a JSON object.');
  }
  if (externalReference === undefined) {
    return { properties };
  }
  const length = typeof externalReference === 'string' ? externalReference.length : 0;
  if (typeof externalReference !== 'string' || length < 1 || length > LONGEST_REFERENCE) {
    throw new RestRefusal(
      'malformed-body',
      `The member "externalReference" must be a text of 1 to ${LONGEST_REFERENCE} characters.`,
    );
  }
  return { properties, externalReference };
}

/**
 * Reads the body `{"url": …, "datatypes": […]}` of a webhook; what the two hold is left to the caller.
 * @throws Refusal as `readDraft`
 */
export function readWebhook(call: ApiRequest): { url: string; datatypes?: readonly string[] } {
  const { url, datatypes } = readMembers(call, ['application/json'], ['url', 'datatypes']);
  if (typeof url !== 'string') {
    throw new RestRefusal('malformed-body', 'The member "url" of the body must be a text.');
  }
  if (datatypes === undefined) {
    return { url };
  }
  const names = isList(datatypes) ? datatypes.filter((name) => typeof name === 'string') : [];
  if (!isList(datatypes) || names.length < datatypes.length) {
    throw new RestRefusal('malformed-body', 'The member "datatypes" of the body must be a list of texts.');
  }
  return { url, datatypes: names };
}

/**
 * Reads a JSON value.
 * @param what - what the text is, for the refusal
 * @throws Refusal `problem`: no JSON, or nested too deep
 */
export function readJson(text: string, problem: 'malformed-body' | 'malformed-query', what: string): Json {
  if (isDeeperThan(text, MAXIMUM_DEPTH)) {
    throw new RestRefusal(problem, `${what} is nested deeper than ${MAXIMUM_DEPTH} levels.`);
  }
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new RestRefusal(problem, `${what} is no JSON: ${(error as Error).message}`);
  }
}

/** A JSON object with no member but the known ones. */
function readMembers(call: ApiRequest, mediaTypes: readonly string[], known: readonly string[]): Properties {
  const [first = ''] = known;
  const value = readJson(readText(call, mediaTypes), 'malformed-body', 'The body');
  if (!isObject(value)) {
    throw new RestRefusal('malformed-body', `The body must be a JSON object with the member "${first}".`);
  }
  const foreign = Object.keys(value).filter((name) => !known.includes(name));
  if (foreign.length > 0) {
    throw new RestRefusal(
      'malformed-body',
      `Only "${known.join('" and "')}" can be written, and the body has "${foreign.join('", "')}".`,
    );
  }
  return value;
}

function readText(call: ApiRequest, mediaTypes: readonly string[]): string {
  const { body, headers } = call;
  if (body === undefined || body.bytes === 0) {
    throw new RestRefusal('malformed-body', 'The body is empty; send a JSON object.');
  }
  const given = headers.get('content-type') ?? '';
  const mediaType = given.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!mediaTypes.includes(mediaType)) {
    throw new RestRefusal(
      'unsupported-media-type',
      `The content type is "${given}"; send the body as ${mediaTypes.join(' or ')}.`,
      { headers: call.method === 'PATCH' ? { 'accept-patch': mediaTypes.join(', ') } : {} },
    );
  }
  if (body.bytes > MAXIMUM_BODY_BYTES) {
    throw new RestRefusal(
      'body-too-large',
      `The body has ${body.bytes} bytes, and ${MAXIMUM_BODY_BYTES} are taken at most.`,
    );
  }
  if (body.text === undefined) {
    throw new RestRefusal('malformed-body', 'The body is no UTF-8.');
  }
  return body.text;
}
