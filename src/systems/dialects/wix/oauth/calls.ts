/**
 * The calls of Wix's authorization server.
 *
 * - Create Access Token (https://dev.wix.com/docs/rest/app-management/oauth-2/create-access-token): the app's credentials and
 *   the id of its instance.
 * - Custom authentication (legacy): by code (https://dev.wix.com/docs/rest/app-management/oauth-2/request-an-access-token) or
 *   refresh token (https://dev.wix.com/docs/rest/app-management/oauth-2/refresh-an-access-token).
 * - Token Info (https://dev.wix.com/docs/rest/app-management/oauth-2/token-info).
 * - The installers of https://www.wix.com: the legacy one as `AppStrategy` of `@wix/sdk` calls it, and the external one
 *   (https://dev.wix.com/docs/build-apps/launch-your-app/app-distribution/install-your-app/about-the-external-install-flow).
 *   They answer at once, as if a person had chosen the site and agreed.
 *
 * "Error details follow the conventions of the IETF" is all that the pages say of errors: they are those of RFC 6749.
 */
import type { ApiRequest, ApiResponse } from '../../../core/dialect';
import type { Properties } from '../../../core/types';
import { mediaTypeOf } from '../../../http/body';
import { codeRefused, oauthError, redirectTo, redirectUriOf, tokenResponse } from '../../../http/oauth';
import { isObject } from '../../../../core/json';
import { parseJson } from '../body';
import { textAt } from '../collection';
import { jsonAnswer } from '../present';
import { APPS } from './app';
import type { WixApp } from './app';

/** Where tokens are created, from the base URL on. */
export const TOKEN_PATH = '/oauth2/token';

/** Where an app is installed, from the base URL on. */
export const INSTALLER_PATH = '/installer/install';

/** How long a token of Create Access Token lives, in seconds: 4 hours. */
const TOKEN_SECONDS = 14_400;

/** How long an access token of custom authentication lives, in seconds. */
const LEGACY_SECONDS = 300;

type OAuthCall = (call: ApiRequest, app: WixApp) => ApiResponse;

const CALLS: ReadonlyMap<string, OAuthCall> = new Map<string, OAuthCall>([
  [`POST ${TOKEN_PATH}`, (call, app) => giveToken(call, app, createToken)],
  ['POST /oauth/access', (call, app) => giveToken(call, app, exchange)],
  ['POST /oauth2/token-info', tokenInfo],
  [`GET ${INSTALLER_PATH}`, install],
  ['GET /app-installer', installExternally],
]);

/** What answers a call; `undefined`: it does not lead to the authorization server. A slash at the end is let through. */
export function oauthCall({ method, path = '' }: Pick<ApiRequest, 'method' | 'path'>): OAuthCall | undefined {
  return CALLS.get(`${method} ${path.replace(/\/$/, '')}`);
}

/** What the docs list. */
export const OAUTH_CALLS: readonly string[] = [...CALLS.keys()];

/** The parameters in a body: JSON as the pages have it, or a form as RFC 6749 does. */
function parametersIn({ headers, body }: ApiRequest): Properties | undefined {
  if (mediaTypeOf(headers) === 'application/x-www-form-urlencoded') {
    return Object.fromEntries(new URLSearchParams(body?.text ?? ''));
  }
  try {
    const parsed = parseJson(body?.text ?? '', '');
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function named(clientId: string, app: WixApp): WixApp | undefined {
  return clientId === app.clientId ? app : APPS.find(clientId);
}

function giveToken(
  call: ApiRequest,
  here: WixApp,
  give: (app: WixApp, parameters: Properties) => ApiResponse,
): ApiResponse {
  const parameters = parametersIn(call);
  if (parameters === undefined) {
    return oauthError('invalid_request', 'Send the parameters as a JSON object.');
  }
  const app = named(textAt(parameters.client_id), here);
  if (app === undefined) {
    return oauthError('invalid_client', 'There is no app with this client_id.');
  }
  if (parameters.client_secret !== app.clientSecret) {
    return oauthError('invalid_client', 'The client_secret is not that of the app.');
  }
  return give(app, parameters);
}

function createToken(app: WixApp, { grant_type: grant, instance_id: instance }: Properties): ApiResponse {
  if (grant !== 'client_credentials') {
    return oauthError('unsupported_grant_type', `Only client_credentials is offered at ${TOKEN_PATH}.`);
  }
  if (instance !== app.instanceId) {
    return oauthError('invalid_grant', 'The app has no instance with this instance_id.');
  }
  const token = app.issueToken(TOKEN_SECONDS);
  return tokenResponse({ access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS });
}

function exchange(app: WixApp, { grant_type: grant, code, refresh_token: refresh }: Properties): ApiResponse {
  if (grant !== 'authorization_code' && grant !== 'refresh_token') {
    return oauthError(
      'unsupported_grant_type',
      'Only authorization_code and refresh_token are offered at /oauth/access.',
    );
  }
  const problem = grant === 'authorization_code' ? app.codes.redeem(textAt(code), app.now()) : undefined;
  if (problem !== undefined) {
    return codeRefused(problem);
  }
  if (grant === 'refresh_token' && refresh !== app.refreshToken) {
    return oauthError('invalid_grant', 'The refresh token was never given out.');
  }
  const token = app.issueToken(LEGACY_SECONDS);
  return tokenResponse({ access_token: token, refresh_token: app.refreshToken });
}

/** What a token is good for; of one that is not known or no longer good, that it is not active (RFC 7662, section 2.2). */
function tokenInfo(call: ApiRequest, here: WixApp): ApiResponse {
  const token = textAt(parametersIn(call)?.token);
  const app = [here, ...APPS.all()].find((each) => each.stateOf(token) === 'valid');
  const life = app?.lifeOf(token);
  if (app === undefined || life === undefined) {
    return jsonAnswer('{"active":false}');
  }
  const seconds = (time: number): string => String(Math.floor(time / 1000));
  return jsonAnswer(
    JSON.stringify({
      active: true,
      subjectType: 'APP',
      subjectId: app.clientId,
      exp: seconds(life.expiresAt),
      iat: seconds(life.issuedAt),
      clientId: app.clientId,
      siteId: app.siteId,
      instanceId: app.instanceId,
    }),
  );
}

/** Leads back to where the client wants to be answered. */
function leadBack(
  { query }: ApiRequest,
  here: WixApp,
  name: string,
  parametersOf: (app: WixApp, asked: URLSearchParams) => Readonly<Record<string, string | null>>,
): ApiResponse {
  const asked = new URLSearchParams(query);
  const app = named(asked.get('appId') ?? '', here);
  if (app === undefined) {
    return oauthError('invalid_client', 'There is no app with this appId.');
  }
  const redirectUri = redirectUriOf(asked.get(name));
  return redirectUri === undefined
    ? oauthError('invalid_request', `The ${name} must be a loopback address, such as http://localhost:8080/.`)
    : redirectTo(redirectUri, parametersOf(app, asked));
}

function install(call: ApiRequest, here: WixApp): ApiResponse {
  return leadBack(call, here, 'redirectUrl', (app, asked) => ({
    code: app.codes.issue(app.now()),
    instanceId: app.instanceId,
    state: asked.get('state'),
  }));
}

function installExternally(call: ApiRequest, here: WixApp): ApiResponse {
  return leadBack(call, here, 'postInstallationUrl', (app) => ({
    appId: app.clientId,
    tenantId: app.siteId,
    instanceId: app.instanceId,
  }));
}
