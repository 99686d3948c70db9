/** The example engines pass the documents in `specs/`, run as their README says. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { globSync } from 'tinyglobby';

const ROOT = path.join(__dirname, '..');
const EXAMPLES = path.join(ROOT, 'examples');
const CONFIG = path.join(EXAMPLES, 'syncproof.config.yaml');
/** Generous: the examples are started on busy machines too. In milliseconds. */
const LIMIT = 540_000;

/** What can be read at a sitting: the lines of engine-node, comments included. */
const MOST_LINES = 411;

interface Values {
  readonly convert: (value: unknown, dataType: string | null) => unknown;
  readonly read: (held: unknown, steps: readonly string[]) => unknown;
  readonly write: (held: unknown, steps: readonly string[], value: unknown, index?: number) => unknown;
  readonly difference: (before: unknown, after: unknown) => unknown;
}

interface SynchronizerModule {
  readonly Synchronizer: new (
    message: object,
    keeping: { readonly state: object; readonly save: () => void },
  ) => { sync(mode: 'incremental' | 'full'): Promise<void>; links(): unknown };
}

function record(id: string, properties: object): object {
  return { id, version: 1, modifiedAt: '2024-01-01T08:00:00.000Z', modifiedBy: 'person', properties };
}

/** Every Customer of the Shop becomes a Debtor of the Ledger; both are at this port. */
function configuration(port: number): object {
  const system = (name: string, datatype: string): object => ({
    ...{ name, baseUrl: `http://127.0.0.1:${port}/${name.toLowerCase()}`, token: 'secret' },
    schema: { [datatype]: { properties: { name: { type: 'string' } } } },
  });
  const section = {
    source: { system: 'Shop', datatype: 'Customer' },
    target: { system: 'Ledger', datatype: 'Debtor' },
    statements: [
      { kind: 'create-always' },
      { kind: 'properties', rows: [{ source: 'name', target: 'name', dataType: { name: 'string' } }] },
    ],
  };
  return {
    systems: { shop: system('Shop', 'Customer'), ledger: system('Ledger', 'Debtor') },
    dataflows: [{ sections: [section] }],
  };
}

const PYTHON_TABLE = `
import json, sys
sys.path.insert(0, sys.argv[1])
from values import Inconvertible, convert
for value, kind in json.loads(sys.argv[2]):
    try:
        print(json.dumps([convert(value, kind)]))
    except Inconvertible:
        print("[]")
`;

/** Value, data type, and what becomes of it; nothing where it cannot be converted. */
const CONVERSIONS: readonly (readonly [unknown, string | null, unknown?])[] = [
  ['007', 'integer', 7],
  ['7.0', 'integer', 7],
  ['-1e3', 'integer', -1000],
  ['12.7', 'integer'],
  [12.7, 'integer'],
  [' 42 ', 'integer'],
  ['0x10', 'integer'],
  [true, 'integer'],
  ['9007199254740993', 'integer'],
  ['12.50', 'decimal', 12.5],
  ['seven', 'float'],
  ['1e999', 'float'],
  [7, 'string', '7'],
  [0.1, 'string', '0.1'],
  [1e21, 'string', '1e+21'],
  [true, 'string', 'true'],
  [{}, 'string'],
  ['true', 'boolean', true],
  [0, 'boolean', false],
  ['1', 'boolean'],
  ['TRUE', 'boolean'],
  [['1', '2'], 'integer', [1, 2]],
  [['1', 'x'], 'integer'],
  ['as it is', null, 'as it is'],
];

function hasPython(): boolean {
  return spawnSync('python3', ['--version']).status === 0;
}

