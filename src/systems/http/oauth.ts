/** OAuth 2.0 (RFC 6749) as far as the vendors' APIs share it: errors, redirects, authorization codes, registered clients. */
import type { ApiResponse } from '../core/dialect';
import { isLoopback } from '../core/network';
import { jsonResponse } from './responses';

/** The errors of RFC 6749 (sections 4.1.2.1 and 5.2) that are given here. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'access_denied';

/** How an error is answered. */
export interface OAuthErrorForm {
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `application/json`. */
  readonly contentType?: string;
  /** A client that does everything right may meet it; default: no client should ever make such a call. */
  readonly ordinary?: boolean;
}

/** Tokens and errors are never kept by a cache (RFC 6749, section 5.1). */
const NOT_STORED = { 'cache-control': 'no-store' };

/** An error that is answered, not redirected: status 400, `{"error": …, "error_description": …}` (RFC 6749, section 5.2). */
export function oauthError(
  error: OAuthErrorCode,
  description: string,
  { headers = {}, contentType, ordinary = false }: OAuthErrorForm = {},
): ApiResponse {
  const body = JSON.stringify({ error, error_description: description });
  return {
    ...jsonResponse(400, body, { ...NOT_STORED, ...headers }, contentType),
    ...(ordinary ? {} : { unexpected: description }),
  };
}

/** Tokens, as the API words them. @param contentType - default `application/json` */
export function tokenResponse(tokens: object, contentType?: string): ApiResponse {
  return jsonResponse(200, JSON.stringify(tokens), NOT_STORED, contentType);
}

/**
 * Sends the user agent back to the client: 302, with the parameters added to what the address has (RFC 6749, section 4.1.2).
 * @param parameters - those that are undefined or null are left out
 */
export function redirectTo(
  uri: URL,
  parameters: Readonly<Record<string, string | null | undefined>>,
): ApiResponse {
  const location = new URL(uri);
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string') {
      location.searchParams.append(name, value);
    }
  }
  return { status: 302, headers: { ...NOT_STORED, location: location.href } };
}

/**
 * Where a client wants to be answered. Only loopback addresses are taken: they stand for the one that was registered with
 * the vendor, and nothing that is simulated leads a browser out of this machine. What is not taken must not be redirected
 * to (RFC 6749, section 3.1.2.4).
 */
export function redirectUriOf(text: string | null): URL | undefined {
  const uri = text !== null && URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = uri?.protocol === 'http:' || uri?.protocol === 'https:';
  return isWeb && uri.hash === '' && uri.username === '' && isLoopback(uri.hostname) ? uri : undefined;
}

/** Why an authorization code was not taken. */
export type CodeProblem = 'unknown' | 'used' | 'expired' | 'other-redirect';

interface GivenCode {
  /** As the client wrote it; absent: the API does not compare it. */
  readonly redirectUri?: string;
  readonly issuedAt: number;
  isUsed: boolean;
}

/** The authorization codes of a client: each is good for one exchange within its life. */
export class AuthorizationCodes {
  private readonly given = new Map<string, GivenCode>();

  /**
   * @param codeOf - the text of the nth code
   * @param life - in milliseconds
   */
  constructor(
    private readonly codeOf: (number: number) => string,
    private readonly life: number,
  ) {}

  /** @param now - milliseconds since the epoch */
  issue(now: number, redirectUri?: string): string {
    const code = this.codeOf(this.given.size + 1);
    const redirect = redirectUri === undefined ? {} : { redirectUri };
    this.given.set(code, { ...redirect, issuedAt: now, isUsed: false });
    return code;
  }

  /**
   * Uses a code up.
   * @param redirectUri - must be that of the authorization, where one was noted there (RFC 6749, section 4.1.3)
   * @returns why it is not taken; `undefined`: it is
   */
  redeem(code: string, now: number, redirectUri?: string): CodeProblem | undefined {
    const known = this.given.get(code);
    if (known === undefined) {
      return 'unknown';
    }
    if (known.isUsed) {
      return 'used';
    }
    if (known.redirectUri !== undefined && known.redirectUri !== redirectUri) {
      return 'other-redirect';
    }
    known.isUsed = true;
    return now - known.issuedAt >= this.life ? 'expired' : undefined;
  }
}

const CODE_PROBLEMS: Readonly<Record<CodeProblem, string>> = {
  unknown: 'The authorization code was never given out.',
  used: 'The authorization code has been used: it works once.',
  expired: 'The authorization code has expired.',
  'other-redirect': 'The redirect_uri is not the one that the authorization was asked for with.',
};

/** `invalid_grant`; that a code has expired, or was used by a call whose answer got lost, may happen to a correct client. */
export function codeRefused(problem: CodeProblem, form: OAuthErrorForm = {}): ApiResponse {
  const ordinary = problem === 'used' || problem === 'expired';
  return oauthError('invalid_grant', CODE_PROBLEMS[problem], { ...form, ordinary });
}

/** What can be registered: an app with its client id. */
interface RegisteredClient {
  readonly clientId: string;
}

/**
 * All clients of a vendor by their ids. A call to an authorization server has neither a token nor a header that names the
 * account, so a transport leads it to any account of the host; that one passes it on. Weak, for accounts of scenarios that
 * are over.
 */
export class ClientRegistry<Client extends RegisteredClient> {
  private readonly clients = new Map<string, WeakRef<Client>>();
  private readonly forgotten = new FinalizationRegistry((clientId: string) => {
    if (this.clients.get(clientId)?.deref() === undefined) {
      this.clients.delete(clientId);
    }
  });

  /** A client takes the place of one that had its id. */
  register(client: Client): void {
    this.clients.set(client.clientId, new WeakRef(client));
    this.forgotten.register(client, client.clientId);
  }

  find(clientId: string | null): Client | undefined {
    return clientId === null ? undefined : this.clients.get(clientId)?.deref();
  }

  /** Those that are left, in the order of their registration. */
  all(): readonly Client[] {
    return [...this.clients.values()].map((each) => each.deref()).filter((client) => client !== undefined);
  }
}
