/** Sends one event of a webhook, and says why it was not taken. */
import type { DeliveryManner, WebhookEvent } from './types';
import { signatureHeaders } from './webhook-signature';

/** How long a subscriber may take to answer, in milliseconds, unless the harness says otherwise. */
const ATTEMPT_LIMIT = 5000;

/** Why an event was not taken. */
export interface Refusal {
  /** `it was answered 500`, `no answer came within 5 s`, `no connection: ECONNREFUSED`. */
  readonly reason: string;
  /** No answer came in time. */
  readonly isSilent: boolean;
}

/** What is sent, and how. */
export interface SendingOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly url: string;
  readonly secret: string;
  readonly event: WebhookEvent;
  /** How often it is sent at most, until it is taken. */
  readonly attempts: number;
  readonly manner: DeliveryManner;
}

/** Sends an event until it is answered 2xx; `undefined` where it was. */
export async function sendEvent(options: SendingOptions): Promise<Refusal | undefined> {
  const { attempts, manner } = options;
  for (let attempt = 1; ; attempt += 1) {
    const refusal = await attemptToSend(options);
    if (refusal === undefined || attempt >= attempts || manner.signal?.aborted === true) {
      return refusal;
    }
    await manner.pause?.(attempt);
  }
}

/** Redirects are not followed: they could lead away from this machine. */
async function attemptToSend({
  fetch,
  url,
  secret,
  event,
  manner,
}: SendingOptions): Promise<Refusal | undefined> {
  const { limit = ATTEMPT_LIMIT, now = Date.now, signal } = manner;
  const body = JSON.stringify(event);
  const timestamp = Math.floor(now() / 1000);
  const patience = AbortSignal.timeout(limit);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        connection: 'close',
        ...signatureHeaders({ secret, id: event.id, timestamp, body }),
      },
      body,
      redirect: 'manual',
      signal: signal === undefined ? patience : AbortSignal.any([patience, signal]),
    });
    await response.body?.cancel();
    return response.ok ? undefined : { reason: `it was answered ${response.status}`, isSilent: false };
  } catch (error) {
    if (patience.aborted) {
      return { reason: `no answer came within ${limit / 1000} s`, isSilent: true };
    }
    const reason = signal?.aborted === true ? 'the time was over' : `no connection: ${causeOf(error)}`;
    return { reason, isSilent: false };
  }
}

/** What Node's `fetch` says only of the cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as { readonly code?: unknown }).code;
  return typeof code === 'string' ? code : cause instanceof Error ? cause.message : String(cause);
}
