/** Errors of the plain REST dialect: problem details (RFC 9457). */
import { STATUS_CODES } from 'node:http';
import type { ApiResponse, InjectedError, InjectedErrorKind } from '../../core/dialect';
import { ApiRefusal, jsonResponse } from '../../http/responses';
import type { Violation } from '../../http/write-checker';

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

/** What a problem holds beside its name and detail. */
interface ProblemExtras {
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: readonly Violation[];
  /** The record that the problem is about. */
  readonly recordId?: string;
}

/** A call that is refused; thrown inside the dialect and answered as a problem. */
export class RestRefusal extends ApiRefusal {
  constructor(
    readonly problem: ProblemName,
    detail: string,
    private readonly extras: ProblemExtras = {},
  ) {
    super(detail, ORDINARY.has(problem));
  }

  override response(): ApiResponse {
    const { status, title } = PROBLEMS[this.problem];
    const { errors, headers, recordId } = this.extras;
    return problemResponse(
      {
        type: typeOf(this.problem),
        title,
        status,
        detail: this.message,
        ...(errors ? { errors } : {}),
        ...(recordId === undefined ? {} : { recordId }),
      },
      headers,
    );
  }
}

function typeOf(problem: ProblemName): string {
  return `urn:syncproof:problem:${problem}`;
}

function problemResponse(
  problem: { readonly status: number; readonly [member: string]: unknown },
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return jsonResponse(problem.status, JSON.stringify(problem), headers, 'application/problem+json');
}

/** The dialect's own problems for what a fault plan asks for; for anything else the problem has no type. */
const PROBLEM_OF_ERROR: Partial<Record<InjectedErrorKind, ProblemName>> = {
  'not-found': 'unknown-record',
  'stale-version': 'stale-version',
  'expired-token': 'unauthorized',
};

/** An error that a fault plan asks for. It is not the engine's mistake, so it is never unexpected. */
export function injectedErrorResponse({ status, kind, detail, headers }: InjectedError): ApiResponse {
  const name = kind === undefined ? undefined : PROBLEM_OF_ERROR[kind];
  const own = name === undefined ? undefined : PROBLEMS[name];
  return name !== undefined && own?.status === status
    ? problemResponse({ type: typeOf(name), title: own.title, status, detail }, headers)
    : problemResponse(
        { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail },
        headers,
      );
}
