/** Faults that replace an answer. */
import type {
  ApiResponse,
  ApiRequest,
  ApiOperation,
  DialectHandler,
  RequestTarget,
  InjectedError,
} from '../core/dialect';
import { ConnectionLost } from '../core/network';
import type { Clock } from '../core/types';
import type { AnswerFault, FaultOf } from './types';

/** What came of a call under faults. */
export interface CallOutcome {
  /** Absent: the engine gets no answer. */
  readonly answer?: ApiResponse;
  /** The connection breaks. */
  readonly broken?: ConnectionLost;
  /** The engine crashes. */
  readonly crash?: { readonly applied: boolean };
}

/** Faults that keep a call from taking effect, or answer for it. */
export const INSTEAD: ReadonlySet<AnswerFault['kind']> = new Set([
  'connection-refused',
  'server-error',
  'rate-limit',
  'refusal',
  'expired-token',
  'not-found',
  'stale-version',
  'repeated-cursor',
  'expired-cursor',
  'crash',
]);

/** Faults that fire after the call took effect. */
export const AFTERWARDS: ReadonlySet<'connection-lost' | 'server-error' | 'crash'> = new Set([
  'connection-lost',
  'server-error',
  'crash',
]);

const WRITES: ReadonlySet<ApiOperation> = new Set(['create', 'update', 'delete']);
const ON_ONE: ReadonlySet<ApiOperation> = new Set(['read', 'update', 'delete']);

/** Whether a fault of `INSTEAD` can fire on a call like this one. */
export function canReplace(
  fault: AnswerFault,
  target: RequestTarget,
  earlier: ApiResponse | undefined,
): boolean {
  switch (fault.kind) {
    case 'server-error':
      return fault.applied !== true;
    case 'crash':
      return fault.when === 'before';
    case 'refusal':
      return WRITES.has(target.operation);
    case 'not-found':
      return ON_ONE.has(target.operation);
    case 'stale-version':
      return target.operation === 'update' || target.operation === 'delete';
    case 'repeated-cursor':
      return target.continues === true && earlier !== undefined;
    case 'expired-cursor':
      return target.continues === true;
    default:
      return true;
  }
}

/** Whether a fault of `AFTERWARDS` fires after the call. */
export function canFollow(fault: FaultOf<'connection-lost' | 'server-error' | 'crash'>): boolean {
  return fault.kind === 'server-error'
    ? fault.applied === true
    : fault.kind !== 'crash' || fault.when === 'after';
}

/** What a fault needs to make an answer. */
export interface FaultedCall {
  readonly call: ApiRequest;
  readonly handler: DialectHandler;
  readonly clock: Clock;
  /** The answer to the listing call before this one. */
  readonly earlier: ApiResponse | undefined;
}

/** The outcome of a call that a fault fired on. */
export function outcomeOf(fault: AnswerFault, { call, handler, clock, earlier }: FaultedCall): CallOutcome {
  switch (fault.kind) {
    case 'connection-refused':
      return { broken: new ConnectionLost('ECONNREFUSED') };
    case 'connection-lost':
      return { broken: new ConnectionLost('ECONNRESET') };
    case 'crash':
      return { crash: { applied: fault.when === 'after' } };
    case 'repeated-cursor':
      return earlier === undefined ? {} : { answer: earlier };
    case 'expired-token':
      return { answer: expiredToken(call, handler) };
    default:
      return { answer: ordinary(handler.refuse(injectedErrorOf(fault, clock.now())), call) };
  }
}

function expiredToken(call: ApiRequest, handler: DialectHandler): ApiResponse {
  if (handler.expireToken !== undefined) {
    handler.expireToken();
    return ordinary(handler.answer(call), call);
  }
  const headers = { 'www-authenticate': 'Bearer error="invalid_token"' };
  const injectedError = {
    status: 401,
    kind: 'expired-token',
    detail: 'The token has expired.',
    headers,
  } as const;
  return ordinary(handler.refuse(injectedError), call);
}

/** Faults are not the engine's mistakes, so no answer of one is unexpected; and HEAD has no body (RFC 9110, section 9.3.2). */
function ordinary({ status, headers, body }: ApiResponse, { method }: ApiRequest): ApiResponse {
  return { status, headers, ...(body === undefined || method === 'HEAD' ? {} : { body }) };
}

type FaultWithError = Exclude<
  AnswerFault,
  FaultOf<'connection-refused' | 'connection-lost' | 'crash' | 'repeated-cursor' | 'expired-token'>
>;

function injectedErrorOf(fault: FaultWithError, now: number): InjectedError {
  switch (fault.kind) {
    case 'server-error':
      return {
        kind: fault.kind,
        status: fault.status ?? 503,
        detail: 'The service could not finish the call.',
      };
    case 'rate-limit':
      return {
        kind: fault.kind,
        status: 429,
        detail: 'Too many calls; wait before the next one.',
        headers: retryAfter(fault, now),
      };
    case 'refusal':
      return { kind: fault.kind, status: fault.status, detail: 'The record cannot be written like this.' };
    case 'not-found':
      return { kind: fault.kind, status: 404, detail: 'There is no such record.' };
    case 'stale-version':
      return {
        kind: fault.kind,
        status: 412,
        detail: 'The record has another version by now; read it again.',
      };
    case 'expired-cursor':
      return {
        kind: fault.kind,
        status: fault.status ?? 410,
        detail: 'The cursor has expired; list from the beginning.',
      };
  }
}

/**
 * RFC 9110, section 10.2.3. A date counts whole seconds, so it is rounded up; `Date` is sent too, since the clock of
 * the system may be another than that of whoever waits.
 */
function retryAfter(fault: FaultOf<'rate-limit'>, now: number): Readonly<Record<string, string>> {
  if (fault.retryAfter === undefined) {
    return {};
  }
  if (fault.form !== 'date') {
    return { 'retry-after': String(fault.retryAfter) };
  }
  const present = Math.ceil(now / 1000) * 1000;
  return {
    'retry-after': new Date(present + fault.retryAfter * 1000).toUTCString(),
    date: new Date(present).toUTCString(),
  };
}
