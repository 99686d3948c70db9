/** `syncproof serve` as people and scripts meet it; what needs its own process is in clients.test.ts. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020';
import type { Har } from 'har-format';
import protocolSchema from '../../schemas/engine-protocol.json';
import { documentText } from '../serve/testing';
import { contents, hasCurl, project, put, shopProject, syncproof, SHOP, type Said } from './testing';

const run = promisify(execFile);

/** Serves until `act` is done; `act` gets what was printed by then. */
async function served(
  cwd: string,
  words: readonly string[],
  act: (printed: string) => Promise<void> = () => Promise.resolve(),
): Promise<Said> {
  let printed = '';
  const failures: unknown[] = [];
  const said = await syncproof(cwd, ['serve', ...words], {
    out: (text) => (printed += text),
    untilStopped: () =>
      new Promise((resolve) => {
        setImmediate(() => {
          act(printed)
            .catch((error: unknown) => {
              failures.push(error);
            })
            .finally(() => {
              resolve(130);
            });
        });
      }),
  });
  assert.deepEqual(failures, []);
  return { ...said, out: printed };
}

interface Announced {
  readonly origin: string;
  readonly systems: Readonly<Record<string, { readonly baseUrl: string; readonly token: string }>>;
}

/** The listing of a datatype of the Shop, by what `--format json` printed. */
async function listOrders(printed: string): Promise<Response> {
  const { systems } = JSON.parse(printed) as Announced;
  const { baseUrl = '', token = '' } = systems.shop ?? {};
  return fetch(`${baseUrl}/Order`, { headers: { authorization: `Bearer ${token}` } });
}

const DOCUMENTS = {
  'specs/wix.com-to-desk.rst': documentText([['Contacts', 'Customer']], '', ['Wix.com', 'Desk']),
  'specs/exact-to-desk.rst': documentText([['Accounts', 'Customer']], '', ['Exact', 'Desk']),
};

const PLAN = 'faults:\n  - fault: {kind: rate-limit}\n';

