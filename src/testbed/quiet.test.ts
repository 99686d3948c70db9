/** When a continuous engine counts as quiet: real time passes only as the test lets it. */
import assert from 'node:assert/strict';
import type { StatusAnswer } from '../protocol';
import { createCallLog, createClock, createSystem, type MockedSystem } from '../systems';
import { QuietWatch, type QuietOutcome } from './quiet';

const LIMITS = { quiet: 100, longest: 1000 };
const SCHEMA = { Customer: { properties: {} } };

interface Setting {
  readonly system: MockedSystem;
  readonly watch: QuietWatch;
  /** What happens at a time, in milliseconds after the first pause. */
  readonly at: Map<number, () => Promise<unknown>>;
  /** How long the harness has waited. */
  readonly waited: () => number;
  readonly call: (method: string, path: string, body?: object) => Promise<Response>;
}

type Status = StatusAnswer | undefined;

function setting(status: () => Status | Promise<Status> = () => undefined): Setting {
  const [clock, log] = [createClock(0), createCallLog()];
  const [baseUrl, token] = ['https://shop.test/s1', 'secret'];
  const system = createSystem({
    id: 'shop',
    name: 'Shop',
    baseUrl,
    token,
    schema: SCHEMA,
    clock,
    calls: log,
  });
  const at = new Map<number, () => Promise<unknown>>();
  let now = 0;
  const watch = new QuietWatch({
    ...{ log, limits: LIMITS },
    systems: () => [system],
    status: async () => status(),
    pause: async (milliseconds) => {
      now += milliseconds;
      clock.advance(milliseconds);
      await at.get(now)?.();
    },
  });
  const call: Setting['call'] = (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const rest = body === undefined ? {} : { body: JSON.stringify(body) };
    return system.handler(new Request(`${baseUrl}${path}`, { method, headers, ...rest }));
  };
  return { system, watch, at, waited: () => now, call };
}

const QUIET: QuietOutcome = { wrote: false, busy: false, unread: [] };

describe('a continuous engine is quiet', () => {
  it('after the quiet time, where nothing has changed', async () => {
    const { watch, waited } = setting();
    assert.deepEqual(await watch.wait(), QUIET);
    assert.equal(waited(), 100);
  });

  it('not before it has read what a person changed', async () => {
    const { system, watch, at, waited, call } = setting();
    watch.beforeChange();
    system.create('Customer', { name: 'Ada' });
    at.set(300, () => call('GET', '/Customer'));
    assert.deepEqual(await watch.wait(), QUIET);
    assert.equal(waited(), 400);
  });

  it('not right after it has read a change: it may be about to write', async () => {
    const { system, watch, at, waited, call } = setting();
    watch.beforeChange();
    system.create('Customer', { name: 'Ada' });
    at.set(90, () => call('GET', '/Customer'));
    at.set(110, () => call('POST', '/Customer', { properties: {} }));
    assert.deepEqual(await watch.wait(), { ...QUIET, wrote: true });
    assert.equal(waited(), 210);
  });

  it('where it read the change before the harness began to wait', async () => {
    const { system, watch, waited, call } = setting();
    watch.beforeChange();
    system.create('Customer', { name: 'Ada' });
    await call('GET', '/Customer');
    watch.beforeChange();
    assert.deepEqual(await watch.wait(), QUIET);
    assert.equal(waited(), 100);
  });

  it('not where it read the record before it was changed, or met an error', async () => {
    const { system, watch, at, waited, call } = setting();
    watch.beforeChange();
    const { id } = system.create('Customer', { name: 'Ada' });
    await call('GET', '/Customer');
    watch.beforeChange();
    system.edit('Customer', id, { name: 'Ida' });
    at.set(200, () => call('GET', `/Customer/${id}?wrong=1`));
    at.set(400, () => call('GET', `/Customer/${id}`));
    assert.deepEqual(await watch.wait(), QUIET);
    assert.equal(waited(), 500);
  });

  it('only after its last write', async () => {
    const { watch, at, waited, call } = setting();
    at.set(50, () => call('POST', '/Customer', { properties: {} }));
    at.set(120, () => call('POST', '/Customer', { properties: {} }));
    assert.deepEqual(await watch.wait(), { ...QUIET, wrote: true });
    assert.equal(waited(), 220);
  });

  it('and need not read what it wrote', async () => {
    const { watch, call } = setting();
    await call('POST', '/Customer', { properties: {} });
    assert.deepEqual(await watch.wait(), QUIET);
  });

  it('not while it says that it is not idle', async () => {
    const answers = [{ idle: false }, { idle: true }];
    const { watch, waited } = setting(() => answers.shift());
    assert.deepEqual(await watch.wait(), QUIET);
    assert.equal(waited(), 110);
  });

  it('not where it writes while it is asked', async () => {
    const writes = [(): Promise<unknown> => call('POST', '/Customer', { properties: {} })];
    const { watch, waited, call } = setting(async () => {
      await writes.shift()?.();
      return { idle: true };
    });
    assert.deepEqual(await watch.wait(), { ...QUIET, wrote: true });
    assert.equal(waited(), 210);
  });

  it('where it says that it has read until the change, though no answer shows it', async () => {
    let readUntil = '1970-01-01T00:00:00.000Z';
    const { system, watch, waited } = setting(() => ({ idle: true, readUntil }));
    watch.beforeChange();
    const { modifiedAt } = system.create('Customer', { name: 'Ada' });
    readUntil = new Date(modifiedAt).toISOString();
    assert.deepEqual(await watch.wait(), QUIET);
    assert.equal(waited(), 100);
  });
});

describe('a continuous engine that does not become quiet', () => {
  it('is busy where it still writes in the end', async () => {
    const { watch, at, waited, call } = setting();
    for (let time = 50; time <= 1000; time += 50) {
      at.set(time, () => call('POST', '/Customer', { properties: {} }));
    }
    assert.deepEqual(await watch.wait(), { wrote: true, busy: true, unread: [] });
    assert.equal(waited(), 1000);
  });

  it('is busy where it never says that it is idle', async () => {
    const { watch } = setting(() => ({ idle: false }));
    assert.deepEqual(await watch.wait(), { wrote: false, busy: true, unread: [] });
  });

  it('is not waited for where it never reads a change: what follows judges it', async () => {
    const { system, watch, waited } = setting();
    watch.beforeChange();
    const { id } = system.create('Customer', { name: 'Ada' });
    assert.deepEqual(await watch.wait(), { wrote: false, busy: false, unread: [id] });
    assert.equal(waited(), 1000);
  });
});
