/** From a request to a response: reads the call, lets the dialect answer it under faults, records it. */
import type { CallLog } from '../core/call-log';
import type {
  ApiResponse,
  CallListener,
  DialectContext,
  ApiRequest,
  ApiOperation,
  DialectHandler,
  RequestTarget,
} from '../core/dialect';
import type { FaultInjector, MarkedOutcome, SystemFaults } from '../faults';
import type { Handler, RecordedCall, RequestHeaders, TextRequest } from '../core/types';
import { redact } from '../../core/redact';
import { mediaTypeOf } from './body';
import { textResponse } from './text-response';

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
  /** Absent: nobody hears of calls. */
  readonly listener?: CallListener;
}

/**
 * The handler of a system. Calls are numbered in the order in which they take effect. The record of a call holds no
 * header, and the system's token is cut out of paths and bodies.
 */
export function createHandler({
  dialectHandler,
  context,
  system,
  calls,
  faults,
  listener,
}: HandlerOptions): Handler {
  const take = (request: IncomingRequest): MarkedOutcome => {
    const call = readCall(request, context.baseUrl);
    if (listener?.isWaiting() === true) {
      listener.before(system, dialectHandler.targetOf(call));
    }
    const startedAt = context.clock.now();
    const outcome: MarkedOutcome =
      faults === undefined || faults.system.idle()
        ? { answer: dialectHandler.answer(call) }
        : faults.system.answer(call, dialectHandler);
    const { token } = context;
    const recorded = calls.add(recordOf({ call, outcome, request, system, token, dialectHandler }), () => ({
      url: request.url,
      startedAt,
      requestHeaders: request.headers,
      responseHeaders: Object.entries(outcome.answer?.headers ?? {}),
      secrets: [token],
    }));
    if (outcome.crash !== undefined) {
      faults?.injector.crashed({ system, ...outcome.crash, call: `${recorded.method} ${recorded.path}` });
    }
    return outcome;
  };
  const handler = async (request: Request): Promise<Response> => {
    const { method, url, headers, signal } = request;
    const body = request.body === null ? undefined : bodyOf(Buffer.from(await request.arrayBuffer()));
    return respond(take({ method, url, headers, ...(body && { body }) }), signal);
  };
  const answerText = ({ text, ...request }: TextRequest): Response | Promise<Response> => {
    const outcome = take(text === undefined ? request : { ...request, body: new TextBody(text) });
    const { answer, broken, fault } = outcome;
    return answer === undefined || broken !== undefined || fault !== undefined
      ? respond(outcome, new AbortController().signal)
      : textResponse(answer.body, answer);
  };
  return Object.assign(handler, { answerText });
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

/** The body of a request. */
interface IncomingBody extends NonNullable<ApiRequest['body']> {
  /** For people, whatever it is. */
  readonly shown: string;
}

/** A request whose body has arrived. */
interface IncomingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: RequestHeaders;
  readonly body?: IncomingBody;
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true });

function bodyOf(bytes: Buffer): IncomingBody {
  const text = decode(bytes);
  return { bytes: bytes.length, text, shown: text ?? bytes.toString('utf8') };
}

function decode(body: Buffer): string | undefined {
  try {
    return STRICT_UTF8.decode(body);
  } catch {
    return undefined;
  }
}

/** A body that came as text; what it weighs is seldom asked for. */
class TextBody implements IncomingBody {
  constructor(readonly text: string) {}

  get bytes(): number {
    return Buffer.byteLength(this.text);
  }

  get shown(): string {
    return this.text;
  }
}

function readCall({ method, url, headers, body }: IncomingRequest, baseUrl: string): ApiRequest {
  const { path, query } = splitUrl(url, baseUrl);
  return { method, path, query, headers, ...(body && { body }) };
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
  readonly request: IncomingRequest;
  readonly system: string;
  readonly token: string;
}

/** No answer has this status: nothing reached the engine. */
const NO_ANSWER: ApiResponse = { status: 0, headers: {} };

function recordOf({
  call,
  outcome,
  request: { url, body },
  system,
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
    ...(body === undefined ? {} : { requestBody: hide(body.shown) }),
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
