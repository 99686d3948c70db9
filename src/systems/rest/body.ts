/** The bodies that the plain REST dialect takes. */
import type { IncomingCall } from '../dialect';
import { isObject } from '../json';
import type { Json, Properties } from '../types';
import { Refusal } from './problem';

/** The largest body that is taken, in bytes: 1 MiB. */
export const MAXIMUM_BODY_BYTES = 1024 * 1024;

/**
 * Reads the `properties` of the body `{"properties": {…}}`.
 * @param mediaTypes - the content types that are taken; parameters such as charset are ignored
 * @throws Refusal for a wrong content type, a body that is too large, malformed, or of another shape
 */
export function readProperties(call: IncomingCall, mediaTypes: readonly string[]): Properties {
  const envelope = parse(readText(call, mediaTypes));
  if (!isObject(envelope)) {
    throw new Refusal('malformed-body', 'The body must be a JSON object with the member "properties".');
  }
  const foreign = Object.keys(envelope).filter((name) => name !== 'properties');
  if (foreign.length > 0) {
    throw new Refusal(
      'malformed-body',
      `Only "properties" can be written, and the body has "${foreign.join('", "')}".`,
    );
  }
  const { properties } = envelope;
  if (!isObject(properties)) {
    throw new Refusal('malformed-body', 'The member "properties" of the body must be a JSON object.');
  }
  return properties;
}

function readText(call: IncomingCall, mediaTypes: readonly string[]): string {
  const { body, headers } = call;
  if (body === undefined || body.bytes === 0) {
    throw new Refusal('malformed-body', 'The body is empty; send {"properties": {…}}.');
  }
  const given = headers.get('content-type') ?? '';
  const mediaType = given.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!mediaTypes.includes(mediaType)) {
    throw new Refusal(
      'unsupported-media-type',
      `The content type is "${given}"; send the body as ${mediaTypes.join(' or ')}.`,
      { headers: call.method === 'PATCH' ? { 'accept-patch': mediaTypes.join(', ') } : {} },
    );
  }
  if (body.bytes > MAXIMUM_BODY_BYTES) {
    throw new Refusal(
      'body-too-large',
      `The body has ${body.bytes} bytes, and ${MAXIMUM_BODY_BYTES} are taken at most.`,
    );
  }
  if (body.text === undefined) {
    throw new Refusal('malformed-body', 'The body is no UTF-8.');
  }
  return body.text;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new Refusal('malformed-body', `The body is no JSON: ${(error as Error).message}`);
  }
}
