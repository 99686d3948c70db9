/** Errors in Exact Online's own shape: OData's verbose JSON, nothing in it but a text for people. */
import type { ApiResponse, InjectedError } from '../../core/dialect';
import { ApiRefusal, jsonResponse } from '../../http/responses';

/** What the answers are typed as. */
export const JSON_TYPE = 'application/json; charset=utf-8';

/** What a refusal holds beside its status and text. */
export interface RefusalExtras {
  readonly headers?: Readonly<Record<string, string>>;
  /** A client that does everything right may meet it; default: no client should ever make such a call. */
  readonly ordinary?: boolean;
}

/**
 * A call that is refused; thrown inside the dialect and answered as an error:
 * `{"error":{"code":"","message":{"lang":"","value":"…"}}}`. `code` and `lang` are empty in every sample that was found
 * (tests of https://github.com/picqer/exact-php-client). The text is also in the header `Reason`, as clients read it where
 * a body is missing.
 */
export class ExactRefusal extends ApiRefusal {
  constructor(
    readonly status: number,
    detail: string,
    private readonly extras: RefusalExtras = {},
  ) {
    super(detail, extras.ordinary === true);
  }

  override response(): ApiResponse {
    const body = { error: { code: '', message: { lang: '', value: this.message } } };
    const headers = { ...this.extras.headers, reason: headerText(this.message) };
    return jsonResponse(this.status, JSON.stringify(body), headers, JSON_TYPE);
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

/** An error that a fault plan asks for. It is not the engine's mistake, so it is never unexpected. */
export function injectedErrorResponse({ status, detail, headers }: InjectedError): ApiResponse {
  return new ExactRefusal(status, detail, headers === undefined ? {} : { headers }).response();
}

/** Headers hold visible ASCII and blanks; what clients sent may be anything. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
}
