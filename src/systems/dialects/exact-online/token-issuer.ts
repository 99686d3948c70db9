/**
 * The tokens of one account. The lifetimes are Exact Online's (its page "API limits"; tests of
 * https://github.com/picqer/exact-php-client): an access token lives 600 seconds, a new one is given out 570 seconds after
 * the last at the earliest, and a refresh token works once.
 */
import type { ApiResponse, ApiRequest } from '../../core/dialect';
import { guidOf } from '../../core/guid';
import type { TokenRenewal } from '../../core/native-api';
import type { Clock } from '../../core/types';
import { bearerToken } from '../../http/authorization';
import { mediaTypeOf } from '../../http/body';
import { jsonResponse } from '../../http/responses';
import { JSON_TYPE, ExactRefusal } from './refusal';

/** How long an access token lives, in milliseconds. */
const ACCESS_LIFE = 600_000;

/** How long after an access token the next one may be asked for, in milliseconds. */
const EARLIEST_RENEWAL = 570_000;

/** How long an unused refresh token lives, in milliseconds: 30 days. */
const REFRESH_LIFE = 30 * 86_400_000;

/** Where tokens are renewed, from the host's root on. */
export const TOKEN_PATH = '/api/oauth2/token';

/** The tokens of an account: every one begins with the engine's first token, so that logs hide them all. */
export class TokenIssuer {
  readonly clientId: string;
  private readonly clientSecret: string;
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
    register(this);
  }

  get renewal(): TokenRenewal {
    const { clientId, clientSecret, refreshToken } = this;
    return { path: TOKEN_PATH, clientId, clientSecret, refreshToken };
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

  private get age(): number {
    return (this.clock?.now() ?? 0) - this.issuedAt;
  }

  /** Whether a call is made with a token of this account, whatever became of the token. */
  claims(headers: Headers): boolean {
    const given = bearerToken(headers);
    return given === this.token || (given?.startsWith(`${this.token}.`) ?? false);
  }

  /** The access token is no longer valid, and may be renewed at once. */
  expire(): void {
    this.expiredAtOnce = true;
  }

  /** @throws ExactRefusal (401) unless the call has the account's present token, and that has not expired */
  authorize(headers: Headers): void {
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

  /** Answers a call for a new token (RFC 6749, section 6). */
  renew({ method, headers, body }: ApiRequest): ApiResponse {
    if (method !== 'POST') {
      return refused('invalid_request', 'Tokens are renewed by POST.', true);
    }
    if (mediaTypeOf(headers) !== 'application/x-www-form-urlencoded' || body?.text === undefined) {
      return refused('invalid_request', 'Send the parameters form-encoded.', true);
    }
    const form = new URLSearchParams(body.text);
    const issuer = form.get('client_id') === this.clientId ? this : issuerOf(form.get('client_id'));
    return issuer === undefined
      ? refused('invalid_client', 'The client id is not known.', true)
      : issuer.exchange(form);
  }

  private exchange(form: URLSearchParams): ApiResponse {
    if (form.get('grant_type') !== 'refresh_token') {
      return refused('unsupported_grant_type', 'Only refresh_token is offered.', true);
    }
    if (form.get('client_secret') !== this.clientSecret) {
      return refused('invalid_client', 'The client secret is wrong.', true);
    }
    const given = form.get('refresh_token') ?? '';
    if (given !== this.refreshToken) {
      return this.refuseToken(given);
    }
    if (this.age >= REFRESH_LIFE) {
      return refused('invalid_grant', 'The refresh token has expired.');
    }
    if (!this.expiredAtOnce && this.age < EARLIEST_RENEWAL) {
      return refused('access_denied', 'Rate limit exceeded: access_token not expired', true);
    }
    this.round += 1;
    this.issuedAt = this.clock?.now() ?? 0;
    this.expiredAtOnce = false;
    return this.given();
  }

  private refuseToken(given: string): ApiResponse {
    const old = given.startsWith(`${this.token}.refresh.`);
    return old
      ? refused('invalid_grant', 'Old refresh token used.')
      : refused('invalid_grant', 'The refresh token was never given out.', true);
  }

  private given(): ApiResponse {
    const body = {
      access_token: this.accessToken,
      token_type: 'bearer',
      expires_in: String(ACCESS_LIFE / 1000),
      refresh_token: this.refreshToken,
    };
    return jsonResponse(200, JSON.stringify(body), { 'cache-control': 'no-store' }, JSON_TYPE);
  }
}

/** The form of errors of OAuth (RFC 6749, section 5.2). */
function refused(error: string, description: string, neverRight = false): ApiResponse {
  const reason = error === 'access_denied' ? `TooEarlyToRefreshTokens: ${description}` : description;
  const body = JSON.stringify({ error, error_description: description });
  return {
    ...jsonResponse(400, body, { reason }, JSON_TYPE),
    ...(neverRight ? { unexpected: description } : {}),
  };
}

/**
 * All token issuers by their client ids. A call for a token has no bearer token, so a transport leads it to any account of
 * the host; that one passes it on. Weak, for accounts of scenarios that are over.
 */
const ISSUERS = new Map<string, WeakRef<TokenIssuer>>();

const FORGOTTEN = new FinalizationRegistry((clientId: string) => {
  if (ISSUERS.get(clientId)?.deref() === undefined) {
    ISSUERS.delete(clientId);
  }
});

function register(issuer: TokenIssuer): void {
  ISSUERS.set(issuer.clientId, new WeakRef(issuer));
  FORGOTTEN.register(issuer, issuer.clientId);
}

function issuerOf(clientId: string | null): TokenIssuer | undefined {
  return clientId === null ? undefined : ISSUERS.get(clientId)?.deref();
}
