/** The bodies of POST and PUT. */
import type { ApiRequest } from '../../core/dialect';
import { isEmpty } from '../../core/json';
import type { Properties } from '../../core/types';
import { readJsonBody } from '../../http/body';
import { ENTITIES } from './entities';
import type { EntityName, PropertyDefinition, EntityContext } from './entities';
import { ExactRefusal, invalid, malformed } from './refusal';
import { storedValue } from './values';
import { isList, isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

/** The largest body that is taken, in bytes: 10 MB (the page "API limits" of Exact Online's developer documentation). */
export const MAXIMUM_BODY_BYTES = 10_000_000;

/** What a body is for. */
export type Purpose = 'create' | 'change';

/**
 * Reads the entity in a body.
 * @throws ExactRefusal for a wrong content type (415), a body that is too large (413), or that is not a JSON object (400)
 */
export function readBody(call: ApiRequest): Properties {
  const value = readJsonBody(call, {
    maximumBytes: MAXIMUM_BODY_BYTES,
    takes: (mediaType) => mediaType === 'application/json',
    emptyFirst: false,
    refuse({ kind, detail }) {
      switch (kind) {
        case 'media-type': {
          const given = call.headers.get('content-type') ?? '';
          return new ExactRefusal(
            415,
            `Unsupported media type requested: '${given}'. Send application/json.`,
          );
        }
        case 'too-large':
          return new ExactRefusal(413, `The request is too large: it ${detail}.`, { ordinary: true });
        default:
          return notAnEntity(`it ${detail}`);
      }
    },
  });
  if (!isObject(value)) {
    throw notAnEntity('it is not a JSON object');
  }
  return value;
}

function notAnEntity(why: string): ExactRefusal {
  return malformed(
    `Error processing request stream. The request should be a valid top-level resource object: ${why}.`,
  );
}

/**
 * What a body writes. Read-only properties are skipped without a word, as a maintainer of Exact's own client says of the API
 * (https://github.com/exactonline/exactonline-api-dotnet-client/issues/56); references to records that do not exist are not kept.
 * @param skipped - a property that the place of the body settles, and that is neither read nor required
 * @throws ExactRefusal (400) for unknown properties, values of a wrong type, and required ones that are missing or emptied
 */
export function readEntity(
  entity: EntityName,
  body: Properties,
  purpose: Purpose,
  around: EntityContext,
  skipped?: string,
): Properties {
  const { properties, collections } = ENTITIES[entity];
  const written = new Map<string, Json>();
  for (const [name, value] of Object.entries(body)) {
    const definition = properties.get(name);
    if (definition !== undefined) {
      if (name === skipped || !isWritable(definition, purpose)) {
        continue;
      }
      written.set(name, referenced(definition, storedValue(name, definition, value), around));
    } else if (collections.has(name)) {
      const elements = readCollection(name, collections.get(name), value, purpose, around);
      if (elements !== undefined) {
        written.set(name, elements);
      }
    } else if (name !== '__metadata') {
      throw invalid(`Error processing request stream. The property name '${name}' is not known here.`);
    }
  }
  const missing = [...properties]
    .filter(([name, definition]) => name !== skipped && isRequired(definition, purpose))
    .filter(([name]) => isEmpty(written.get(name)) && (purpose === 'create' || written.has(name)))
    .map(([name]) => `Mandatory: ${name}`);
  if (missing.length > 0) {
    throw invalid(missing.join(' '));
  }
  return Object.fromEntries(written);
}

function isWritable({ readOnly, fixed }: PropertyDefinition, purpose: Purpose): boolean {
  return readOnly !== true && (fixed !== true || purpose === 'create');
}

function isRequired(definition: PropertyDefinition, purpose: Purpose): boolean {
  const { required, lasting } = definition;
  return (required === true || (lasting === true && purpose === 'change')) && isWritable(definition, purpose);
}

function referenced({ references }: PropertyDefinition, value: Json, around: EntityContext): Json {
  if (references === undefined || typeof value !== 'string') {
    return value;
  }
  return around.find(references, value) === undefined ? null : value;
}

/** The entities of a collection inside of a body; `undefined` where it only says that there is one. */
function readCollection(
  name: string,
  entity: EntityName | undefined,
  value: Json,
  purpose: Purpose,
  around: EntityContext,
): Json | undefined {
  if (value === null || (isObject(value) && value.__deferred !== undefined)) {
    return undefined;
  }
  const elements = isObject(value) ? value.results : value;
  if (!isList(elements)) {
    throw invalid(`Error processing request stream. '${name}' must be a collection.`);
  }
  if (entity === undefined) {
    return undefined;
  }
  if (purpose === 'change') {
    throw invalid(`Deep updates are not supported in PUT operations: change '${name}' by their own keys.`);
  }
  return elements.map((element) => {
    if (!isObject(element)) {
      throw invalid(`Error processing request stream. '${name}' must hold entities.`);
    }
    return readEntity(entity, element, 'create', around, 'OrderID');
  });
}
