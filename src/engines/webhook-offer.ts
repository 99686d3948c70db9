/** Webhooks, as a session speaks of them with an engine that claims the capability. */
import { isLoopback } from '../core/loopback';
import type { Configure } from '../protocol';
import { EngineError } from './errors';
import { received } from './received';

/** Who sends the events of a session's systems. */
export interface WebhookOffer {
  /** What the engine is sent instead: the systems offer webhooks from now on, and say how they sign. */
  readonly offer: (configuration: Configure) => Configure;
  /** Takes where the events are to go; `undefined`: the engine named nothing. */
  readonly register: (url: string | undefined) => void;
}

/**
 * Where an engine receives events, by its answer to `configure`.
 *
 * @param isClaimed - it claims the capability `webhooks`
 * @returns `undefined` where it names nothing
 * @throws EngineError where it names what events cannot be sent to
 */
export function receiverIn(webhooks: unknown, isClaimed: boolean): string | undefined {
  if (webhooks === undefined) {
    return undefined;
  }
  if (!isClaimed) {
    throw new EngineError(
      'the engine broke the protocol: its answer to "configure" has "webhooks", and it does not claim that capability; add it to the capabilities in the answer to "hello"',
    );
  }
  const url =
    typeof webhooks === 'object' && webhooks !== null && 'url' in webhooks ? webhooks.url : undefined;
  if (typeof url !== 'string' || !isReachable(url)) {
    throw new EngineError(
      `the engine broke the protocol: "webhooks" in its answer to "configure" is ${received(webhooks)}; expected an http address of this machine, without a query, such as {"url": "http://127.0.0.1:4010/events"}`,
    );
  }
  return url;
}

function isReachable(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url?.protocol === 'http:' &&
    `${url.username}${url.password}${url.search}${url.hash}` === '' &&
    isLoopback(url.hostname)
  );
}
