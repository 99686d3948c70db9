/** Public clients against `syncproof serve` in its own process: curl, and a client generated from the OpenAPI document. */
import assert from 'node:assert/strict';
import { execFile, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Har } from 'har-format';
import createClient from 'openapi-fetch';
import type { SystemConfiguration } from '../protocol';
import { documentText } from '../serve/testing';
import type { components, paths } from '../serve/system-api';
import { ended, hasCurl, project, start, type Said } from './testing';

const run = promisify(execFile);

interface Served {
  readonly cwd: string;
  readonly system: (id: string) => SystemConfiguration;
  /** Sends the signal and waits for the end. */
  readonly stop: (signal: 'SIGINT' | 'SIGTERM') => Promise<Said>;
}

const running: ChildProcess[] = [];

const DOCUMENTS = {
  'specs/wix.com-to-desk.rst': documentText([['Contacts', 'Customer']], '', ['Wix.com', 'Desk']),
  'specs/exact-to-desk.rst': documentText([['Accounts', 'Customer']], '', ['Exact', 'Desk']),
};

/** Starts `serve` and waits until it listens. */
async function serving(words: readonly string[]): Promise<Served> {
  const cwd = project(DOCUMENTS);
  const child = start(cwd, ['serve', '--format', 'json', ...words]);
  running.push(child);
  const end = ended(child);
  let printed = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.endsWith('\n')) {
        resolve();
      }
    });
  });
  await Promise.race([
    ready,
    end.then(({ err }) => {
      throw new Error(`The process ended before it served:\n${err}`);
    }),
  ]);
  return {
    cwd,
    system(id) {
      const { systems } = JSON.parse(printed) as {
        readonly systems: Readonly<Record<string, SystemConfiguration>>;
      };
      const found = systems[id];
      assert.ok(found, id);
      return found;
    },
    async stop(signal) {
      child.kill(signal);
      return end;
    },
  };
}

/** Calls with curl; answers the status and the body. */
async function curl(
  ...words: readonly string[]
): Promise<{ readonly status: number; readonly body: string }> {
  const { stdout } = await run('curl', [
    '--silent',
    '--show-error',
    '--write-out',
    '\n%{http_code}',
    ...words,
  ]);
  const cut = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(cut + 1)), body: stdout.slice(0, cut) };
}

/** An annotation is needed where an answer decides on the next call. */
interface ListAnswer {
  readonly data?: components['schemas']['RecordPage'];
  readonly error?: components['schemas']['Problem'];
}

const JSON_BODY = ['-H', 'Content-Type: application/json'] as const;

