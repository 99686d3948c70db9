import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { parse } from 'yaml';
import schema from '../../schemas/config.json';
import { loadConfig } from '.';
import type { Config } from '.';
import { LocatedError } from '../core/located-error';

describe('loadConfig', () => {
  let cwd: string;

  beforeEach(async () => {
    cwd = await mkdtemp(path.join(os.tmpdir(), 'syncproof-config-'));
    await writeFile(path.join(cwd, 'package.json'), '{}');
  });

  afterEach(() => rm(cwd, { recursive: true }));

  async function load(
    text: string,
    environment: Record<string, string> = {},
    name = 'syncproof.config.yaml',
  ): Promise<Config> {
    await writeFile(path.join(cwd, name), text);
    return loadConfig({ cwd, environment });
  }

  /** The problems as `line:column: what; help`. */
  async function problems(text: string, name = 'syncproof.config.yaml'): Promise<string[]> {
    const error: unknown = await load(text, {}, name).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof LocatedError, 'it must be refused');
    const start = `${path.join(cwd, name)}:`;
    const lines = error.message.split('\n');
    assert.ok(lines.every((line) => line.startsWith(start)));
    return lines.map((line) => line.slice(start.length));
  }

  it('gives the defaults where there is no file', async () => {
    assert.deepEqual(await loadConfig({ cwd }), {
      directory: cwd,
      specs: ['specs/'],
      groups: [],
      engines: {},
      engine: 'reference',
      systems: {},
      bindings: { conditions: {}, references: {} },
      policies: { fullSync: true, clear: 'spread', deletes: 'keep' },
      rules: {},
      disputed: [],
      junit: { properties: {} },
      out: 'reports',
      parallel: 1,
      timeout: 60,
      secrets: [],
    });
  });

  it('gives the defaults for an empty file, and for one of comments', async () => {
    for (const text of ['', '# nothing yet\n']) {
      assert.equal((await load(text)).engine, 'reference');
    }
  });

  const FULL = `
specs: [specs/, "more/**/*.rst"]
groups:
  - [a-to-b, b-to-a]
engines:
  mine: {command: [node, my-engine.js]}
  daemon: {url: "http://127.0.0.1:4010"}
  inside: {module: ./engine.js}
engine: mine
systems:
  Wix.com:
    profile: wix
    aliases: [Wix]
    schema:
      Contacts:
        properties:
          info.emails: {type: string, list: true}
          owner: {references: Members, default: {id: 1}}
bindings:
  conditions:
    When a B Person is of type Agent: {property: type, equals: Agent}
  references:
    Wix.com Contacts.owner: Members
policies: {clear: restore}
rules: {not-understood: error, two-writers: "off"}
baseline: baseline.yaml
disputed:
  - {check: a-to-b/x/keep-in-sync, reason: "ask them"}
junit:
  properties:
    a-to-b/x/keep-in-sync: {test_key: SYNC-1, test_id: "12"}
    "*": {requirements: "SYNC-2,SYNC-3"}
out: out
parallel: 4
timeout: 2.5
seed: 0
`;

  it('reads every key, and fills in the rest', async () => {
    const config = await load(FULL);
    assert.equal(config.file, path.join(cwd, 'syncproof.config.yaml'));
    assert.deepEqual(config.engines.mine, { command: ['node', 'my-engine.js'] });
    assert.deepEqual(config.policies, { fullSync: true, clear: 'restore', deletes: 'keep' });
    assert.deepEqual(config.systems['Wix.com']?.schema.Contacts?.properties['info.emails'], {
      type: 'string',
      list: true,
    });
    assert.deepEqual(config.rules, { 'not-understood': 'error', 'two-writers': 'off' });
    assert.deepEqual([config.seed, config.timeout, config.parallel, config.out], [0, 2.5, 4, 'out']);
    assert.deepEqual(config.junit.properties, {
      'a-to-b/x/keep-in-sync': { test_key: 'SYNC-1', test_id: '12' },
      '*': { requirements: 'SYNC-2,SYNC-3' },
    });
    assert.deepEqual(config.disputed, [{ check: 'a-to-b/x/keep-in-sync', reason: 'ask them' }]);
  });

  it('knows no key that the test above leaves out', () => {
    const config = parse(FULL) as Record<string, unknown>;
    const keys = Object.keys(schema.properties).filter((key) => key !== '$schema');
    assert.deepEqual(
      keys.filter((key) => !(key in config)),
      [],
    );
  });

  it('takes the example of docs/config.md', async () => {
    const docs = await readFile(path.join(__dirname, '../../docs/config.md'), 'utf8');
    const config = await load(/```yaml\n([^]*?)```/.exec(docs)?.[1] ?? 'none');
    assert.deepEqual([config.engine, config.parallel, config.disputed.length], ['mine', 2, 1]);
  });

  it('reads the same from JSON, indented with tabs', async () => {
    const fromYaml = await load(FULL);
    await rm(path.join(cwd, 'syncproof.config.yaml'));
    const { file, directory, secrets, ...rest } = fromYaml;
    assert.deepEqual([directory, secrets, file !== undefined], [cwd, [], true]);
    const fromJson = await load(JSON.stringify(rest, null, '\t'), {}, 'syncproof.config.json');
    assert.deepEqual({ ...fromJson, file }, fromYaml);
  });

  it('finds the file beside the nearest package.json above, and prefers that of the cwd', async () => {
    const inner = path.join(cwd, 'a', 'b');
    await mkdir(inner, { recursive: true });
    await writeFile(path.join(cwd, 'syncproof.config.yaml'), 'seed: 1');
    const above = await loadConfig({ cwd: inner });
    assert.deepEqual([above.seed, above.directory], [1, cwd]);
    await writeFile(path.join(inner, 'syncproof.config.json'), '{"seed": 2}');
    assert.equal((await loadConfig({ cwd: inner })).seed, 2);
  });

  it('reads the file that is named', async () => {
    await writeFile(path.join(cwd, 'other.yaml'), 'seed: 7');
    assert.equal((await loadConfig({ cwd, file: 'other.yaml' })).seed, 7);
    await assert.rejects(loadConfig({ cwd, file: 'gone.yaml' }), /gone\.yaml: it cannot be read/);
  });

  it('refuses two files, and the name that is not looked for', async () => {
    await writeFile(path.join(cwd, 'syncproof.config.yml'), '');
    await assert.rejects(loadConfig({ cwd }), /rename it to syncproof\.config\.yaml/);
    await writeFile(path.join(cwd, 'syncproof.config.yaml'), '');
    await writeFile(path.join(cwd, 'syncproof.config.json'), '{}');
    await assert.rejects(loadConfig({ cwd }), /syncproof\.config\.json is beside it/);
  });

  it('refuses what is not a regular file, which may never end', async () => {
    const fifo = path.join(cwd, 'fifo.yaml');
    execFileSync('mkfifo', [fifo]);
    await assert.rejects(loadConfig({ cwd, file: fifo }), /cannot be read \(it is not a regular file\)/);
  });

  it('refuses a file that is not UTF-8', async () => {
    await writeFile(path.join(cwd, 'syncproof.config.yaml'), Buffer.from([0x61, 0x3a, 0xff]));
    await assert.rejects(loadConfig({ cwd }), /not UTF-8/);
  });

  it('expands environment variables in string values alone, and remembers them as secrets', async () => {
    const text = [
      'engines:',
      '  mine: {url: "http://127.0.0.1:${PORT}"}',
      'out: ${HERE}/$PLAIN/${not-a-name}',
      'rules: {}',
      'bindings: {references: {"${PORT}": x}}',
      '# ${UNSET} in a comment',
    ].join('\n');
    const config = await load(text, { PORT: '4010', HERE: '/here' });
    assert.deepEqual(config.engines.mine, { url: 'http://127.0.0.1:4010' });
    assert.equal(config.out, '/here/$PLAIN/${not-a-name}');
    assert.deepEqual(config.bindings.references, { '${PORT}': 'x' });
    assert.deepEqual(config.secrets, ['/here', '4010']);
  });

  it('says which variable is missing, and where', async () => {
    assert.deepEqual(await problems('out: x\nbaseline: "a/${TOKEN}"\n'), [
      '2:11: the environment variable TOKEN is not set; set it, or write the value instead of ${TOKEN}',
    ]);
  });

  const bad: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'an unknown key, with the nearest known one',
      'seed: 1\nengin: x\n',
      ['2:1: unknown key "engin"; did you mean "engine"?'],
    ],
    [
      'an unknown key far from all known ones',
      'policies:\n  zebra: 1\n',
      ['2:3: unknown key "zebra" in "policies"; known are fullSync, clear, deletes'],
    ],
    [
      'a key deep in a list',
      'disputed:\n  - check: a\n    raeson: b\n',
      [
        '2:5: "disputed.0" lacks "reason"; add it',
        '3:5: unknown key "raeson" in "disputed.0"; did you mean "reason"?',
      ],
    ],
    [
      'a wrong type',
      'parallel: many\n',
      ['1:11: "parallel" has the wrong type; write a value of the type integer'],
    ],
    ['a value out of range', 'out: x\ntimeout: 0\n', ['2:10: "timeout" must be > 0; see docs/config.md']],
    [
      'an unknown severity',
      'rules:\n  not-understood: fatal\n',
      ['2:19: "rules.not-understood" has a value that is not known; write off or info or warning or error'],
    ],
    [
      'an engine with two addresses',
      'engines:\n  mine: {url: "http://x", module: y}\n',
      ['2:9: "engines.mine" must say how to reach it, once; write one of command, url, module'],
    ],
    [
      'an engine named like a built-in one',
      'engines:\n  noop: {module: y}\n',
      ['2:3: "engines" cannot have the name "noop"; give it another name: reference and noop are built in'],
    ],
    [
      'an address without a scheme',
      'engines: {mine: {url: "127.0.0.1"}}\n',
      [
        '1:23: "engines.mine.url" is not written as it must be; write an address that begins with http:// or https://',
      ],
    ],
    [
      'a condition without a predicate',
      'bindings:\n  conditions:\n    sold: {property: p}\n',
      [
        '3:11: "bindings.conditions.sold" must have a property and one predicate; write one of equals, in, not beside property',
      ],
    ],
    [
      'a check that is disputed twice',
      'disputed:\n- {check: a, reason: b}\n- {check: a, reason: c}\n',
      ['3:11: "a" is disputed twice; remove one of the two'],
    ],
    [
      'a property of junit.xml that the run writes itself',
      'junit:\n  properties:\n    "*":\n      line: "12"\n',
      [
        '4:7: "junit.properties.*" cannot have the name "line"; give it another name: an empty one is none, and junit.xml writes this one from the run',
      ],
    ],
    [
      'a property of junit.xml that is not text, and one that is empty',
      'junit:\n  properties:\n    a/b: {test_id: 12, test_key: ""}\n',
      [
        '3:20: "junit.properties.a/b.test_id" has the wrong type; write a value of the type string',
        '3:34: "junit.properties.a/b.test_key" is empty; write a value, or leave the key out',
      ],
    ],
    [
      "an alias that is another system's name",
      'systems:\n  A:\n    aliases: [X, B]\n  B: {}\n',
      [
        '3:18: the alias "B" of "A" is the name of another system under "systems"; remove the alias, or move what is said of that system to this one',
      ],
    ],
    [
      'an alias of two systems',
      'systems:\n  A: {aliases: [X]}\n  B: {aliases: [Y, X]}\n',
      ['3:20: the alias "X" of "B" is an alias of "A" too; remove one of the two'],
    ],
    [
      "an alias twice, and a system's own name",
      'systems:\n  A: {aliases: [X, X, A]}\n',
      [
        '2:20: "X" names "A" twice; remove one of the two',
        '2:23: "A" names "A" twice; remove one of the two',
      ],
    ],
    [
      'a list instead of keys',
      '- specs/\n',
      ['1:1: the file has the wrong type; write a value of the type object'],
    ],
    [
      'a key that occurs twice',
      'seed: 1\nseed: 2\n',
      ['2:1: Map keys must be unique; write it as YAML or JSON'],
    ],
  ];
  for (const [title, text, expected] of bad) {
    it(`refuses ${title}`, async () => {
      assert.deepEqual(await problems(text), expected);
    });
  }

  it('names the place in JSON as well', async () => {
    assert.deepEqual(await problems('{\n\t"seed": 1,\n\t"paralel": 2\n}\n', 'syncproof.config.json'), [
      '3:2: unknown key "paralel"; did you mean "parallel"?',
    ]);
  });

  it('never repeats a value: it may be a secret', async () => {
    await writeFile(
      path.join(cwd, 'syncproof.config.yaml'),
      'engine: reference\npolicies: {clear: "${TOKEN}"}\n',
    );
    await assert.rejects(loadConfig({ cwd, environment: { TOKEN: 'hush-hush' } }), (error: Error) => {
      assert.doesNotMatch(error.message, /hush/);
      return true;
    });
  });
});
