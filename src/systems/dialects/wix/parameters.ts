/**
 * The queries of GET and DELETE calls, as Wix's own clients write them too: they repeat the path's id under the name that it
 * has in the API (`?id=…`, `?contactId=…`), and put a request of nested parts into one parameter `.r`, base64url of its JSON
 * (`toURLSearchParams` of the package `@wix/sdk-runtime`).
 */
import type { Properties } from '../../core/types';
import { pairsOf, readRepeatedParameters, readWholeNumber } from '../../http/parameters';
import { parseJson } from './body';
import { malformed } from './error';
import { isList, isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

/** The parameter that holds a whole request. */
const WHOLE_REQUEST = '.r';

/** The id in the path of a call, and what clients call it in the query. */
export interface PathId {
  readonly id: string;
  readonly names: readonly string[];
}

/**
 * The request that a query holds in `.r`; `undefined` where it has none.
 * @throws WixRefusal where it is not base64 of a JSON object
 */
export function requestWithin(query: string): Properties | undefined {
  for (const [name, value] of pairsOf(query)) {
    if (name === WHOLE_REQUEST) {
      const text = Buffer.from(value.replaceAll(' ', '+'), 'base64').toString('utf8');
      const request = parseJson(text, WHOLE_REQUEST);
      if (!isObject(request)) {
        throw malformed(WHOLE_REQUEST, 'must be an object.');
      }
      return request;
    }
  }
  return undefined;
}

/**
 * The parameters of a GET or DELETE call; only `repeatable` ones may come more than once.
 * @param path - the id in the path, where there is one: repeated in the query it must be the same, and is left out
 * @throws WixRefusal
 */
export function parametersOf(
  query: string,
  known: readonly string[],
  repeatable: readonly string[] = [],
  path: PathId = { id: '', names: [] },
): ReadonlyMap<string, readonly string[]> {
  return readRepeatedParameters(withoutPathId(flatPairs(query), path), {
    known,
    repeatable,
    refuse: ({ kind, name }) =>
      kind === 'unknown'
        ? malformed(name, 'is not a parameter of this call.', 'FIELD_NOT_ALLOWED')
        : malformed(name, 'is given more than once.'),
  });
}

function flatPairs(query: string): readonly (readonly [string, string])[] {
  const plain = [...pairsOf(query)].filter(([name]) => name !== WHOLE_REQUEST);
  const request = requestWithin(query);
  return request === undefined ? plain : [...plain, ...flattened(request, '')];
}

function flattened(part: Properties, prefix: string): readonly (readonly [string, string])[] {
  return Object.entries(part).flatMap(([member, value]): readonly (readonly [string, string])[] => {
    const name = `${prefix}${member}`;
    if (isObject(value)) {
      return flattened(value, `${name}.`);
    }
    return (isList(value) ? value : [value])
      .filter((each) => each !== null)
      .map((each) => [name, typeof each === 'string' ? each : JSON.stringify(each)]);
  });
}

function withoutPathId(
  pairs: readonly (readonly [string, string])[],
  { id, names }: PathId,
): readonly (readonly [string, string])[] {
  return pairs.filter(([name, value]) => {
    const isPathId = names.includes(name);
    if (isPathId && value !== id) {
      throw malformed(name, 'names another record than the path.');
    }
    return !isPathId;
  });
}

/** The paging that GET calls write as `paging.limit` and `paging.offset`. */
export function pagingParameters(parameters: ReadonlyMap<string, readonly string[]>): Properties {
  const read = (name: string): Json => {
    const text = parameters.get(`paging.${name}`)?.[0];
    return text === undefined ? null : (readWholeNumber(text) ?? text);
  };
  return { limit: read('limit'), offset: read('offset') };
}
