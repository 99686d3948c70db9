import assert from 'node:assert/strict';
import type { PropertySchema } from '../../protocol';
import type { NativeApi } from '../../systems';
import { EXACT_API } from '../../systems/dialects/exact-online';
import { WIX_API } from '../../systems/dialects/wix';
import { NativeWorld } from './world.test';

type Fetch = typeof globalThis.fetch;

const text: PropertySchema = { type: 'string' };

/** People of a plain system become records of one with a native API, which has no idempotency keys. */
function into(api: NativeApi, through: (fetch: Fetch) => Fetch = (fetch) => fetch): NativeWorld {
  const wix = api.name === 'wix';
  return new NativeWorld({
    places: {
      ERP: { datatypes: { Person: { name: text, mail: text } } },
      Far: {
        api,
        datatypes: wix
          ? { Contacts: { 'info.name.first': text, 'info.company': text } }
          : { Accounts: { Name: text, Email: text } },
      },
    },
    sections: [
      wix
        ? {
            from: 'ERP/Person',
            to: 'Far/Contacts',
            properties: ['name ~ info.name.first : string', 'mail ~ info.company : string'],
          }
        : {
            from: 'ERP/Person',
            to: 'Far/Accounts',
            properties: ['name ~ Name : string', 'mail ~ Email : string'],
          },
    ],
    through,
  });
}

/** Calls to records of the far system, neither for its token nor for its division. */
function isAbout(request: Request): boolean {
  return /contacts|Accounts/.test(request.url);
}

/** The answers to the first calls of a kind are replaced; `done`: only after the system did what it was asked for. */
function instead(
  count: number,
  matches: (request: Request) => boolean,
  answer: () => Response,
  done = false,
) {
  return (fetch: Fetch): Fetch => {
    let left = count;
    return async (input, init) => {
      const request = new Request(input, init);
      if (left === 0 || !isAbout(request) || !matches(request)) {
        return fetch(request);
      }
      left -= 1;
      if (done) {
        await fetch(request);
      }
      return answer();
    };
  };
}

function creates(request: Request): boolean {
  return request.method === 'POST' && !request.url.endsWith('/query');
}

for (const api of [WIX_API, EXACT_API]) {
  const place = api.name === 'wix' ? 'Far/Contacts' : 'Far/Accounts';

  describe(`${api.name} in trouble`, () => {
    it('a creation that was answered 500 and nevertheless done is not done again', async () => {
      const broken = (): Response => Response.json({ message: 'broken' }, { status: 500 });
      const world = into(api, instead(1, creates, broken, true));
      world.create('ERP/Person', { name: 'Ada', mail: 'a@x' });
      await world.sync();
      await world.settle();
      assert.equal(world.ids(place).length, 1);
      assert.equal((await world.clusters()).length, 1);
      await world.assertRest();
    });

    it('a creation that was answered 503 and not done is done in the next sync', async () => {
      const busy = (): Response => Response.json({ message: 'busy' }, { status: 503 });
      const world = into(api, instead(1, creates, busy));
      world.create('ERP/Person', { name: 'Ada', mail: 'a@x' });
      await world.sync();
      assert.equal(world.ids(place).length, 0);
      await world.settle();
      assert.equal(world.ids(place).length, 1);
      await world.assertRest();
    });

    it('calls that are too many are made again when the time has come', async () => {
      const limited = (): Response =>
        Response.json({ message: 'slow' }, { status: 429, headers: { 'retry-after': '3' } });
      const world = into(api, instead(2, creates, limited));
      world.create('ERP/Person', { name: 'Ada', mail: 'a@x' });
      await world.sync();
      assert.deepEqual([world.waits, world.ids(place).length], [[3000, 3000], 1]);
      await world.assertRest();
    });

    it('a listing that has to wait for minutes is left for a later sync, without an error', async () => {
      const limited = (): Response => Response.json({}, { status: 429, headers: { 'retry-after': '300' } });
      const world = into(
        api,
        instead(1, () => true, limited),
      );
      world.create('ERP/Person', { name: 'Ada', mail: 'a@x' });
      const isFar = ({ path }: { path: string }): boolean => /contacts|Accounts/.test(path);
      assert.equal((await world.sync()).filter(isFar).length, 0);
      assert.match(
        world.log.join('\n'),
        /Nothing was written, and a later sync continues\. Far .*answered 429/,
      );
      world.clock.advance(299_000);
      assert.equal((await world.sync()).filter(isFar).length, 0, 'no call before the time');
      world.clock.advance(1000);
      await world.settle();
      assert.equal(world.ids(place).length, 1);
    });
  });
}

describe('limits and records of the real kind', () => {
  it('Exact’s limit of calls in a minute ends in rest, and no call comes too early', async () => {
    const limited: NativeApi = {
      ...EXACT_API,
      account: (options) => EXACT_API.account({ ...options, limits: { perMinute: 12 } }),
    };
    const world = into(limited);
    for (let count = 0; count < 12; count += 1) {
      world.create('ERP/Person', { name: `n${count}`, mail: 'm@x' });
    }
    let refused = 0;
    for (let minute = 0; minute < 10 && world.ids('Far/Accounts').length < 12; minute += 1) {
      const statuses = (await world.sync()).map(({ status }) => status);
      refused += statuses.filter((status) => status === 429).length;
      world.clock.advance(60_000);
    }
    assert.equal(world.ids('Far/Accounts').length, 12);
    assert.ok(refused > 0 && refused <= 24, `${refused} calls were refused`);
    world.clock.advance(60_000);
    await world.settle();
    assert.equal((await world.clusters()).length, 12);
  });

  it('a Wix contact that was merged into another is written to no more', async () => {
    const world = into(WIX_API);
    world.create('ERP/Person', { name: 'Ada', mail: 'a@x' });
    const other = world.create('ERP/Person', { name: 'Bob', mail: 'b@x' });
    await world.settle();
    const [target, source] = world.ids('Far/Contacts');
    const { baseUrl, token, handler } = world.system('Far');
    const headers = { authorization: token, 'content-type': 'application/json' };
    const merged = await handler(
      new Request(`${baseUrl}/contacts/v4/contacts/${target}/merge`, {
        method: 'POST',
        headers: { ...headers, ...world.configuration.systems.far?.headers },
        body: JSON.stringify({ targetContactRevision: 1, sourceContactIds: [source] }),
      }),
    );
    assert.equal(merged.status, 200);
    world.edit('ERP/Person', other, { mail: 'edited@x' });
    await world.settle();
    assert.match(world.log.join('\n'), /does not exist any more: .* was answered in its place/);
    assert.equal(world.value('Far/Contacts', 'info.company'), 'a@x');
    await world.assertRest();
  });
});
