/** What is at which path. */
import { decodePathStep } from '../../http/parameters';
import { ENTITIES } from './entities';
import type { EntityName } from './entities';
import { literalsOf } from './filter';
import { ExactRefusal, malformed } from './refusal';

/** What a path leads to. */
export type ExactRoute =
  | { readonly kind: 'me' }
  | { readonly kind: 'collection'; readonly division: number; readonly entity: EntityName }
  | { readonly kind: 'count'; readonly division: number; readonly entity: EntityName }
  | {
      readonly kind: 'entity';
      readonly division: number;
      readonly entity: EntityName;
      readonly key: string;
      /** The collection below the entity. */
      readonly below?: string;
    };

const BY_PATH: ReadonlyMap<string, EntityName> = new Map(
  Object.values(ENTITIES).map(({ service, name }) => [`${service}/${name}`, name] as const),
);

/** Division, service, resource with its key predicate, and a step below it. */
const PATH = /^\/api\/v1\/(\d{1,9})\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/;

/** The longest URL, after its encoding (page "Restrictions" of Exact Online's developer documentation). */
export const LONGEST_URL = 6000;

/**
 * Finds what is at a path.
 * @param path - from the host's root on, percent-encoded
 * @throws ExactRefusal (404) where nothing is there, (400) where a key cannot be read
 */
export function readRoute(path: string | undefined): ExactRoute {
  if (path === '/api/v1/current/Me') {
    return { kind: 'me' };
  }
  const [, division, service = '', resource = '', below] = PATH.exec(path ?? '') ?? [];
  const [name = '', ...predicate] = decode(resource).split('(');
  const entity = BY_PATH.get(`${decode(service)}/${name}`);
  if (entity === undefined) {
    throw nothingAt(path);
  }
  const place = { division: Number(division), entity };
  const step = below === undefined ? undefined : decode(below);
  if (predicate.length > 0) {
    const key = readKey(predicate.join('('), entity);
    return { kind: 'entity', ...place, key, ...(step === undefined ? {} : { below: step }) };
  }
  if (step === '$count') {
    return { kind: 'count', ...place };
  }
  if (step !== undefined) {
    throw nothingAt(path);
  }
  return { kind: 'collection', ...place };
}

function readKey(predicate: string, entity: EntityName): string {
  const text = predicate.replace(/^ID *= */, '');
  const [literal, ...more] = text.endsWith(')') ? literalsOf(text.slice(0, -1)) : [];
  if (literal?.type !== 'guid' || more.length > 0) {
    throw malformed(`Error in query syntax: ${entity} are read by (guid'…'), not by (${predicate}.`);
  }
  return String(literal.value);
}

function decode(step: string): string {
  const decoded = decodePathStep(step);
  if (decoded === undefined) {
    throw malformed(`'${step}' in the path is not percent-encoded UTF-8.`);
  }
  return decoded;
}

function nothingAt(path: string | undefined): ExactRefusal {
  return new ExactRefusal(404, `Resource not found for the segment '${path ?? ''}'.`);
}
