/** From what a dialect decides to its response: refusals in the API's own shape, and no body for HEAD. */
import type { ApiRequest, ApiResponse } from '../core/dialect';

/** A call that a dialect refuses: thrown inside it, answered in the API's own shape. The message is for people. */
export abstract class ApiRefusal extends Error {
  override readonly name = 'Refusal';

  /** @param ordinary - whether a correct client may meet it; otherwise the call should never have been made */
  protected constructor(
    message: string,
    readonly ordinary: boolean,
  ) {
    super(message);
  }

  /** The error as the API writes it. */
  abstract response(): ApiResponse;
}

/** The response to a refused call, marked as unexpected where no correct client would have made the call. */
export function refusalResponse(refusal: ApiRefusal): ApiResponse {
  const response = refusal.response();
  return refusal.ordinary ? response : { ...response, unexpected: refusal.message };
}

/**
 * Answers a call: what `answer` returns, or the refusal that it throws. HEAD gets no body (RFC 9110, section 9.3.2).
 * @throws whatever else `answer` throws
 */
export function answerCall({ method }: ApiRequest, answer: () => ApiResponse): ApiResponse {
  const response = responseOf(answer);
  if (method !== 'HEAD') {
    return response;
  }
  const { status, headers, unexpected } = response;
  return { status, headers, ...(unexpected === undefined ? {} : { unexpected }) };
}

function responseOf(answer: () => ApiResponse): ApiResponse {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ApiRefusal) {
      return refusalResponse(error);
    }
    throw error;
  }
}

/**
 * A response of JSON.
 * @param body - JSON text
 * @param contentType - default `application/json`
 */
export function jsonResponse(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
  contentType = 'application/json',
): ApiResponse {
  return { status, headers: { ...headers, 'content-type': contentType }, body };
}
