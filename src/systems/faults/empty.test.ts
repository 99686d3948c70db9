import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { createClock, createFaultInjector } from '..';
import type { FaultRule, MockedSystem } from '..';
import { START, TOKEN, setUp } from '../testing';
import { ALL_ABILITIES } from './testing';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

const paths = fc.oneof(
  fc.constantFrom(
    '/Contacts',
    '/Contacts?limit=1',
    '/Contacts?where=name&equals="n"',
    '/webhooks/w',
    '/nothing',
  ),
  fc.integer({ min: 1, max: 6 }).map((number) => `/Contacts/crm-${number}`),
);
const bodies = fc
  .record({ name: fc.constantFrom('n', ' m ', '', null), phone: fc.string() })
  .map((properties) => JSON.stringify({ properties }));
const anyCall: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ method: fc.constantFrom('GET', 'DELETE', 'HEAD'), path: paths }),
  fc.record({ method: fc.constantFrom('POST', 'PATCH', 'PUT'), path: paths, body: bodies }),
);

async function wordsOf(system: MockedSystem, { method, path, body }: Call): Promise<string> {
  const response = await system.handler(
    new Request(`${system.baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    }),
  );
  return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`;
}

/** All that systems say to the same calls, and all that they recorded. */
async function session(
  calls: readonly Call[],
  rules: readonly FaultRule[] | undefined,
): Promise<readonly string[]> {
  const clock = createClock(START);
  const faults =
    rules === undefined ? {} : { faults: createFaultInjector({ plan: { faults: rules }, clock }) };
  const setup = setUp({ clock, abilities: ALL_ABILITIES, pageSize: 2, ...faults });
  const words = [];
  for (const call of calls) {
    words.push(await wordsOf(setup.system, call));
    clock.advance(1);
  }
  return [...words, JSON.stringify(setup.calls.calls), JSON.stringify(setup.system.records('Contacts'))];
}

describe('a plan that fires on nothing', () => {
  it('changes nothing at all: the answers are the same bytes', async () => {
    const rules: readonly (readonly FaultRule[])[] = [
      [],
      [{ fault: { kind: 'server-error' }, on: { system: 'other' }, times: 'always' }],
      [
        { fault: { kind: 'empty-list' }, probability: 0, times: 'always' },
        { fault: { kind: 'trim', property: 'nowhere' }, times: 'always' },
        { fault: { kind: 'stale-listing' }, skip: 1_000_000 },
        { fault: { kind: 'short-page', records: 50 } },
      ],
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCall, { maxLength: 25 }),
        fc.constantFrom(...rules),
        async (calls, plan) => {
          assert.deepEqual(await session(calls, plan), await session(calls, undefined));
        },
      ),
    );
  });

  it('would be seen if it did', async () => {
    const calls: readonly Call[] = [{ method: 'GET', path: '/Contacts' }];
    const faulty = await session(calls, [{ fault: { kind: 'server-error' } }]);
    assert.notDeepEqual(faulty, await session(calls, undefined));
  });
});