describe('public clients of a process that serves', () => {
  /** In plain REST, and with records in their own APIs. */
  let plain: Served;
  let native: Served;

  before(async function () {
    this.timeout(120_000);
    [plain, native] = await Promise.all([
      serving(['--rest', '--har', 'calls.har']),
      serving(['--records', '3']),
    ]);
  });

  after(() => {
    running.forEach((child) => child.kill('SIGKILL'));
  });

  describe('curl', () => {
    const test = hasCurl() ? it : it.skip;
    const title = (what: string): string => (hasCurl() ? what : `${what} (curl is not installed)`);

    test(
      title('lists, creates, reads, changes and deletes in plain REST, and is refused without a token'),
      async () => {
        const { baseUrl, token } = plain.system('desk');
        const authorized = ['-H', `Authorization: Bearer ${token}`];
        const records = `${baseUrl}/Customer`;
        assert.deepEqual(await curl(...authorized, records), {
          status: 200,
          body: '{"items":[],"next":null}',
        });
        const draft = JSON.stringify({ properties: { name: 'Ada', email: 'ada@example.com' } });
        const created = await curl(...authorized, ...JSON_BODY, '-d', draft, records);
        assert.equal(created.status, 201, created.body);
        const { id } = JSON.parse(created.body) as { readonly id: string };
        assert.match((await curl(...authorized, `${records}/${id}`)).body, /"name":"Ada"/);
        const patch = '{"properties":{"name":"Grace"}}';
        const changed = ['-X', 'PATCH', '-H', 'If-Match: "1"', ...JSON_BODY, '-d', patch, `${records}/${id}`];
        assert.match((await curl(...authorized, ...changed)).body, /"version":2,.*"name":"Grace"/);
        assert.equal((await curl(...authorized, ...changed)).status, 412);
        assert.equal((await curl(...authorized, '-X', 'DELETE', `${records}/${id}`)).status, 204);
        assert.equal((await curl(...authorized, `${records}/${id}`)).status, 404);
        assert.equal((await curl(records)).status, 401);
      },
    );

    test(title('queries Wix contacts and Exact accounts in their own APIs'), async () => {
      const wix = native.system('wix.com');
      const headers = Object.entries({ Authorization: wix.token, ...wix.headers }).flatMap(
        ([name, value]) => ['-H', `${name}: ${value}`],
      );
      const query = JSON.stringify({ query: { filter: { 'info.name.first': { $exists: true } } } });
      const contacts = await curl(
        ...headers,
        ...JSON_BODY,
        '-d',
        query,
        `${wix.baseUrl}/contacts/v4/contacts/query`,
      );
      const found = JSON.parse(contacts.body) as { readonly contacts: readonly { readonly info: object }[] };
      assert.equal(contacts.status, 200);
      assert.equal(found.contacts.length, 3);
      assert.ok(found.contacts.every(({ info }) => 'emails' in info));

      const exact = native.system('exact');
      const asking = ['-H', `Authorization: Bearer ${exact.token}`, '-H', 'Accept: application/json'];
      const me = await curl(...asking, `${exact.baseUrl}/api/v1/current/Me?$select=CurrentDivision`);
      const division = /"CurrentDivision":(\d+)/.exec(me.body)?.[1] ?? '';
      const accounts = await curl(
        ...asking,
        ...['--get', '--data-urlencode', "$filter=Status eq 'C'", '--data-urlencode', '$select=ID,Name'],
        `${exact.baseUrl}/api/v1/${division}/crm/Accounts`,
      );
      const { d } = JSON.parse(accounts.body) as { readonly d: { readonly results: readonly object[] } };
      assert.equal(accounts.status, 200);
      assert.equal(d.results.length, 3);
      assert.ok(d.results.every((account) => 'Name' in account));
    });
  });

  describe('a client generated from the OpenAPI document', () => {
    it('works record by record and page by page, and meets problems as the document has them', async () => {
      const { baseUrl, token } = plain.system('wix.com');
      const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
      const [records, one] = ['/{datatype}', '/{datatype}/{id}'] as const;
      const names = Array.from({ length: 7 }, (_, index) => `Contact ${index}`);
      const ids: string[] = [];
      for (const name of names) {
        const { data, error } = await client.POST(records, {
          params: { path: { datatype: 'Contacts' }, header: { 'Idempotency-Key': name } },
          body: { properties: { info: { company: name } } },
        });
        assert.ok(data, error?.detail);
        ids.push(data.id);
      }
      const seen: string[] = [];
      for (let cursor: string | null | undefined = ''; typeof cursor === 'string';) {
        const query: { limit: number; cursor?: string } = { limit: 3, ...(cursor === '' ? {} : { cursor }) };
        const page: ListAnswer = await client.GET(records, {
          params: { path: { datatype: 'Contacts' }, query },
        });
        assert.ok(page.data, page.error?.detail);
        seen.push(...page.data.items.map(({ id }) => id));
        cursor = page.data.next;
      }
      assert.deepEqual(seen, ids);
      const path = { datatype: 'Contacts', id: ids[0] ?? '' };
      const change = (etag: string) =>
        client.PATCH(one, {
          params: { path, header: { 'If-Match': etag } },
          body: { properties: { info: { company: 'Ada' } } },
          headers: { 'content-type': 'application/merge-patch+json' },
        });
      assert.equal((await change('"1"')).data?.version, 2);
      const stale = await change('"1"');
      assert.equal(stale.error?.type, 'urn:syncproof:problem:stale-version');
      assert.equal((await client.DELETE(one, { params: { path } })).response.status, 204);
      const gone = await client.GET(one, { params: { path } });
      assert.equal(gone.error?.status, 404);
    });
  });

  describe('in the end', () => {
    for (const [signal, of] of [
      ['SIGINT', () => plain],
      ['SIGTERM', () => native],
    ] as const) {
      it(`it exits with code 0 at ${signal}, and says how many calls it answered`, async () => {
        const { code, err } = await of().stop(signal);
        assert.equal(code, 0, err);
        assert.match(err, /\nStopped after \d+ calls[.;]/);
      });
    }

    it('the calls are in the HAR file, without a token', () => {
      const text = readFileSync(join(plain.cwd, 'calls.har'), 'utf8');
      const calls = (JSON.parse(text) as Har).log.entries.map(
        ({ request, response }) => `${request.method} ${response.status}`,
      );
      for (const call of ['POST 201', 'PATCH 200', 'PATCH 412', 'DELETE 204', 'GET 404']) {
        assert.ok(calls.includes(call), call);
      }
      assert.ok(!text.includes(plain.system('desk').token));
    });
  });
});
