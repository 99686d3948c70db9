/**
 * The authorization server of one account. The lifetimes of tokens are Exact Online's (its page "API limits"; tests of
 * https://github.com/picqer/exact-php-client): an access token lives 600 seconds, a new one is given out 570 seconds after
 * the last at the earliest, and a refresh token works once. The authorization (`/api/oauth2/auth`) is as clients call it
 * (`getAuthUrl` of exact-php-client), with errors as people met them there: an unknown client is answered 400
 * `invalid_client` (https://github.com/websmurf/laravel-exact-online/issues/28); a code lives 3 minutes and works once
 * (https://forums.invantive.com/t/exact-online-error-message-old-refresh-token-used/2903). Exact's own page, "OAuth Eol Dev",
 * could not be had.
 */
import type { ApiResponse, ApiRequest } from '../../core/dialect';
import { guidOf } from '../../core/guid';
import type { OAuthApp, TokenRenewal } from '../../core/native-api';
import type { Clock, RequestHeaders } from '../../core/types';
import { bearerToken } from '../../http/authorization';
import { mediaTypeOf } from '../../http/body';
import {
  AuthorizationCodes,
  ClientRegistry,
  codeRefused,
  oauthError,
  redirectTo,
  redirectUriOf,
  tokenResponse,
} from '../../http/oauth';
import type { OAuthErrorCode, OAuthErrorForm } from '../../http/oauth';
import { JSON_TYPE, ExactRefusal } from './refusal';

/** How long an access token lives, in milliseconds. */
const ACCESS_LIFE = 600_000;

/** How long after an access token the next one may be asked for, in milliseconds. */
const EARLIEST_RENEWAL = 570_000;

/** How long an unused refresh token lives, in milliseconds: 30 days. */
const REFRESH_LIFE = 30 * 86_400_000;

/** How long an authorization code lives, in milliseconds: 3 minutes. */
const CODE_LIFE = 180_000;

/** Where tokens are given out, from the host's root on. */
export const TOKEN_PATH = '/api/oauth2/token';

/** Where an app is authorized, from the host's root on. */
export const AUTHORIZATION_PATH = '/api/oauth2/auth';

/** The tokens of an account: every one begins with the engine's first token, so that logs hide them all. */
export class TokenIssuer {
  readonly clientId: string;
  private readonly clientSecret: string;
  private readonly codes: AuthorizationCodes;
  private round = 0;
  private issuedAt = 0;
  /** A fault says that the token is no longer valid. */
  private expiredAtOnce = false;
  private clock: Clock | undefined;

  constructor(
    key: string,
    private readonly token: string,
  ) {
    this.clientId = guidOf('exact-online', key, 'client');
    this.clientSecret = `${token}.secret`;
    const { clientId } = this;
    this.codes = new AuthorizationCodes((number) => guidOf(clientId, 'code', number), CODE_LIFE);
    ISSUERS.register(this);
  }

  get renewal(): TokenRenewal {
    const { clientId, clientSecret, refreshToken } = this;
    return { path: TOKEN_PATH, clientId, clientSecret, refreshToken };
  }

  /** What an engine needs that goes through OAuth instead of taking the token. */
  get app(): OAuthApp {
    const { clientId, clientSecret } = this;
    return { authorizePath: AUTHORIZATION_PATH, tokenPath: TOKEN_PATH, clientId, clientSecret };
  }

  private get refreshToken(): string {
    return `${this.token}.refresh.${this.round}`;
  }

  private get accessToken(): string {
    return this.round === 0 ? this.token : `${this.token}.${this.round}`;
  }

  /** The first token is given out now, by this clock. */
  start(clock: Clock): void {
    this.clock = clock;
    this.issuedAt = clock.now();
  }

  private get now(): number {
    return this.clock?.now() ?? 0;
  }

  private get age(): number {
    return this.now - this.issuedAt;
  }

  /** Whether a call is made with a token of this account, whatever became of the token. */
  claims(headers: RequestHeaders): boolean {
    const given = bearerToken(headers);
    return given === this.token || (given?.startsWith(`${this.token}.`) ?? false);
  }

  /** The access token is no longer valid, and may be renewed at once. */
  expire(): void {
    this.expiredAtOnce = true;
  }

  /** @throws ExactRefusal (401) unless the call has the account's present token, and that has not expired */
  authorize(headers: RequestHeaders): void {
    const given = bearerToken(headers);
    if (given === this.accessToken && !this.expiredAtOnce && this.age < ACCESS_LIFE) {
      return;
    }
    const extras = { headers: { 'www-authenticate': 'Bearer' } };
    if (this.claims(headers)) {
      const detail = 'The access token has expired: renew it with the refresh token.';
      throw new ExactRefusal(401, detail, { ...extras, ordinary: this.wasIssued(given ?? '') });
    }
    const what = given === undefined ? 'has no bearer token' : 'has a token that was never given out';
    throw new ExactRefusal(401, `Unauthorized: the call ${what}.`, extras);
  }

