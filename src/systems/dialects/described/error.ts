import type { ApiResponse } from '../../core/dialect';
import { ApiRefusal, jsonResponse } from '../../http/responses';

/** Errors that a correct client may well meet; every other one means that the call should never have been made. */
const ORDINARY: ReadonlySet<number> = new Set([404, 409, 412, 413, 422]);

/** A call that a described API refuses; answered as `{"error": {"status", "message"}}`. */
export class DescribedRefusal extends ApiRefusal {
  private readonly headers: Readonly<Record<string, string>>;

  /** @param options.ordinary - whether a correct client may meet it; default by the status */
  constructor(
    readonly status: number,
    message: string,
    options: { readonly headers?: Readonly<Record<string, string>>; readonly ordinary?: boolean } = {},
  ) {
    super(message, options.ordinary ?? ORDINARY.has(status));
    this.headers = options.headers ?? {};
  }

  override response(): ApiResponse {
    const { status, message, headers } = this;
    return jsonResponse(status, JSON.stringify({ error: { status, message } }), headers);
  }
}
