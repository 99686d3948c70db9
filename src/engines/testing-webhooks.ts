/** What the tests of webhooks share: a program that knows of changes by webhooks alone, and notes every event. */
import { existsSync, readFileSync } from 'node:fs';
import { packageRoot } from '../core/package-root';
import type { CommandLocation } from './location';

/** An event as the program received it. */
export interface ReceivedEvent {
  /** `/events/<the system's id>`. */
  readonly path: string;
  readonly id: string;
  /** Seconds since the epoch, by the header. */
  readonly timestamp: number;
  readonly event: { readonly recordId: string; readonly event: string };
  /** The signature was the one that the system's secret makes. */
  readonly signed: boolean;
  /** What the program answered; absent: nothing. */
  readonly status?: number;
}

/** How the program differs from a right one. */
export interface WebhookProgram {
  /** Where it notes what it received. */
  readonly notes: string;
  /** A JavaScript expression over `count` (of the events that came, from 1) and `signed`: what it answers; `undefined`: nothing. */
  readonly status?: string;
  /** A JavaScript expression over `url`: what it answers to `configure`. */
  readonly answer?: string;
  readonly capabilities?: readonly string[];
}

const MAIN = `
const { createServer } = require('node:http');
const { createHmac } = require('node:crypto');
const { appendFileSync } = require('node:fs');
let systems;
let url;
let count = 0;
let named = [];
const linked = new Map();
const signatureOf = ({ secret }, id, timestamp, body) =>
  'v1,' + createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update([id, timestamp, body].join('.')).digest('base64');
async function receive(request, response) {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = request.headers;
  const system = request.url.slice('/events/'.length);
  const signed = signature === signatureOf(systems[system].webhooks, id, timestamp, body);
  count += 1;
  const status = STATUS;
  const event = JSON.parse(body);
  appendFileSync(NOTES, JSON.stringify({ path: request.url, id, timestamp: Number(timestamp), event, signed, status }) + '\\n');
  if (status >= 200 && status < 300) named.push({ system, ...event });
  if (status !== undefined) response.writeHead(status).end();
}
const call = (system, path, method = 'GET', body = undefined, more = {}) =>
  fetch(systems[system].baseUrl + '/' + path, {
    method,
    headers: { authorization: 'Bearer ' + systems[system].token, 'content-type': 'application/json', ...more },
    ...(body && { body: JSON.stringify(body) }),
  });
async function sync() {
  for (const { system, datatype, recordId } of named.splice(0)) {
    if (system !== 'shop' || datatype !== 'Order') continue;
    const { properties } = await (await call(system, 'Order/' + recordId)).json();
    const values = { properties: { title: properties.name, total: Number(properties.amount) } };
    if (linked.has(recordId)) {
      await call('desk', 'Ticket/' + linked.get(recordId), 'PATCH', values, { 'content-type': 'application/merge-patch+json' });
    } else {
      linked.set(recordId, (await (await call('desk', 'Ticket', 'POST', values)).json()).id);
    }
  }
  return {};
}
const answers = {
  hello: () => ({ engine: { name: 'listening', version: '1' }, capabilities: CAPABILITIES }),
  configure: (message) => { systems = message.systems; return ANSWER; },
  sync,
  status: () => ({ idle: true }),
  stop: () => ({}),
};
const server = createServer(receive).listen(0, '127.0.0.1', () => {
  url = 'http://127.0.0.1:' + server.address().port + '/events';
  const input = require('node:readline').createInterface({ input: process.stdin });
  input.on('line', async (line) => {
    const { type, seq, session, ...members } = JSON.parse(line);
    const answer = await answers[type](members);
    process.stdout.write(JSON.stringify({ seq, session, ...answer }) + '\\n');
  });
  input.on('close', () => process.exit(0));
});
`;

/** The program's source: Orders of the system `shop` become Tickets of `desk`, where a webhook names them. */
export function webhookSource({
  notes,
  status = '(signed ? 204 : 401)',
  answer = '({ webhooks: { url } })',
  capabilities = ['webhooks'],
}: WebhookProgram): string {
  return MAIN.replace('STATUS', status)
    .replace('NOTES', JSON.stringify(notes))
    .replace('CAPABILITIES', JSON.stringify(capabilities))
    .replace('ANSWER', answer);
}

export function webhookProgram(options: WebhookProgram): CommandLocation {
  const command: [string, ...string[]] = [process.execPath, '-e', webhookSource(options)];
  return { name: 'listening', command, directory: packageRoot() };
}

/** What the program noted, in the order in which it came. */
export function receivedEvents(notes: string): ReceivedEvent[] {
  if (!existsSync(notes)) {
    return [];
  }
  const lines = readFileSync(notes, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as ReceivedEvent);
}
