/**
 * The seam between HTTP and what a system holds. A dialect is how a system speaks: a function from its store to the
 * answers it gives. The plain REST dialect stands in rest/; native ones (Wix, Exact Online) come beside it.
 */
import type { CallLog } from './calls';
import { redact } from './redact';
import type { RecordStore } from './store';
import type { Handler, RecordedCall, SystemSchema } from './types';

/** What a dialect may know of its system. */
export interface DialectContext {
  readonly store: RecordStore;
  readonly schema: SystemSchema;
  readonly baseUrl: string;
  readonly token: string;
  /** Who writes when the token is used. */
  readonly account: string;
  /** The most records that a page of a listing holds, at this moment. */
  readonly pageSize: () => number;
}

/** A request, read: all that a dialect needs to answer at once, so that no two calls interleave. */
export interface IncomingCall {
  readonly method: string;
  /** From the base URL on, percent-encoded as it came, without the query. `undefined`: past the base URL. */
  readonly path: string | undefined;
  /** Without the question mark; empty where there is none. */
  readonly query: string;
  readonly headers: Headers;
  readonly body?: { readonly bytes: number; /** `undefined`: no UTF-8. */ readonly text: string | undefined };
}

/** An answer, before it becomes a `Response`. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Why no engine that keeps to the contract would have made the call. */
  readonly unexpected?: string;
}

/** Answers calls synchronously: what a call finds and what it changes is one step. */
export type Dialect = (context: DialectContext) => (call: IncomingCall) => Answer;

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What `createHandler` needs. */
export interface HandlerOptions {
  readonly dialect: Dialect;
  readonly context: DialectContext;
  /** The system's id, for the log. */
  readonly system: string;
  readonly calls: CallLog;
}

/**
 * The handler of a system: reads the request, lets the dialect answer, records the call. Calls are numbered in the
 * order in which they take effect. No header is ever recorded, and the system's token is cut out of paths and bodies.
 */
export function createHandler({ dialect, context, system, calls }: HandlerOptions): Handler {
  const answer = dialect(context);
  return async (request) => {
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    const call = readCall(request, context.baseUrl, body);
    const given = answer(call);
    calls.add(recordOf({ call, given, body, system, url: request.url, token: context.token }));
    return new Response(given.body ?? null, { status: given.status, headers: given.headers });
  };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function readCall(request: Request, baseUrl: string, body: Buffer | undefined): IncomingCall {
  const { path, query } = splitUrl(request.url, baseUrl);
  const call = { method: request.method, path, query, headers: request.headers };
  return body === undefined ? call : { ...call, body: { bytes: body.length, text: decode(body) } };
}

function decode(body: Buffer): string | undefined {
  try {
    return strictUtf8.decode(body);
  } catch {
    return undefined;
  }
}

function splitUrl(url: string, baseUrl: string): { path: string | undefined; query: string } {
  const hash = url.indexOf('#');
  const whole = hash < 0 ? url : url.slice(0, hash);
  const mark = whole.indexOf('?');
  const target = mark < 0 ? whole : whole.slice(0, mark);
  const query = mark < 0 ? '' : whole.slice(mark + 1);
  const inside = target === baseUrl || (target.startsWith(baseUrl) && target[baseUrl.length] === '/');
  return { path: inside ? target.slice(baseUrl.length) : undefined, query };
}

interface CallFacts {
  readonly call: IncomingCall;
  readonly given: Answer;
  readonly body: Buffer | undefined;
  readonly system: string;
  readonly url: string;
  readonly token: string;
}

function recordOf({ call, given, body, system, url, token }: CallFacts): Omit<RecordedCall, 'number'> {
  const path = call.path === undefined ? url : call.query === '' ? call.path : `${call.path}?${call.query}`;
  const hideToken = (text: string): string => (text.includes(token) ? redact(text, [token]) : text);
  return {
    system,
    method: call.method,
    path: hideToken(path),
    status: given.status,
    mutating: !SAFE_METHODS.has(call.method),
    ...(body === undefined ? {} : { requestBody: hideToken(call.body?.text ?? body.toString('utf8')) }),
    ...(given.body === undefined ? {} : { responseBody: hideToken(given.body) }),
    ...(given.unexpected === undefined ? {} : { unexpected: hideToken(given.unexpected) }),
  };
}
