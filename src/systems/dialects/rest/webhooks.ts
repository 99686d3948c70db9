/** Subscriptions to webhooks: `/webhooks/<name>`. */
import type { ApiResponse, DialectContext, ApiRequest } from '../../core/dialect';
import type { Subscription } from '../../core/types';
import { isDeliverable } from '../../core/webhooks';
import { jsonResponse } from '../../http/responses';
import { readWebhook } from './body';
import { RestRefusal } from './problem';
import { refuseQuery } from './query';

/** What is done with a webhook; the path's second step names it. */
type WebhookAction = (name: string, call: ApiRequest, context: DialectContext) => ApiResponse;

/** The path's first step; no datatype can have this name where webhooks are offered. */
export const WEBHOOKS = 'webhooks';

export const ON_WEBHOOK: ReadonlyMap<string, WebhookAction> = new Map<string, WebhookAction>([
  ['GET', (name, _call, context) => shown(200, existing(name, context))],
  ['PUT', put],
  ['DELETE', remove],
]);

function put(name: string, call: ApiRequest, { subscriptions, schema }: DialectContext): ApiResponse {
  refuseQuery(call.query);
  const { url, datatypes } = readWebhook(call);
  const unknown = (datatypes ?? []).filter((datatype) => !Object.hasOwn(schema, datatype));
  if (!isDeliverable(url)) {
    throw new RestRefusal(
      'invalid-webhook',
      `The url "${url}" cannot be called: give an http or https address of this machine, such as http://127.0.0.1:4010/events.`,
    );
  }
  if (unknown.length > 0) {
    throw new RestRefusal('invalid-webhook', `There is no datatype "${unknown.join('", "')}" here.`);
  }
  const status = subscriptions.get(name) === undefined ? 201 : 200;
  const subscription = { name, url, ...(datatypes === undefined ? {} : { datatypes }) };
  subscriptions.put(subscription);
  return shown(status, { ...subscription, secret: subscriptions.secretOf(name) });
}

function remove(name: string, call: ApiRequest, context: DialectContext): ApiResponse {
  refuseQuery(call.query);
  existing(name, context);
  context.subscriptions.remove(name);
  return { status: 204, headers: {} };
}

function existing(name: string, { subscriptions }: DialectContext): Subscription {
  const subscription = subscriptions.get(name);
  if (subscription === undefined) {
    throw new RestRefusal('unknown-webhook', `There is no webhook "${name}"; PUT one first.`);
  }
  return subscription;
}

function shown(status: 200 | 201, subscription: Subscription & { readonly secret?: string }): ApiResponse {
  return jsonResponse(status, JSON.stringify(subscription));
}
