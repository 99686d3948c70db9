import type { ApiResponse } from '../../core/dialect';

/** A call that a described API refuses; answered as `{"error": {"status", "message"}}`. */
export class DescribedRefusal extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Errors that a correct client may well meet; every other one means that the call should never have been made. */
const ORDINARY: ReadonlySet<number> = new Set([404, 409, 412, 413, 422]);

export function errorResponse(
  { status, message, headers }: DescribedRefusal,
  conflict?: number,
): ApiResponse {
  return {
    status,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ error: { status, message } }),
    ...(ORDINARY.has(status) || status === conflict ? {} : { unexpected: message }),
  };
}
