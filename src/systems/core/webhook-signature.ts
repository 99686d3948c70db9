/**
 * How webhooks are signed: the symmetric scheme of Standard Webhooks 1.0.0
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 */
import { createHmac } from 'node:crypto';

/** What marks a text as the secret of a webhook; the key follows in base64. */
const SECRET_PREFIX = 'whsec_';

/** What is signed. */
export interface SignedMessage {
  /** As `webhookSecret` makes it. */
  readonly secret: string;
  /** Of the event: the same at each attempt to send it. */
  readonly id: string;
  /** Of the attempt, in whole seconds since the epoch. */
  readonly timestamp: number;
  /** Byte by byte as it is sent. */
  readonly body: string;
}

/**
 * The secret of a subscription: another one for each system and name, and always the same for the same ones.
 *
 * @param token - the system's
 * @param name - the subscription's
 */
export function webhookSecret(token: string, name: string): string {
  return `${SECRET_PREFIX}${createHmac('sha256', token).update(`webhook ${name}`).digest('base64')}`;
}

/** The headers that identify an event, and prove who sent it: `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
export function signatureHeaders({ secret, id, timestamp, body }: SignedMessage): Record<string, string> {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  };
}
