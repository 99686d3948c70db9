/** What the smoke check tries, in order: each check builds on the ones before. */
import { plural } from '../../core/text';
import { Mismatch } from '../../engines';
import type { Capability } from '../../protocol';
import type { RecordedCall } from '../../systems';
import type { Testbed } from '../../testbed';

const [SHOP, LEDGER] = ['Shop', 'Ledger'] as const;

/** What a check works with. */
export interface SmokeBench {
  readonly testbed: Testbed;
  /** Another scenario on the same engine. */
  readonly another: () => Testbed;
}

/** One check. */
export interface SmokeCheck {
  readonly name: string;
  readonly needs?: Capability;
  /** Not listed where the engine does not claim what it needs. */
  readonly isOptional?: true;
  /** What comes after it is not tried where it does not pass: there would be nothing to see. */
  readonly essential?: true;
  /** @returns what was seen @throws Mismatch, EngineError */
  readonly run: (bench: SmokeBench) => Promise<string>;
  /** How to fix the engine where the check does not pass. */
  readonly help: string;
}

function writesOf(calls: readonly RecordedCall[]): string {
  const writes = calls.filter(({ mutating }) => mutating);
  return writes.map(({ method, path, status }) => `${method} ${path} (${status})`).join(', ');
}

/** @throws Mismatch for a call that no correct engine makes */
function assertCalls(calls: readonly RecordedCall[]): void {
  const wrong = calls.find(({ unexpected }) => unexpected !== undefined);
  if (wrong !== undefined) {
    throw new Mismatch(
      `${wrong.method} ${wrong.path} was answered ${wrong.status}: ${wrong.unexpected ?? ''}`,
    );
  }
}

/** One cycle; answers its calls. */
async function cycle(
  { testbed }: SmokeBench,
  mode: 'incremental' | 'full' = 'incremental',
): Promise<readonly RecordedCall[]> {
  const mark = testbed.log.mark();
  await testbed.cycle(mode);
  const calls = testbed.log.since(mark);
  assertCalls(calls);
  return calls;
}

function debtors({ testbed }: SmokeBench): readonly { readonly id: string; readonly properties: object }[] {
  return testbed.recordsOf({ system: LEDGER, datatype: 'Debtor' });
}

/** @throws Mismatch where something was written */
function assertNoWrite(calls: readonly RecordedCall[], when: string): void {
  const writes = writesOf(calls);
  if (writes !== '') {
    throw new Mismatch(`${when} it wrote, though nothing had changed: ${writes}`);
  }
}

const STDIO =
  'Over standard input and output: read lines, answer each with one line of JSON that ends in a line feed, flush it, and write logs to the standard error. Over HTTP: answer POST /syncproof/v1/<type> with status 200 and content-type application/json.';

/**
 * An event of a change must be taken, and one that is signed with another key must not be.
 *
 * @throws Mismatch
 */
async function checkWebhooks(bench: SmokeBench): Promise<string> {
  const { testbed } = bench;
  const before = testbed.webhooks.delivered;
  testbed.tick();
  testbed.system(SHOP).create('Customer', { name: 'Eve' });
  await cycle(bench);
  const taken = testbed.webhooks.delivered - before;
  if (taken === 0) {
    const { lastFailure } = testbed.webhooks;
    throw new Mismatch(
      lastFailure === undefined
        ? 'it claims webhooks, and subscribed to none: its answer to "configure" has no "webhooks", and it sent no PUT /webhooks/<name>'
        : `no event was taken: ${lastFailure}`,
    );
  }
  const status = await testbed.webhooks.forge();
  if (status !== undefined && status >= 200 && status < 300) {
    throw new Mismatch(`it took an event that was signed with another key: it answered ${status}`);
  }
  return `${taken} ${taken === 1 ? 'event' : 'events'} taken${status === undefined ? '' : `, a forged one answered ${status}`}`;
}

/** What a failure at `configure` is reported as: the first check sends both messages. */
export const CONFIGURE = {
  name: 'configure',
  essential: true,
  help: 'Keep what "configure" says, and answer {}. A capability that the configuration needs and the engine lacks is {"unsupported": "<capability>"}, anything else that stops it {"error": "<what, where, how to fix it>"}.',
} as const;