describe('syncproof serve', () => {
  it('says of each system what one needs to call it, and in the last line how to stop', async () => {
    const { code, out } = await served(shopProject(), ['--records', '3']);
    assert.equal(code, 0);
    assert.match(
      out,
      /^Shop \(shop\), plain REST\n {2}base URL {4}http:\/\/127\.0\.0\.1:\d+\/shop\.test\/s1\n/,
    );
    assert.match(out, /\n {2}token {7}token-of-shop-1\n/);
    assert.match(out, /\n {2}headers {5}Authorization: Bearer token-of-shop-1\n/);
    assert.match(out, /\n {2}datatypes {3}Order {2}\/Order {2}3 records\n/);
    assert.match(
      out,
      /\n {2}try {9}curl -H 'Authorization: Bearer token-of-shop-1' 'http:.*\/Order\?limit=5'\n/,
    );
    assert.match(out, /\nStop with Ctrl\+C\.\nStopped after 0 calls\.\n$/);
  });

  (hasCurl() ? it : it.skip)('prints examples that shells and curl understand as they are', async () => {
    const cwd = project(DOCUMENTS);
    let examples: readonly string[] = [];
    const { out } = await served(cwd, ['--records', '1'], async (printed) => {
      examples = [...printed.matchAll(/^ {2}try {9}(curl .*)$/gm)].map((match) => match[1] ?? '');
      for (const example of examples) {
        const { stdout } = await run('sh', ['-c', `${example} --silent --fail`]);
        assert.match(stdout, /^\{.*\}$/s, example);
      }
    });
    assert.equal(examples.length, 3);
    assert.match(
      out,
      /\n {2}headers {5}Authorization: token-of-wix\.com-1\n {14}wix-site-id: [0-9a-f-]{36}\n/,
    );
    assert.match(
      out,
      /\n {2}renewal {5}POST \/api\/oauth2\/token, with the form grant_type=refresh_token&client_id=/,
    );
    assert.match(out, /\nStopped after 3 calls\.\n$/);
  });

  it('says how an app is authorized, in words that work as they are', async () => {
    const locations: string[] = [];
    const { out } = await served(project(DOCUMENTS), [], async (printed) => {
      const baseUrls = [...printed.matchAll(/^ {2}base URL {4}(.*)$/gm)].map((match) => match[1] ?? '');
      const paths = [...printed.matchAll(/^ {2}authorize {3}GET (.*)$/gm)].map((match) => match[1] ?? '');
      const hosts = ['start.exactonline.nl', 'www.wixapis.com'];
      for (const [index, path] of paths.entries()) {
        const baseUrl = baseUrls.find((url) => url.endsWith(hosts[index] ?? '?')) ?? '';
        const answer = await fetch(`${baseUrl}${path}`, { redirect: 'manual' });
        assert.equal(answer.status, 302, path);
        locations.push(answer.headers.get('location') ?? '');
      }
    });
    assert.match(
      locations[1] ?? '',
      /^http:\/\/localhost:8080\/\?code=[0-9a-f-]{36}&instanceId=[0-9a-f-]{36}$/,
    );
    assert.match(locations[0] ?? '', /^http:\/\/localhost:8080\/\?code=[0-9a-f-]{36}$/);
    assert.match(
      out,
      /\n {2}tokens {6}POST \/oauth2\/token, with the JSON \{"grant_type":"client_credentials",/,
    );
    assert.match(
      out,
      /\n {2}tokens {6}POST \/api\/oauth2\/token, with the form grant_type=authorization_code&.*&code=…\n/,
    );
  });

  it('prints one line of JSON that holds the configure message for an engine', async () => {
    const { code, out, err } = await served(shopProject(), ['--format', 'json']);
    assert.equal(code, 0);
    assert.equal(out.split('\n').length, 2);
    const { origin, ...configuration } = JSON.parse(out) as Announced;
    assert.match(origin, /^http:\/\/127\.0\.0\.1:\d+$/);
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(protocolSchema, 'protocol');
    const message = {
      ...{ type: 'configure', seq: 1, stateDir: '/state', limits: { answerSeconds: 60 } },
      ...configuration,
    };
    assert.ok(ajv.validate('protocol#/$defs/configure', message), ajv.errorsText());
    assert.match(err, /Stop with Ctrl\+C\.\n/);
  });

  it('serves until it is stopped, and no longer', async () => {
    let printed = '';
    const { code } = await served(shopProject(), ['--format', 'json', '--records', '2'], async (text) => {
      printed = text;
      const answer = (await (await listOrders(text)).json()) as { readonly items: readonly unknown[] };
      assert.equal(answer.items.length, 2);
    });
    assert.equal(code, 0);
    await assert.rejects(listOrders(printed));
  });

  it('lets the faults of the plan strike, and says in the end what became of them', async () => {
    const cwd = shopProject({ 'plan.yaml': `${PLAN}  - fault: {kind: not-found}\n    on: {system: desk}\n` });
    const { err } = await served(cwd, ['--faults', 'plan.yaml', '--format', 'json'], async (printed) => {
      assert.equal((await listOrders(printed)).status, 429);
      assert.equal((await listOrders(printed)).status, 200);
    });
    assert.match(
      err,
      /Stopped after 2 calls; 1 of them met a fault; 1 rule of the fault plan never fired\.\n/,
    );
  });

  it('writes the calls as HAR in the end, whole, in the place of an older file', async () => {
    const cwd = shopProject({ 'calls.har': 'an older one' });
    const before = [...contents(cwd).keys()];
    await served(cwd, ['--har', 'calls.har', '--format', 'json'], async (printed) => {
      await listOrders(printed);
      assert.equal(readFileSync(join(cwd, 'calls.har'), 'utf8'), 'an older one');
    });
    const text = readFileSync(join(cwd, 'calls.har'), 'utf8');
    const { log } = JSON.parse(text) as Har;
    assert.deepEqual(
      log.entries.map(({ request, response }) => [request.method, response.status]),
      [['GET', 200]],
    );
    assert.doesNotMatch(text, /token-of/);
    assert.deepEqual([...contents(cwd).keys()], before);
  });

  it('says where a document is in trouble, and still serves what it names', async () => {
    const cwd = shopProject();
    put(cwd, { [SHOP]: `${readFileSync(join(cwd, SHOP), 'utf8')}\nNobody reads this.\n` });
    const { code, err, out } = await served(cwd, []);
    assert.equal(code, 0);
    assert.match(err, /not-understood/);
    assert.match(out, /^Shop \(shop\)/);
  });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a fault plan that is not there', ['--faults', 'no.yaml'], /no\.yaml cannot be read: ENOENT/],
    [
      'a fault plan that is wrong',
      ['--faults', 'wrong.yaml'],
      /^wrong\.yaml, line 2, faults\[0\]\.fault: .*; write a kind that docs\/fault-plans\.md lists/,
    ],
    [
      'a HAR file in no directory',
      ['--har', 'no/calls.har'],
      /not a directory that can be written to.*--har/,
    ],
    ['a HAR file that is a directory', ['--har', 'specs'], /specs: it is a directory.*--har/],
    ['a port that is none', ['--port', '65536'], /from 0 to 65535/],
    ['both ways to speak', ['--native', '--rest'], /cannot be used with/],
    ['records beyond what is put in', ['--records', '100001'], /from 0 to 100000/],
    ['documents without sections', ['empty.rst'], /name no datatype.*documents with sections/],
  ];
  for (const [what, words, message] of refused) {
    it(`refuses ${what} (exit 2), and serves nothing`, async () => {
      const title = 'Shop to Desk Dataflow';
      const line = '='.repeat(title.length);
      const cwd = shopProject({
        'wrong.yaml': 'faults:\n  - fault: {kind: gremlin}\n',
        'empty.rst': `${line}\n${title}\n${line}\n\nGenerated: 2024-01-01 08:00:00\n`,
      });
      const { code, err, out } = await syncproof(cwd, ['serve', ...words]);
      assert.equal(code, 2, err);
      assert.match(err, message);
      assert.equal(out, '');
    });
  }

  it('refuses a port that another program listens on (exit 2), and says what to do', async () => {
    await served(shopProject(), ['--format', 'json'], async (printed) => {
      const port = new URL((JSON.parse(printed) as Announced).origin).port;
      const { code, err } = await syncproof(shopProject(), ['serve', '--port', port]);
      assert.equal(code, 2);
      assert.match(err, new RegExp(`Port ${port} of 127\\.0\\.0\\.1 cannot be used.*--port`));
    });
  });
});
