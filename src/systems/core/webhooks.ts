/** Webhooks: who is notified of changes, and the events on their way. Nothing is sent until the harness says so. */
import { isLoopback } from './network';
import type { StoreEvent } from './store';
import type { DeliveryManner, DeliveryReport, Subscription, Subscriptions, WebhookEvent } from './types';
import { sendEvent, type Refusal } from './webhook-sending';
import { webhookSecret } from './webhook-signature';

/** The webhooks of one system. */
export interface Webhooks {
  readonly subscriptions: Subscriptions;
  /** Queues an event for everyone who wants it. */
  readonly note: (event: StoreEvent) => void;
  /** Sends what is due, one after another, in the order of the events. */
  deliver(fetch: typeof globalThis.fetch, manner?: DeliveryManner): Promise<DeliveryReport>;
}

/** What becomes of a webhook's event. */
export type WebhookFault =
  | { readonly kind: 'webhook-lost' }
  | { readonly kind: 'webhook-duplicate'; readonly copies?: number }
  | { readonly kind: 'webhook-late'; readonly deliveries?: number }
  | { readonly kind: 'webhook-reordered' };

/** What webhooks need of their system. */
export interface WebhookOptions {
  readonly system: string;
  /** The system's: the secrets of the subscriptions are made from it. */
  readonly token: string;
  /** Whether events carry the record's version. */
  readonly versions: boolean;
  /** The faults that fire on an event. Default: none. */
  readonly faultsOf?: (event: WebhookEvent, isLast: boolean) => readonly WebhookFault[];
}

interface Delivery {
  readonly subscription: string;
  readonly event: WebhookEvent;
  /** How many deliveries it is not part of. */
  readonly wait: number;
  /** Its faults have fired already. */
  readonly decided: boolean;
}

/** Whether events may be sent to a URL: an `http:` or `https:` address of this machine, without user name or password. */
export function isDeliverable(url: string): boolean {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  return (
    target !== undefined &&
    (target.protocol === 'http:' || target.protocol === 'https:') &&
    target.username === '' &&
    target.password === '' &&
    isLoopback(target.hostname)
  );
}

/** Makes the webhooks of a system that nobody has subscribed to. */
export function createWebhooks({ system, token, versions, faultsOf = () => [] }: WebhookOptions): Webhooks {
  const subscriptions = new Map<string, Subscription>();
  let queue: Delivery[] = [];
  let events = 0;
  const forget = (name: string): void => {
    queue = queue.filter(({ subscription }) => subscription !== name);
  };
  return {
    subscriptions: subscriptionsOf({ token, known: subscriptions, forget }),
    note({ datatype, kind, record }) {
      events += 1;
      if (subscriptions.size === 0) {
        return;
      }
      const event: WebhookEvent = {
        id: `${system}-event-${events}`,
        datatype,
        recordId: record.id,
        event: kind,
        ...(versions ? { version: record.version } : {}),
        modifiedAt: new Date(record.modifiedAt).toISOString(),
      };
      for (const { name, datatypes } of subscriptions.values()) {
        if (datatypes?.includes(datatype) ?? true) {
          queue.push({ subscription: name, event, wait: 0, decided: false });
        }
      }
    },
    async deliver(fetch, manner = {}) {
      const decided = applyFaults(queue, faultsOf);
      queue = decided.filter(({ wait }) => wait > 0).map((each) => ({ ...each, wait: each.wait - 1 }));
      const due = decided.filter(({ wait }) => wait === 0);
      const { delivered, failed, left } = await sendAll(
        due,
        subscriptions,
        (subscription, event, attempts) =>
          sendEvent({
            ...{ fetch, manner, event, attempts, url: subscription.url },
            secret: webhookSecret(token, subscription.name),
          }),
        manner,
      );
      queue = [...left.filter(({ subscription }) => subscriptions.has(subscription)), ...queue];
      return { delivered, failed, waiting: queue.length };
    },
  };
}

type SendTo = (
  subscription: Subscription,
  event: WebhookEvent,
  attempts: number,
) => Promise<Refusal | undefined>;

/**
 * Sends each event that is due. A subscriber that has failed to take one gets each of the others once; one that has not
 * answered at all gets no more of them this time.
 */
async function sendAll(
  due: readonly Delivery[],
  subscriptions: ReadonlyMap<string, Subscription>,
  send: SendTo,
  { attempts = 1, signal, onFailure }: DeliveryManner,
): Promise<{ readonly delivered: number; readonly failed: number; readonly left: readonly Delivery[] }> {
  const refusals = new Map<string, Refusal>();
  const left: Delivery[] = [];
  let [delivered, failed] = [0, 0];
  for (const delivery of due) {
    const subscription = subscriptions.get(delivery.subscription);
    if (subscription === undefined) {
      continue;
    }
    const earlier = refusals.get(subscription.name);
    if (signal?.aborted === true || earlier?.isSilent === true) {
      left.push(delivery);
      continue;
    }
    const refusal = await send(subscription, delivery.event, earlier === undefined ? attempts : 1);
    if (refusal === undefined) {
      delivered += 1;
      continue;
    }
    failed += 1;
    left.push(delivery);
    refusals.set(subscription.name, refusal);
    onFailure?.({ subscription, event: delivery.event, ...refusal });
  }
  return { delivered, failed, left };
}

interface SubscriptionKeeping {
  readonly token: string;
  readonly known: Map<string, Subscription>;
  /** Drops what is on its way to a subscriber. */
  readonly forget: (name: string) => void;
}

function subscriptionsOf({ token, known, forget }: SubscriptionKeeping): Subscriptions {
  return {
    put(subscription) {
      if (!isDeliverable(subscription.url)) {
        throw new Error(
          `Webhook "${subscription.name}" cannot be sent to "${subscription.url}": give an http or https address of this machine, such as http://127.0.0.1:4010/events.`,
        );
      }
      known.set(subscription.name, subscription);
    },
    get: (name) => known.get(name),
    remove(name) {
      forget(name);
      return known.delete(name);
    },
    secretOf: (name) => webhookSecret(token, name),
  };
}

/** Applies the faults of the events that are queued, to each event once. */
function applyFaults(
  queue: readonly Delivery[],
  faultsOf: (event: WebhookEvent, isLast: boolean) => readonly WebhookFault[],
): readonly Delivery[] {
  const decided: Delivery[] = [];
  let held: Delivery[] = [];
  queue.forEach((delivery, index) => {
    const faults = delivery.decided ? [] : faultsOf(delivery.event, index === queue.length - 1);
    const copies = copiesOf(delivery, faults);
    if (faults.some(({ kind }) => kind === 'webhook-reordered')) {
      held.push(...copies);
    } else {
      decided.push(...copies, ...held);
      held = [];
    }
  });
  return [...decided, ...held];
}

function copiesOf(delivery: Delivery, faults: readonly WebhookFault[]): readonly Delivery[] {
  let copies: readonly Delivery[] = [{ ...delivery, decided: true }];
  for (const fault of faults) {
    if (fault.kind === 'webhook-lost') {
      copies = [];
    } else if (fault.kind === 'webhook-duplicate') {
      copies = copies.flatMap((each) => Array.from({ length: 1 + (fault.copies ?? 1) }, () => each));
    } else if (fault.kind === 'webhook-late') {
      copies = copies.map((each) => ({ ...each, wait: each.wait + (fault.deliveries ?? 1) }));
    }
  }
  return copies;
}
