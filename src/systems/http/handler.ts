/** From a request to a response: reads the call, lets the dialect answer it under faults, records it. */
import type { CallLog } from '../core/call-log';
import type {
  ApiResponse,
  DialectContext,
  ApiRequest,
  ApiOperation,
  DialectHandler,
  RequestTarget,
} from '../core/dialect';
import type { FaultInjector, MarkedOutcome, SystemFaults } from '../faults';
import type { Handler, RecordedCall } from '../core/types';
import { redact } from '../../core/redact';
import { mediaTypeOf } from './body';

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Calls that change no record whatever their method is: native APIs read by POST too. */
const READING: ReadonlySet<ApiOperation> = new Set<ApiOperation>(['list', 'read', 'session']);

/** What `createHandler` needs. */
export interface HandlerOptions {
  readonly dialectHandler: DialectHandler;
  readonly context: DialectContext;
  /** The system's id, for the log. */
  readonly system: string;
  readonly calls: CallLog;
  /** Absent: no fault ever fires. */
  readonly faults?: { readonly injector: FaultInjector; readonly system: SystemFaults };
}

/**
 * The handler of a system. Calls are numbered in the order in which they take effect. The record of a call holds no
 * header, and the system's token is cut out of paths and bodies.
 */
export function createHandler({ dialectHandler, context, system, calls, faults }: HandlerOptions): Handler {
  return async (request) => {
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    const call = readCall(request, context.baseUrl, body);
    const startedAt = context.clock.now();
    const outcome: MarkedOutcome =
      faults === undefined || faults.system.idle()
        ? { answer: dialectHandler.answer(call) }
        : faults.system.answer(call, dialectHandler);
    const { token } = context;
    const recorded = calls.add(
      recordOf({ call, outcome, body, system, url: request.url, token, dialectHandler }),
      () => ({
        url: request.url,
        startedAt,
        requestHeaders: request.headers,
        responseHeaders: Object.entries(outcome.answer?.headers ?? {}),
        secrets: [token],
      }),
    );
    if (outcome.crash !== undefined) {
      faults?.injector.crashed({ system, ...outcome.crash, call: `${recorded.method} ${recorded.path}` });
    }
    return respond(outcome, request.signal);
  };
}

function respond({ answer, broken }: MarkedOutcome, signal: AbortSignal): Response | Promise<Response> {
  if (broken !== undefined) {
    throw broken;
  }
  return answer === undefined
    ? never(signal)
    : new Response(answer.body ?? null, { status: answer.status, headers: answer.headers });
}

/** The answer of a crash: none, until whoever waits gives up. */
function never(signal: AbortSignal): Promise<Response> {
  return new Promise((_resolve, reject) => {
    const give = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('The call was aborted.'));
    };
    if (signal.aborted) {
      give();
    }
    signal.addEventListener('abort', give, { once: true });
  });
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true });

function readCall(request: Request, baseUrl: string, body: Buffer | undefined): ApiRequest {
  const { path, query } = splitUrl(request.url, baseUrl);
  const call = { method: request.method, path, query, headers: request.headers };
  return body === undefined ? call : { ...call, body: { bytes: body.length, text: decode(body) } };
}

function decode(body: Buffer): string | undefined {
  try {
    return STRICT_UTF8.decode(body);
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
  readonly dialectHandler: DialectHandler;
  readonly call: ApiRequest;
  readonly outcome: MarkedOutcome;
  readonly body: Buffer | undefined;
  readonly system: string;
  readonly url: string;
  readonly token: string;
}

/** No answer has this status: nothing reached the engine. */
const NO_ANSWER: ApiResponse = { status: 0, headers: {} };

function recordOf({
  call,
  outcome,
  body,
  system,
  url,
  token,
  dialectHandler,
}: CallFacts): Omit<RecordedCall, 'number'> {
  const path = call.path === undefined ? url : call.query === '' ? call.path : `${call.path}?${call.query}`;
  const hideToken = (text: string): string => (text.includes(token) ? redact(text, [token]) : text);
  const target = SAFE_METHODS.has(call.method) ? undefined : dialectHandler.targetOf(call);
  const hide = isAboutTokens(call, target) ? (text: string): string => redact(text, [token]) : hideToken;
  const given = outcome.answer ?? NO_ANSWER;
  return {
    system,
    method: call.method,
    path: hideToken(path),
    status: given.status,
    ...writeOf(target),
    ...(body === undefined ? {} : { requestBody: hide(call.body?.text ?? body.toString('utf8')) }),
    ...(given.body === undefined ? {} : { responseBody: hide(given.body) }),
    ...(given.unexpected === undefined ? {} : { unexpected: hideToken(given.unexpected) }),
    ...(outcome.fault === undefined ? {} : { fault: outcome.fault }),
  };
}

/** @param about - absent: of a method that changes nothing */
function writeOf(about: RequestTarget | undefined): Pick<RecordedCall, 'mutating' | 'target'> {
  if (about === undefined) {
    return { mutating: false };
  }
  const { operation, ...target } = about;
  return READING.has(operation) ? { mutating: false } : { mutating: true, target };
}

/**
 * Token endpoints take forms (RFC 6749, section 3.2), or what else the API says; what goes in and out there are secrets that
 * are not known before.
 */
function isAboutTokens({ headers }: ApiRequest, target: RequestTarget | undefined): boolean {
  return mediaTypeOf(headers) === 'application/x-www-form-urlencoded' || target?.operation === 'session';
}
