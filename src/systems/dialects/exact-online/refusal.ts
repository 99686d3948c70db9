/** Errors in Exact Online's own shape: OData's verbose JSON, nothing in it but a text for people. */
import type { ApiResponse, InjectedError } from '../../core/dialect';

/** What the answers are typed as. */
export const JSON_TYPE = 'application/json; charset=utf-8';

/** How a refused call is told. */
export interface RefusalExtras {
  readonly headers?: Readonly<Record<string, string>>;
  /** A client that does everything right may meet it; default: no client should ever make such a call. */
  readonly ordinary?: boolean;
}

/** A call that is refused; thrown inside the dialect and answered as an error. */
export class ExactRefusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly detail: string,
    readonly extras: RefusalExtras = {},
  ) {
    super(detail);
  }
}

/** A call that cannot be understood: 400, and no client should have made it. */
export function malformed(detail: string): ExactRefusal {
  return new ExactRefusal(400, detail);
}

/** A write that breaks a rule of the administration: 400, and a client may well meet it. */
export function invalid(detail: string): ExactRefusal {
  return new ExactRefusal(400, detail, { ordinary: true });
}

/**
 * `{"error":{"code":"","message":{"lang":"","value":"…"}}}`: `code` and `lang` are empty in every sample that was found
 * (tests of https://github.com/picqer/exact-php-client). The text is also in the header `Reason`, as clients read it where
 * a body is missing.
 */
export function errorAnswer(
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  const body = { error: { code: '', message: { lang: '', value: detail } } };
  return {
    status,
    headers: { ...headers, 'content-type': JSON_TYPE, reason: headerText(detail) },
    body: JSON.stringify(body),
  };
}

/** The answer to a refused call, and whether the call was to be expected. */
export function refusalAnswer({ status, detail, extras }: ExactRefusal): ApiResponse {
  const given = errorAnswer(status, detail, extras.headers);
  return extras.ordinary === true ? given : { ...given, unexpected: detail };
}

/** An error that a fault plan asks for. It is no fault of the engine, so it is never unexpected. */
export function injectedErrorResponse({ status, detail, headers }: InjectedError): ApiResponse {
  return errorAnswer(status, detail, headers);
}

/** Headers hold visible ASCII and blanks; what clients sent may be anything. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
}
