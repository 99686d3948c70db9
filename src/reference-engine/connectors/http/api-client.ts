/** Calls over HTTP, as all connectors make them: token, renewal, waiting, JSON and errors in one place. */
import type { SystemModel } from '../../planner/model';
import { ApiError } from './api-error';
import { Backoff, retryAfter, type Time } from './backoff';
import { reasonOf } from './reason';
import { AccessToken, type TokenStore } from './token-store';
import { isObject, type Json, type JsonObject } from '../../../core/json';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** From the base URL on, percent-encoded, with a slash at its beginning; or a whole URL that the system gave. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  /** Doing it twice does no harm. Default: true for everything but POST. */
  readonly repeatable?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** `undefined` where the answer is empty. */
  readonly body: Json | undefined;
  /** Method and URL, for messages. */
  readonly where: string;
}

/** What differs between APIs. */
export interface ApiConventions {
  /** The headers and query parameters that carry the token. */
  readonly authorize: (token: string) => {
    readonly headers?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string>>;
  };
  /** What the body of an error says; `undefined` where it says nothing that can be understood. */
  readonly explain: (body: Json, headers: Headers) => string | undefined;
  /** Whether an answer with a status of 500 or more is the system's refusal of this request, in its own words. */
  readonly refuses?: (body: Json | undefined) => boolean;
  /** Milliseconds that an answer asks to wait, in another way than `Retry-After`. */
  readonly asksToWait?: (headers: Headers, now: number) => number | undefined;
}

/** What a connector is made of. */
export interface ApiClientOptions {
  readonly system: SystemModel;
  readonly fetch: typeof globalThis.fetch;
  readonly time: Time;
  readonly tokenStore: TokenStore;
}

/** `Authorization: Bearer <token>` (RFC 6750). */
export const bearer: ApiConventions['authorize'] = (token) => ({
  headers: { authorization: `Bearer ${token}` },
});

/** Too many requests (RFC 6585), service unavailable (RFC 9110). */
const RETRYABLE: ReadonlySet<number> = new Set([429, 503]);

/** Names and values that `URLSearchParams` writes as `encodeURIComponent` does. */
const PLAIN_PARAMETER = /^[\w.*:-]*$/;

function sentence(words: string): string {
  return words.endsWith('.') ? words : `${words}.`;
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

interface ClientResponse {
  readonly response: Response;
  readonly text: string;
  readonly token: string;
}

export class ApiClient {
  private readonly token: AccessToken;
  private readonly gate: Backoff;

  constructor(
    private readonly options: ApiClientOptions,
    private readonly conventions: ApiConventions,
  ) {
    this.token = new AccessToken(options.system, options.tokenStore, options.fetch);
    this.gate = new Backoff(options.time);
  }

  nextSync(): void {
    this.gate.nextSync();
  }

  /**
   * Makes a call. A token that was refused is renewed, once; a call that the system did not want at this time is repeated when
   * it may be.
   *
   * @throws ApiError where the answer is not a success, or not JSON
   */
  async send(call: Call): Promise<Reply> {
    const url = this.urlOf(call, call.query);
    const where = `${call.method} ${url}`;
    let renewed = false;
    for (let attempt = 0; ;) {
      if (!this.gate.isOpen && !(await this.gate.pass())) {
        throw new ApiError(`${where} was not made: the system asked to be left alone for longer.`, {
          postponed: true,
        });
      }
      const answer = await this.attempt(call, url);
      const { status, ok } = answer.response;
      if (status === 401 && this.token.renewable && !renewed) {
        renewed = true;
        await this.token.renew(answer.token);
      } else if (this.mayRepeat(call, status)) {
        await this.waitFor(answer, attempt, where);
        attempt += 1;
      } else if (ok) {
        return this.reply(answer, where);
      } else {
        throw this.failure(answer, where);
      }
    }
  }

  private mayRepeat({ method, repeatable = method !== 'POST' }: Call, status: number): boolean {
    return RETRYABLE.has(status) && (status === 429 || repeatable);
  }

  /** Waits until the call may be made again. @throws ApiError where this sync does not wait for that */
  private async waitFor(answer: ClientResponse, attempt: number, where: string): Promise<void> {
    const { headers, status } = answer.response;
    const now = this.options.time.now();
    const delay = retryAfter(headers, now) ?? this.conventions.asksToWait?.(headers, now);
    const verdict = await this.gate.refused(delay, attempt);
    if (verdict === 'repeat') {
      return;
    }
    throw this.failure(answer, where, verdict === 'postpone' || status === 429);
  }

  /** @param url - of the call, without what authorizes it */
  private async attempt(call: Call, url: string): Promise<ClientResponse> {
    const { configuration } = this.options.system;
    const token = this.token.current;
    const { headers, query } = this.conventions.authorize(token);
    try {
      const response = await this.options.fetch(
        query === undefined ? url : this.urlOf(call, { ...call.query, ...query }),
        {
          method: call.method,
          headers: {
            accept: 'application/json',
            ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
            ...configuration.headers,
            ...headers,
            ...call.headers,
          },
          ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        },
      );
      return { response, text: await response.text(), token };
    } catch (error) {
      throw new ApiError(`${call.method} ${url} got no answer: ${reasonOf(error)}.`);
    }
  }

  /** @throws ApiError where the system names a URL that is not its own: the token must not go there */
  private urlOf({ path }: Call, query: Readonly<Record<string, string>> = {}): string {
    const { baseUrl } = this.options.system.configuration;
    const url = path.startsWith('/') ? `${baseUrl}${path}` : path;
    if (!url.startsWith(`${baseUrl}/`)) {
      throw new ApiError(`The system named ${url}, which is not under its base URL ${baseUrl}.`);
    }
    const parameters = Object.entries(query);
    if (parameters.length === 0) {
      return url;
    }
    const mark = url.indexOf('?');
    if (mark < 0 && parameters.every((pair) => pair.every((text) => PLAIN_PARAMETER.test(text)))) {
      return `${url}?${parameters.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')}`;
    }
    const search = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
    for (const [name, value] of parameters) {
      search.set(name, value);
    }
    return `${mark < 0 ? url : url.slice(0, mark)}?${search.toString()}`;
  }

  private reply({ response, text }: ClientResponse, where: string): Reply {
    const body = text === '' ? undefined : jsonOf(text);
    if (body === undefined && text !== '') {
      throw new ApiError(
        `${where} answered with something that is not JSON: ${JSON.stringify(text.slice(0, 80))}.`,
      );
    }
    return {
      status: response.status,
      get headers() {
        return response.headers;
      },
      body,
      where,
    };
  }

  private failure({ response, text }: ClientResponse, where: string, postponed = false): ApiError {
    const { status, headers } = response;
    const body = jsonOf(text);
    const said = body === undefined ? undefined : this.conventions.explain(body, headers);
    const refused = this.conventions.refuses?.(body) ?? false;
    return new ApiError(
      `${where} answered ${status}: ${sentence((said ?? text).slice(0, 200))}`,
      { status, refused, postponed },
      body,
    );
  }
}

/** The body of an answer, which must be an object. @throws ApiError */
export function objectIn({ body, where }: Reply, what: string): JsonObject {
  if (isObject(body)) {
    return body;
  }
  throw new ApiError(`${where} answered with something that is not ${what}.`);
}
