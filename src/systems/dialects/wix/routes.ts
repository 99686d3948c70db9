/** The paths of the APIs, and what is done at each. */
import type { ApiResponse, ApiRequest, ApiOperation } from '../../core/dialect';
import { isGuid } from '../../core/guid';
import { decodePathStep } from '../../http/parameters';
import type { Site, WixDatatype } from './site';

/** What is done at a path; `id` is empty where the path names no record. */
export type WixAction = (call: ApiRequest, id: string) => ApiResponse;

export interface WixRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From the base URL on; `{id}` is a record's id. */
  readonly path: string;
  readonly operation: ApiOperation;
  readonly datatype: WixDatatype;
  readonly action: WixAction;
}

/** What is done at a path of a site. */
type SiteAction = (site: Site, call: ApiRequest, id: string) => ApiResponse;

/** Makes the routes of one datatype of a site. @param base - what all of the paths begin with */
export function routesFor(
  site: Site,
  datatype: WixDatatype,
  base = '',
): (method: WixRoute['method'], path: string, operation: ApiOperation, action: SiteAction) => WixRoute {
  return (method, path, operation, action) => ({
    method,
    path: `${base}${path}`,
    operation,
    datatype,
    action: (call, id) => action(site, call, id),
  });
}

/** A route that a call leads to, and the id in its path. */
export interface Found {
  readonly route: WixRoute;
  readonly id: string;
}

interface Pattern {
  readonly route: WixRoute;
  readonly steps: readonly string[];
}

/** Finds the route of a call; `undefined`: there is none. */
export type Finder = (method: string, path: string | undefined) => Found | undefined;

/** Makes the finder of some routes; literal steps win over ids. */
export function createFinder(routes: readonly WixRoute[]): Finder {
  const patterns = new Map<string, Pattern[]>();
  for (const route of routes) {
    const steps = route.path.split('/');
    const key = `${route.method} ${steps.length}`;
    patterns.set(key, [...(patterns.get(key) ?? []), { route, steps }]);
  }
  for (const alike of patterns.values()) {
    alike.sort((one, other) => Number(one.steps.includes('{id}')) - Number(other.steps.includes('{id}')));
  }
  return (method, path) => {
    const steps = (path ?? '').split('/');
    for (const { route, steps: pattern } of patterns.get(`${method} ${steps.length}`) ?? []) {
      const id = idWithin(pattern, steps);
      if (id !== undefined) {
        return { route, id };
      }
    }
    return undefined;
  };
}

/**
 * Whether a step reads as a part of a path, `facets` or `query-variants`, and not as an id that is wrong: where the API has a
 * call that is not offered here, there is nothing at its path.
 */
function isPathWord(step: string): boolean {
  return /^[a-z]+(?:-[a-z]+)*$/.test(step) && !isGuid(step);
}

function idWithin(pattern: readonly string[], steps: readonly string[]): string | undefined {
  let id = '';
  for (const [index, step] of pattern.entries()) {
    const given = steps[index] ?? '';
    if (step === '{id}') {
      const decoded = decodePathStep(given);
      if (decoded === undefined || decoded === '' || isPathWord(decoded)) {
        return undefined;
      }
      id = decoded;
    } else if (step !== given) {
      return undefined;
    }
  }
  return id;
}
