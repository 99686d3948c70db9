/** `fetch` over two threads: the engine's half makes data of a request, the harness's half sends it. */
import { errorData, errorOf, type ErrorData, type FetchRequest, type FetchResponse } from './worker-messages';

/** Statuses whose responses have no body (Fetch standard, "null body status"). */
const WITHOUT_BODY = [101, 204, 205, 304];

/** How a request gets to the other thread. */
export interface FetchSender {
  /** @param transfer - handed over rather than copied */
  send(id: number, request: FetchRequest, transfer: readonly ArrayBuffer[]): void;
  abort(id: number): void;
}

interface WaitingFetch {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: unknown) => void;
}

/** The engine's half. Bodies are whole: what is streamed arrives at its end. */
export class BridgedFetch {
  private readonly waiting = new Map<number, WaitingFetch>();
  private count = 0;

  /** A `fetch` that sends by this sender. */
  through(sender: FetchSender): typeof globalThis.fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const { signal, method, url, redirect } = request;
      signal.throwIfAborted();
      const body = request.body === null ? undefined : await request.arrayBuffer();
      signal.throwIfAborted();
      this.count += 1;
      const id = this.count;
      const abort = (): void => {
        sender.abort(id);
        this.take(id)?.reject(signal.reason);
      };
      const answered = new Promise<Response>((resolve, reject) => {
        this.waiting.set(id, { resolve, reject });
      });
      signal.addEventListener('abort', abort, { once: true });
      const facts = { method, url, redirect, headers: [...request.headers] };
      sender.send(id, body === undefined ? facts : { ...facts, body }, body === undefined ? [] : [body]);
      try {
        return await answered;
      } finally {
        signal.removeEventListener('abort', abort);
      }
    };
  }

  fetched(id: number, { url, status, statusText, headers, body }: FetchResponse): void {
    const response = new Response(WITHOUT_BODY.includes(status) ? null : body, {
      ...{ status, statusText },
      headers: headers.map(([name, value]): [string, string] => [name, value]),
    });
    Object.defineProperty(response, 'url', { value: url });
    this.take(id)?.resolve(response);
  }

  failed(id: number, error: ErrorData): void {
    this.take(id)?.reject(errorOf(error));
  }

  private take(id: number): WaitingFetch | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }
}

/** The harness's half: sends a request, and makes data of the response. It never rejects. */
export async function sendFetch(
  fetch: typeof globalThis.fetch,
  { url, method, headers, body, redirect }: FetchRequest,
  signal: AbortSignal,
): Promise<{ readonly response: FetchResponse } | { readonly error: ErrorData }> {
  try {
    const response = await fetch(url, {
      ...{ method, redirect, signal },
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      ...(body === undefined ? {} : { body }),
    });
    return {
      response: {
        url: response.url,
        status: response.status,
        statusText: response.statusText,
        headers: [...response.headers],
        body: await response.arrayBuffer(),
      },
    };
  } catch (error) {
    return { error: errorData(error) };
  }
}
