/** Errors of the plain REST dialect: problem details (RFC 9457). */
import type { Violation } from '../../http/write-checker';
import { STATUS_CODES } from 'node:http';
import type { ApiResponse, InjectedError, InjectedErrorKind } from '../../core/dialect';

/** The problems that the dialect knows: the last part of a problem's `type`, its status and its title. */
const PROBLEMS = {
  'malformed-query': { status: 400, title: 'The query is malformed' },
  'malformed-body': { status: 400, title: 'The body is malformed' },
  'malformed-header': { status: 400, title: 'A header is malformed' },
  unauthorized: { status: 401, title: 'The bearer token is missing or wrong' },
  'unknown-path': { status: 404, title: 'There is nothing at this path' },
  'unknown-datatype': { status: 404, title: 'There is no such datatype' },
  'unknown-record': { status: 404, title: 'There is no such record' },
  'unknown-webhook': { status: 404, title: 'There is no such webhook' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'external-reference-taken': { status: 409, title: 'Another record has the external reference' },
  'stale-version': { status: 412, title: 'The record has another version' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  'invalid-properties': { status: 422, title: 'The properties are not valid' },
  'invalid-webhook': { status: 422, title: 'The webhook cannot be made' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key belongs to another body' },
} as const;

export type ProblemName = keyof typeof PROBLEMS;

/** Problems that an engine may well meet; every other one means that the call should never have been made. */
const ORDINARY: ReadonlySet<ProblemName> = new Set<ProblemName>([
  'unknown-record',
  'unknown-webhook',
  'external-reference-taken',
  'stale-version',
  'body-too-large',
  'invalid-properties',
  'idempotency-key-reused',
]);

/** A call that is refused; thrown inside the dialect and answered as a problem. */
export class RestRefusal extends Error {
  constructor(
    readonly problem: ProblemName,
    readonly detail: string,
    readonly extras: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly errors?: readonly Violation[];
      /** The record that the problem is about. */
      readonly recordId?: string;
    } = {},
  ) {
    super(detail);
    this.name = 'Refusal';
  }
}

/** The answer to a refused call: `application/problem+json`, and whether the call was to be expected. */
export function problemAnswer({ problem, detail, extras }: RestRefusal): ApiResponse {
  const { status, title } = PROBLEMS[problem];
  const { errors, headers, recordId } = extras;
  const body = {
    type: `urn:syncproof:problem:${problem}`,
    title,
    status,
    detail,
    ...(errors ? { errors } : {}),
    ...(recordId === undefined ? {} : { recordId }),
  };
  return {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
    body: JSON.stringify(body),
    ...(ORDINARY.has(problem) ? {} : { unexpected: detail }),
  };
}

/** The dialect's own words for what a fault plan asks for; what it has none for is a problem without a type of its own. */
const OF_TROUBLE: Partial<Record<InjectedErrorKind, ProblemName>> = {
  'not-found': 'unknown-record',
  'stale-version': 'stale-version',
  'expired-token': 'unauthorized',
};

/** An error that a fault plan asks for. It is no fault of the engine, so it is never unexpected. */
export function injectedErrorResponse({ status, kind, detail, headers }: InjectedError): ApiResponse {
  const name = kind === undefined ? undefined : OF_TROUBLE[kind];
  const own = name === undefined ? undefined : PROBLEMS[name];
  const body =
    own?.status === status
      ? { type: `urn:syncproof:problem:${name ?? ''}`, title: own.title, status, detail }
      : { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail };
  return {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
    body: JSON.stringify(body),
  };
}