/** All checks. */
export const SMOKE_CHECKS: readonly SmokeCheck[] = [
  {
    name: 'hello',
    essential: true,
    run: async ({ testbed }) => {
      await testbed.start();
      const { name = '?', version = '?' } = testbed.session.identity ?? {};
      return `${name} ${version}`;
    },
    help: `The first message is {"type": "hello", "seq": 1, "protocol": 1}. ${STDIO}`,
  },
  {
    name: 'sync: nothing to do',
    run: async (bench) => {
      const calls = await cycle(bench);
      assertNoWrite(calls, 'over empty systems');
      if (calls.length === 0) {
        throw new Mismatch('it called neither system');
      }
      return `${plural(calls.length, 'call')}, no write`;
    },
    help: 'At "sync", list the records of both datatypes (GET <baseUrl>/<datatype>, with the system\'s token as bearer token), write what follows, and answer when nothing is left to do.',
  },
  {
    name: 'sync: a new record',
    essential: true,
    run: async (bench) => {
      bench.testbed.tick();
      bench.testbed.system(SHOP).create('Customer', { name: 'Ada' });
      const calls = await cycle(bench);
      const [made] = debtors(bench);
      const properties = JSON.stringify(made?.properties);
      if (properties !== '{"title":"Ada"}') {
        throw new Mismatch(
          `the Shop has a new Customer {"name":"Ada"}, and the Ledger holds ${made === undefined ? 'no Debtor' : `a Debtor ${properties}`}; expected {"title":"Ada"}`,
        );
      }
      return writesOf(calls);
    },
    help: 'The section says create-always: each Customer gets a Debtor of its own, by POST <baseUrl>/Debtor with {"properties": {"title": …}}. docs/semantics.md says what the sentences mean.',
  },
  {
    name: 'sync: everything again',
    run: async (bench) => {
      await cycle(bench);
      assertNoWrite(await cycle(bench, 'full'), 'when it read everything again');
      return 'no write';
    },
    help: 'Keep in "stateDir" which records are linked and on which values they agreed, and take your own write for no edit (D16).',
  },
  {
    name: 'sync: an edit',
    run: async (bench) => {
      const [made] = debtors(bench);
      bench.testbed.tick();
      bench.testbed.system(LEDGER).edit('Debtor', made?.id ?? '', { title: 'Ida' });
      const calls = await cycle(bench);
      const [customer] = bench.testbed.recordsOf({ system: SHOP, datatype: 'Customer' });
      const properties = JSON.stringify(customer?.properties);
      if (properties !== '{"name":"Ida"}') {
        throw new Mismatch(
          `a person changed the Debtor's title to "Ida", and the Customer holds ${properties}`,
        );
      }
      return writesOf(calls);
    },
    help: 'The section says keep-in-sync: an edit of either side reaches the other, by PATCH <baseUrl>/Customer/<id> with the ETag in If-Match (docs/rest-dialect.md).',
  },
  {
    name: 'links',
    needs: 'links',
    run: async ({ testbed }) => {
      const clusters = await testbed.links();
      const cluster = clusters.find((each) => each.length === 2);
      if (cluster === undefined) {
        throw new Mismatch(
          `it reports ${JSON.stringify(clusters)}; expected a cluster of the Customer and the Debtor`,
        );
      }
      return JSON.stringify(cluster);
    },
    help: 'Answer {"clusters": [[{"system", "datatype", "id"}, …], …]}; "system" is the key in "systems" of configure, not its name.',
  },
  {
    name: 'restart',
    needs: 'restart',
    run: async (bench) => {
      const mark = bench.testbed.log.mark();
      await bench.testbed.restart();
      assertNoWrite(bench.testbed.log.since(mark), 'after a restart');
      return 'no write after it';
    },
    help: 'A restart kills the process: what "sync" has answered for must be in "stateDir" before the answer (write a temporary file beside, then rename it).',
  },
  {
    name: 'webhooks',
    needs: 'webhooks',
    isOptional: true,
    run: checkWebhooks,
    help: 'Answer "configure" with {"webhooks": {"url": "http://127.0.0.1:<port>/events"}} and listen there; answer each POST 204 at once, and 401 where "webhook-signature" is not the one that the secret of its system makes (docs/engine-protocol.md, "Webhooks").',
  },
  {
    name: 'sessions',
    needs: 'sessions',
    run: async ({ another }) => {
      const second = another();
      await second.start();
      second.system(SHOP).create('Customer', { name: 'Eve' });
      await second.cycle();
      assertCalls(second.log.calls);
      const found = second.recordsOf({ system: LEDGER, datatype: 'Debtor' }).length;
      await second.close();
      if (found !== 1) {
        throw new Mismatch(`in a second session, one Customer led to ${found} Debtors; expected 1`);
      }
      return 'a second session is served';
    },
    help: 'Each "configure" begins a session of its own, named by "session": keep nothing of another one, and repeat the name in every answer.',
  },
  {
    name: 'stop',
    run: async ({ testbed }) => {
      await testbed.session.stop();
      return 'answered';
    },
    help: 'Answer {} to "stop"; a process ends when its standard input closes.',
  },
];
