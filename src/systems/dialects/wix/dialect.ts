/** Wix's REST APIs over the store of a simulated system: Contacts v4, Members v1, Orders v1, Stores Catalog v1. */
import type { ApiResponse, Dialect, DialectContext, ApiRequest, RequestTarget } from '../../core/dialect';
import { parseJson } from './body';
import { objectAt, textAt } from './collection';
import { contactRoutes } from './contacts/calls';
import { answerCall } from '../../http/responses';
import { misuse, injectedErrorResponse } from './error';
import { createDirectAccess } from './direct-access';
import { memberRoutes } from './members/calls';
import { requestWithin } from './parameters';
import { orderRoutes } from './orders/calls';
import { productRoutes } from './products/calls';
import { createFinder } from './routes';
import type { Finder, WixRoute } from './routes';
import { createSite, schemaName } from './site';
import type { Site } from './site';
import type { Json } from '../../../core/json';

/** The header that names the site. */
export const SITE_HEADER = 'wix-site-id';

/** What distinguishes a site from the others of the host. */
export interface SiteOptions {
  /** Ids are made from it. */
  readonly key: string;
  readonly siteId: string;
}

/** Makes the dialect of one site. */
export function wixDialect({ key, siteId }: SiteOptions): Dialect {
  return (context) => {
    const site = createSite(key, context);
    const find = createFinder(routesOf(site));
    return {
      answer: (call) => answerCall(call, () => answer(call, find, context, siteId)),
      targetOf: (call) => targetOf(call, find, context),
      refuse: injectedErrorResponse,
      directAccess: createDirectAccess(site),
    };
  };
}

/** All calls that a site answers. */
export function routesOf(site: Site): readonly WixRoute[] {
  return [contactRoutes, memberRoutes, orderRoutes, productRoutes].flatMap((of) => of(site));
}

function answer(call: ApiRequest, find: Finder, { token }: DialectContext, siteId: string): ApiResponse {
  authorize(call.headers, token, siteId);
  const found = find(call.method, call.path);
  if (found === undefined) {
    throw misuse(404, 'NOT_FOUND', `There is no call ${call.method} at this path in the mocked Wix.`);
  }
  return found.route.action(call, found.id);
}

/**
 * `Authorization` holds the API key as it is; `Bearer` in front of it is accepted too. A call without one is not
 * authenticated (401); a wrong key, or a site that the key is not for, is not permitted (403).
 *
 * @see https://dev.wix.com/docs/go-headless/develop-your-project/admin-operations/make-rest-api-calls-with-an-api-key
 */
function authorize(headers: Headers, token: string, siteId: string): void {
  const given = headers.get('authorization') ?? '';
  if (given === '') {
    throw misuse(401, 'UNAUTHENTICATED', 'The call has no API key: send it in the header Authorization.');
  }
  if (given !== token && given !== `Bearer ${token}`) {
    throw misuse(403, 'PERMISSION_DENIED', 'The API key is not one of this site.');
  }
  if (headers.get(SITE_HEADER)?.toLowerCase() !== siteId) {
    throw misuse(403, 'PERMISSION_DENIED', `The header ${SITE_HEADER} is missing, or names another site.`);
  }
  if (headers.has('wix-account-id')) {
    throw misuse(403, 'PERMISSION_DENIED', `Send either ${SITE_HEADER} or wix-account-id, not both.`);
  }
}

function targetOf(call: ApiRequest, find: Finder, { schema }: DialectContext): RequestTarget {
  const found = find(call.method, call.path);
  if (found === undefined) {
    return { operation: 'other' };
  }
  const { operation, datatype } = found.route;
  const name = schemaName(Object.keys(schema), datatype) ?? datatype;
  return {
    operation,
    datatype: name,
    ...(found.id === '' ? {} : { id: found.id }),
    ...(operation === 'list' && continuesListing(call) ? { continues: true } : {}),
  };
}

/** A page behind the first: it has an offset, or a cursor. */
function continuesListing({ query, body }: ApiRequest): boolean {
  const asked = objectAt(readable(() => body && parseJson(body.text ?? '', '')));
  const within = objectAt(readable(() => requestWithin(query)));
  const offsets = [
    new URLSearchParams(query).get('paging.offset'),
    ...[asked.query, within.query, within].map((part) => objectAt(objectAt(part).paging).offset),
  ];
  const { cursor } = objectAt(objectAt(asked.search).cursorPaging);
  return offsets.some((offset) => Number(offset ?? 0) > 0) || textAt(cursor) !== '';
}

/** What cannot be read is not there. */
function readable(read: () => Json | undefined): Json | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