describe('the example engines', function () {
  this.timeout(LIMIT);
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'syncproof-examples-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function assertConformant(engine: string, config = CONFIG, specs: readonly string[] = []): void {
    const script = path.join(ROOT, 'bin/syncproof.js');
    const words = [
      'run',
      ...specs,
      '--config',
      config,
      '--engine',
      engine,
      '--no-allure',
      '--out',
      directory,
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: 'utf8' });
    assert.equal(status, 0, `${stdout}\n${stderr}`);
    const lines = readFileSync(path.join(directory, 'results.ndjson'), 'utf8').trim().split('\n');
    const { conformant, byStatus } = JSON.parse(lines.at(-1) ?? '') as {
      readonly conformant: boolean;
      readonly byStatus: Readonly<Record<string, number>>;
    };
    assert.equal(conformant, true);
    assert.equal(byStatus.unsupported ?? 0, 0);
    assert.ok((byStatus.passed ?? 0) > 0);
  }

  it('engine-node passes the documents', () => {
    assertConformant('node');
  });

  it('engine-python passes the documents', function () {
    if (!hasPython()) {
      this.skip();
    }
    assertConformant('python');
  });

  it('engine-http passes the documents', async () => {
    const server = path.join(EXAMPLES, 'engine-http/server.js');
    const daemon = spawn(process.execPath, [server], { env: { ...process.env, PORT: '0' } });
    try {
      const [ready] = (await once(daemon.stderr, 'data')) as [Buffer];
      const [url] = /http:\S+/.exec(ready.toString()) ?? [];
      assert.ok(url !== undefined, ready.toString());
      daemon.stderr.resume();
      const config = path.join(directory, 'syncproof.config.yaml');
      writeFileSync(
        config,
        readFileSync(CONFIG, 'utf8')
          .replace('http://127.0.0.1:4010', url)
          .replace('../specs', path.join(ROOT, 'specs')),
      );
      assertConformant('http', config);
    } finally {
      daemon.kill();
    }
  });

  // One document: each synchronization is watched for the quiet time, which must be long on a busy machine.
  it('engine-continuous passes a document', () => {
    const document = path.join(ROOT, 'specs/exact-to-customwebshop.rst');
    assertConformant('continuous', path.join(EXAMPLES, 'engine-continuous/syncproof.config.yaml'), [
      document,
    ]);
  });

  it('convert as the decision on conversions says, in both languages', function () {
    const { convert } = createRequire(__filename)(path.join(EXAMPLES, 'engine-node/values.js')) as Values;
    const expected = CONVERSIONS.map(([, , ...given]) => given);
    const node = CONVERSIONS.map(([value, dataType]) => convert(value, dataType));
    assert.deepEqual(
      node.map((value) => (value === undefined ? [] : [value])),
      expected,
    );
    if (!hasPython()) {
      this.skip();
    }
    const words = [
      '-c',
      PYTHON_TABLE,
      path.join(EXAMPLES, 'engine-python'),
      JSON.stringify(CONVERSIONS.map(([value, dataType]) => [value, dataType])),
    ];
    const { stdout, stderr } = spawnSync('python3', words, {
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
    assert.deepEqual(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
      expected,
      stderr,
    );
  });

  it('write one element of a list, and leave its neighbours as they are', () => {
    const { difference, read, write } = createRequire(__filename)(
      path.join(EXAMPLES, 'engine-node/values.js'),
    ) as Values;
    const before = {
      Emails: [{ Value: 'a', Tag: 1 }, { Value: 'b' }],
      address: { city: 'Oslo', street: 'S' },
    };
    const after = write(write(before, ['Emails', 'Value'], 'c', 0), ['address', 'city'], 'Bergen');
    assert.deepEqual(read(after, ['Emails', 'Value']), ['c', 'b']);
    assert.deepEqual(difference(before, after), {
      Emails: [{ Value: 'c', Tag: 1 }, { Value: 'b' }],
      address: { city: 'Bergen' },
    });
    assert.deepEqual(write(['a', 'b'], [], null, 0), ['b']);
  });

  it('engine-node sends a creation again where its answer was lost, and creates nothing else', async () => {
    const { Synchronizer } = createRequire(__filename)(
      path.join(EXAMPLES, 'engine-node/synchronize.js'),
    ) as SynchronizerModule;
    const creations: (readonly unknown[])[] = [];
    const customer = record('1', { name: 'Ada' });
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        creations.push(...(request.method === 'POST' ? [[request.headers['idempotency-key'], body]] : []));
        const debtors = creations.length > 0 ? [record('2', { name: 'Ada' })] : [];
        const items = request.url?.startsWith('/shop') === true ? [customer] : debtors;
        if (request.method === 'POST' && creations.length === 1) {
          request.socket.destroy();
        } else {
          response.end(JSON.stringify(request.method === 'POST' ? debtors[0] : { items, next: null }));
        }
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const message = configuration((server.address() as AddressInfo).port);
    let kept = '{}';
    const start = (): InstanceType<SynchronizerModule['Synchronizer']> => {
      const state = JSON.parse(kept) as object;
      return new Synchronizer(message, { state, save: () => (kept = JSON.stringify(state)) });
    };
    try {
      await assert.rejects(start().sync('incremental'), /fetch failed/);
      const again = start();
      await again.sync('incremental');
      await again.sync('full');
      assert.deepEqual(again.links(), [
        [
          { system: 'shop', datatype: 'Customer', id: '1' },
          { system: 'ledger', datatype: 'Debtor', id: '2' },
        ],
      ]);
      assert.equal(creations.length, 2);
      assert.deepEqual(creations[1], creations[0]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('engine-node stays small', () => {
    const files = globSync('engine-node/*.js', { cwd: EXAMPLES, absolute: true });
    const lines = files.flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'));
    assert.ok(files.length > 0);
    assert.ok(lines.length <= MOST_LINES, `${lines.length} lines`);
  });

  it('depend on nothing but Node', () => {
    const files = globSync('engine-{node,http,continuous}/*.js', { cwd: EXAMPLES });
    assert.ok(files.length > 0);
    for (const file of files) {
      const text = readFileSync(path.join(EXAMPLES, file), 'utf8');
      const needed = [...text.matchAll(/require\('([^']+)'\)/g)].map(([, name = '']) => name);
      assert.deepEqual(
        needed.filter((name) => !/^(node:|\.)/.test(name)),
        [],
        file,
      );
    }
  });
});
