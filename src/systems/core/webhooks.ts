/** Webhooks: who is notified of changes, and the events on their way. Nothing is sent until the harness says so. */
import { isLoopback } from './network';
import type { StoreEvent } from './store';
import type { DeliveryReport, Subscription, Subscriptions, WebhookEvent } from './types';

/** The webhooks of one system. */
export interface Webhooks {
  readonly subscriptions: Subscriptions;
  /** Queues an event for everyone who wants it. */
  readonly note: (event: StoreEvent) => void;
  /** Sends what is due, one after another, in the order of the events. */
  deliver(fetch: typeof globalThis.fetch): Promise<DeliveryReport>;
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
export function createWebhooks({ system, versions, faultsOf = () => [] }: WebhookOptions): Webhooks {
  const subscriptions = new Map<string, Subscription>();
  let queue: Delivery[] = [];
  let events = 0;
  return {
    subscriptions: subscriptionsOf(subscriptions),
    note({ datatype, kind, record }) {
      const event: WebhookEvent = {
        id: `${system}-event-${++events}`,
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
    async deliver(fetch) {
      const decided = applyFaults(queue, faultsOf);
      queue = decided.filter(({ wait }) => wait > 0).map((each) => ({ ...each, wait: each.wait - 1 }));
      const failed: Delivery[] = [];
      let delivered = 0;
      for (const delivery of decided.filter(({ wait }) => wait === 0)) {
        const subscription = subscriptions.get(delivery.subscription);
        if (subscription === undefined) {
          continue;
        }
        if (await send(fetch, subscription.url, delivery.event)) {
          delivered += 1;
        } else {
          failed.push(delivery);
        }
      }
      queue = [...failed, ...queue];
      return { delivered, failed: failed.length, waiting: queue.length };
    },
  };
}

function subscriptionsOf(known: Map<string, Subscription>): Subscriptions {
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
    remove: (name) => known.delete(name),
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

/** Redirects are not followed: they could lead away from this machine. */
async function send(fetch: typeof globalThis.fetch, url: string, event: WebhookEvent): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(event),
      redirect: 'manual',
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
