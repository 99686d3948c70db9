/** Wix's REST APIs over the store of a simulated system: Contacts v4, Members v1, Orders v1, Stores Catalog v1. */
import type { ApiResponse, Dialect, DialectContext, ApiRequest, RequestTarget } from '../../core/dialect';
import { parseJson } from './body';
import { objectAt, textAt } from './collection';
import { contactRoutes } from './contacts/calls';
import { bearerToken } from '../../http/authorization';
import { answerCall } from '../../http/responses';
import { businessRule, misuse, injectedErrorResponse } from './error';
import { createDirectAccess } from './direct-access';
import { memberRoutes } from './members/calls';
import { oauthCall } from './oauth';
import type { WixApp } from './oauth';
import { requestWithin } from './parameters';
import { orderRoutes } from './orders/calls';
import { productRoutes } from './products/calls';
import { createFinder } from './routes';
import type { Finder, WixRoute } from './routes';
import { createSite, schemaName } from './site';
import type { Site } from './site';
import type { Json } from '../../../core/json';
import type { RequestHeaders } from '../../core/types';

/** The header that names the site. */
export const SITE_HEADER = 'wix-site-id';

/** What distinguishes a site from the others of the host. */
export interface SiteOptions {
  /** Ids are made from it. */
  readonly key: string;
  /** The app that is installed on it. */
  readonly app: WixApp;
}

/** Makes the dialect of one site. */
export function wixDialect({ key, app }: SiteOptions): Dialect {
  return (context) => {
    app.start(context.clock);
    const site = createSite(key, context);
    const find = createFinder(routesOf(site));
    return {
      answer: (call) => answerCall(call, () => answer(call, find, context, app)),
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

function answer(call: ApiRequest, find: Finder, { token }: DialectContext, app: WixApp): ApiResponse {
  const answerOAuth = oauthCall(call);
  if (answerOAuth !== undefined) {
    return answerOAuth(call, app);
  }
  authorize(call.headers, token, app);
  const found = find(call.method, call.path);
  if (found === undefined) {
    throw misuse(404, 'NOT_FOUND', `There is no call ${call.method} at this path in the mocked Wix.`);
  }
  return found.route.action(call, found.id);
}

/** The API key or access token of a call; `Bearer` in front of it is let through. Empty where there is none. */
export function credentialOf(headers: RequestHeaders): string {
  return bearerToken(headers) ?? headers.get('authorization') ?? '';
}

/**
 * `Authorization` holds the API key or an access token as it is; `Bearer` in front of it is accepted too. A call without one
 * is not authenticated (401), nor is one whose token has expired; a wrong key, or a site that the key is not for, is not
 * permitted (403). An access token is for one site, so it needs no header for it.
 *
 * @see https://dev.wix.com/docs/go-headless/develop-your-project/admin-operations/make-rest-api-calls-with-an-api-key
 */
function authorize(headers: RequestHeaders, token: string, app: WixApp): void {
  const given = credentialOf(headers);
  if (given === '') {
    throw misuse(401, 'UNAUTHENTICATED', 'The call has no API key: send it in the header Authorization.');
  }
  const state = app.stateOf(given);
  if (state === 'expired') {
    throw businessRule(401, 'UNAUTHENTICATED', 'The access token has expired: create another one.');
  }
  if (state === 'unknown' && given !== token) {
    throw misuse(403, 'PERMISSION_DENIED', 'The API key is not one of this site.');
  }
  const siteId = headers.get(SITE_HEADER)?.toLowerCase() ?? (state === 'valid' ? app.siteId : '');
  if (siteId !== app.siteId) {
    throw misuse(403, 'PERMISSION_DENIED', `The header ${SITE_HEADER} is missing, or names another site.`);
  }
  if (headers.get('wix-account-id') !== null) {
    throw misuse(403, 'PERMISSION_DENIED', `Send either ${SITE_HEADER} or wix-account-id, not both.`);
  }
}

function targetOf(call: ApiRequest, find: Finder, { schema }: DialectContext): RequestTarget {
  if (oauthCall(call) !== undefined) {
    return { operation: 'session' };
  }
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
