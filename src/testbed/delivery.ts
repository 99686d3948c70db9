/** Webhooks of a scenario: the systems send their events to the engine, as hints that it need not get. */
import { randomBytes } from 'node:crypto';
import type { WebhookOffer } from '../engines';
import type { Configure, SystemConfiguration } from '../protocol';
import { signatureHeaders, type DeliveryFailure, type MockedSystem, type WebhookEvent } from '../systems';
import type { SystemInstance } from './system-instance';

/** The subscription that the harness makes for an engine which names a URL. */
export const SUBSCRIPTION = 'syncproof';

/** How often an event is sent in one delivery, at most, until it is answered 2xx. */
const ATTEMPTS = 3;
/** Before the second attempt, in milliseconds; before the third twice as long. */
const FIRST_PAUSE = 100;
/** Deliveries in a row in which a subscriber took nothing of what it got, until it gets nothing more. */
const MOST_FAILURES = 5;
/** The longest wait for a subscriber's answer, in milliseconds. */
const LONGEST_ATTEMPT = 5000;

/** What the delivery of a scenario's webhooks needs. */
export interface WebhookDeliveryOptions {
  readonly instances: () => Iterable<SystemInstance>;
  /** The longest wait for all answers of one delivery, in milliseconds: the limit for an answer of the engine. */
  readonly limit: number;
  /** Lets real time pass, in milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** Takes a line for the engine's log. */
  readonly note: (line: string) => void;
  /** No event can leave this process: nothing is offered, and nothing sent. */
  readonly isClosed: boolean;
}

/** Each system has an address of its own below the engine's: `<url>/<key in systems>`. */
function receiverOf(url: string, { id }: MockedSystem): string {
  return `${url.replace(/\/+$/, '')}/${encodeURIComponent(id)}`;
}

export class WebhookDelivery implements WebhookOffer {
  /** How many events were answered 2xx. */
  delivered = 0;
  /** The last event that was not taken, with the reason; absent: none yet. */
  lastFailure: string | undefined;
  private receiver: string | undefined;
  /** Deliveries in a row of which nothing was taken, by system. */
  private readonly failures = new Map<string, number>();

  constructor(private readonly options: WebhookDeliveryOptions) {}

  readonly offer = (configuration: Configure): Configure => {
    if (this.options.isClosed) {
      return configuration;
    }
    const systems: Record<string, SystemConfiguration> = { ...configuration.systems };
    for (const { system, configuration: plain } of this.offering()) {
      systems[system.id] = { ...plain, webhooks: { secret: system.subscriptions.secretOf(SUBSCRIPTION) } };
    }
    return { ...configuration, systems };
  };

  /** The systems that offer webhooks, which do so from now on. */
  private offering(): SystemInstance[] {
    const offering = [...this.options.instances()].filter(({ offerWebhooks }) => offerWebhooks !== undefined);
    for (const { offerWebhooks } of offering) {
      offerWebhooks?.();
    }
    return offering;
  }

  /** An answer to a later `configure` replaces the former one: an engine that was restarted may listen elsewhere. */
  readonly register = (url: string | undefined): void => {
    if (this.options.isClosed || (url === undefined && this.receiver === undefined)) {
      return;
    }
    this.receiver = url;
    this.failures.clear();
    for (const { system, offerWebhooks } of this.options.instances()) {
      if (url === undefined) {
        system.subscriptions.remove(SUBSCRIPTION);
      } else if (offerWebhooks !== undefined) {
        system.subscriptions.put({ name: SUBSCRIPTION, url: receiverOf(url, system) });
      }
    }
  };

  /** Sends what is due. It never waits longer than the limit, and never fails: what is not taken stays for later, or is lost. */
  async deliver(): Promise<void> {
    if (this.options.isClosed) {
      return;
    }
    let signal: AbortSignal | undefined;
    for (const { system } of this.options.instances()) {
      if (system.abilities.webhooks) {
        signal ??= AbortSignal.timeout(this.options.limit);
        await this.deliverOf(system, signal);
      }
    }
  }

  private async deliverOf(system: MockedSystem, signal: AbortSignal): Promise<void> {
    const { limit, pause } = this.options;
    const failures = new Map<string, DeliveryFailure>();
    const { delivered } = await system.deliver(globalThis.fetch, {
      attempts: ATTEMPTS,
      limit: Math.min(LONGEST_ATTEMPT, limit / 4),
      pause: (attempt) => pause(FIRST_PAUSE * attempt),
      signal,
      onFailure: (failure) => failures.set(failure.subscription.name, failure),
    });
    this.delivered += delivered;
    if (delivered > 0) {
      this.failures.delete(system.id);
    }
    for (const failure of failures.values()) {
      this.failed(system, failure);
    }
  }

  private failed(system: MockedSystem, { subscription, event, reason, isSilent }: DeliveryFailure): void {
    const count = (this.failures.get(system.id) ?? 0) + 1;
    this.failures.set(system.id, count);
    this.lastFailure = `event ${event.id} to ${subscription.url}: ${reason}`;
    const isGivenUp = isSilent || count >= MOST_FAILURES;
    if (isGivenUp) {
      system.subscriptions.remove(subscription.name);
    }
    const then = isGivenUp ? `the webhook "${subscription.name}" gets nothing more` : 'it is sent again';
    this.options.note(`(harness: ${system.name}, ${this.lastFailure}; ${then})`);
  }

  /**
   * Sends the engine an event of nothing, signed with a key that it does not have.
   *
   * @returns the status of its answer; `undefined` where it named no URL, or does not answer
   */
  async forge(): Promise<number | undefined> {
    const system = [...this.options.instances()].find(
      ({ offerWebhooks }) => offerWebhooks !== undefined,
    )?.system;
    const [datatype] = Object.keys(system?.schema ?? {});
    if (this.receiver === undefined || system === undefined || datatype === undefined) {
      return undefined;
    }
    const id = `${system.id}-event-forged`;
    const modifiedAt = new Date(0).toISOString();
    const event: WebhookEvent = { id, datatype, recordId: 'none', event: 'updated', modifiedAt };
    const body = JSON.stringify(event);
    const timestamp = Math.floor(Date.now() / 1000);
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const sent = fetch(receiverOf(this.receiver, system), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        connection: 'close',
        ...signatureHeaders({ secret, id, timestamp, body }),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(this.options.limit),
    });
    const response = await sent.catch(() => undefined);
    await response?.body?.cancel();
    return response?.status;
  }
}