  private wasIssued(token: string): boolean {
    const number = token === this.token ? 0 : Number(token.slice(this.token.length + 1));
    return Number.isInteger(number) && number <= this.round;
  }

  /**
   * Answers a call for an authorization code (RFC 6749, section 4.1.1): at once, as if a person had logged in and agreed.
   * What is wrong with the client or its address is answered; the rest is redirected to the client (section 4.1.2.1).
   */
  authorizeApp({ method, query }: ApiRequest): ApiResponse {
    if (method !== 'GET') {
      return refused('invalid_request', 'An app is authorized by GET.');
    }
    const parameters = new URLSearchParams(query);
    const issuer = this.named(parameters.get('client_id'));
    if (issuer === undefined) {
      return refused('invalid_client', 'The client id is not known.');
    }
    const redirectUri = redirectUriOf(parameters.get('redirect_uri'));
    if (redirectUri === undefined) {
      return refused(
        'invalid_request',
        'The redirect_uri must be a loopback address, such as http://localhost:8080/.',
      );
    }
    const state = parameters.get('state');
    if (parameters.get('response_type') !== 'code') {
      const unexpected = 'The response_type must be code.';
      const error = { error: 'unsupported_response_type', error_description: unexpected, state };
      return { ...redirectTo(redirectUri, error), unexpected };
    }
    const code = issuer.codes.issue(issuer.now, parameters.get('redirect_uri') ?? '');
    return redirectTo(redirectUri, { code, state });
  }

  private named(clientId: string | null): TokenIssuer | undefined {
    return clientId === this.clientId ? this : ISSUERS.find(clientId);
  }

  /** Answers a call for tokens (RFC 6749, sections 4.1.3 and 6). */
  giveTokens({ method, headers, body }: ApiRequest): ApiResponse {
    if (method !== 'POST') {
      return refused('invalid_request', 'Tokens are given out by POST.');
    }
    if (mediaTypeOf(headers) !== 'application/x-www-form-urlencoded' || body?.text === undefined) {
      return refused('invalid_request', 'Send the parameters form-encoded.');
    }
    const form = new URLSearchParams(body.text);
    const issuer = this.named(form.get('client_id'));
    return issuer === undefined
      ? refused('invalid_client', 'The client id is not known.')
      : issuer.exchange(form);
  }

  private exchange(form: URLSearchParams): ApiResponse {
    const grant = form.get('grant_type');
    if (grant !== 'refresh_token' && grant !== 'authorization_code') {
      return refused('unsupported_grant_type', 'Only authorization_code and refresh_token are offered.');
    }
    if (form.get('client_secret') !== this.clientSecret) {
      return refused('invalid_client', 'The client secret is wrong.');
    }
    return grant === 'refresh_token' ? this.renew(form) : this.begin(form);
  }

  /** A code begins a new chain of tokens; those of the old one are no longer valid. */
  private begin(form: URLSearchParams): ApiResponse {
    const redirectUri = form.get('redirect_uri') ?? '';
    const problem = this.codes.redeem(form.get('code') ?? '', this.now, redirectUri);
    return problem === undefined ? this.next() : codeRefused(problem, { contentType: JSON_TYPE });
  }

  private renew(form: URLSearchParams): ApiResponse {
    const given = form.get('refresh_token') ?? '';
    if (given !== this.refreshToken) {
      return this.refuseToken(given);
    }
    if (this.age >= REFRESH_LIFE) {
      const expired = 'The refresh token has expired.';
      return refused('invalid_grant', expired, formOf(expired, true));
    }
    if (!this.expiredAtOnce && this.age < EARLIEST_RENEWAL) {
      const early = 'Rate limit exceeded: access_token not expired';
      return refused('access_denied', early, formOf(`TooEarlyToRefreshTokens: ${early}`));
    }
    return this.next();
  }

  private refuseToken(given: string): ApiResponse {
    const old = 'Old refresh token used.';
    return given.startsWith(`${this.token}.refresh.`)
      ? refused('invalid_grant', old, formOf(old, true))
      : refused('invalid_grant', 'The refresh token was never given out.');
  }

  private next(): ApiResponse {
    this.round += 1;
    this.issuedAt = this.now;
    this.expiredAtOnce = false;
    const tokens = {
      access_token: this.accessToken,
      token_type: 'bearer',
      expires_in: String(ACCESS_LIFE / 1000),
      refresh_token: this.refreshToken,
    };
    return tokenResponse(tokens, JSON_TYPE);
  }
}

/** The form of errors of OAuth, with the text in the header `Reason` as well. */
function formOf(description: string, ordinary = false): OAuthErrorForm {
  return { headers: { reason: description }, contentType: JSON_TYPE, ordinary };
}

function refused(error: OAuthErrorCode, description: string, form = formOf(description)): ApiResponse {
  return oauthError(error, description, form);
}

const ISSUERS = new ClientRegistry<TokenIssuer>();
