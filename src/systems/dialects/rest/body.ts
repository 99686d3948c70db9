/** The bodies that the plain REST dialect takes. */
import type { ApiRequest } from '../../core/dialect';
import type { Properties } from '../../core/types';
import { MAXIMUM_BODY_BYTES, readJsonBody } from '../../http/body';
import type { BodyProblem } from '../../http/body';
import { RestRefusal } from './problem';
import type { ProblemName } from './problem';
import { isList, isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

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
 * @param withReference - whether the member `externalReference` is taken too
 * @throws RestRefusal for a wrong content type, a body that is too large, malformed, or of another shape
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
 * @throws RestRefusal as `readDraft`
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

/** A JSON object with no member but the known ones. */
function readMembers(call: ApiRequest, mediaTypes: readonly string[], known: readonly string[]): Properties {
  const [first = ''] = known;
  const value = readAny(call, mediaTypes);
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

const PROBLEM_OF_BODY: Readonly<Record<BodyProblem['kind'], ProblemName>> = {
  empty: 'malformed-body',
  'media-type': 'unsupported-media-type',
  'too-large': 'body-too-large',
  'not-utf8': 'malformed-body',
  'not-json': 'malformed-body',
};

function readAny(call: ApiRequest, mediaTypes: readonly string[]): Json {
  return readJsonBody(call, {
    maximumBytes: MAXIMUM_BODY_BYTES,
    takes: (mediaType) => mediaTypes.includes(mediaType),
    emptyFirst: true,
    refuse({ kind, detail }) {
      const acceptPatch = kind === 'media-type' && call.method === 'PATCH';
      const advice = kind === 'media-type' ? `; send it as ${mediaTypes.join(' or ')}` : '';
      return new RestRefusal(PROBLEM_OF_BODY[kind], `The body ${detail}${advice}.`, {
        headers: acceptPatch ? { 'accept-patch': mediaTypes.join(', ') } : {},
      });
    },
  });
}
