import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocatedError } from '../core/located-error';
import { loadConfig } from '.';

describe('the engines of a config', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'syncproof-engines-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  async function problems(engine: string): Promise<string[]> {
    writeFileSync(join(directory, 'syncproof.config.yaml'), `engines:\n  mine: ${engine}\n`);
    return loadConfig({ cwd: directory }).then(
      () => [],
      (error: unknown) => {
        assert.ok(error instanceof LocatedError);
        return error.problems.map(
          ({ place, what, help }) => `${place?.line}:${place?.column}: ${what}; ${help}`,
        );
      },
    );
  }

  const URL = "url: 'http://127.0.0.1:4010'";
  const SYSTEMS = "systems: {A: {baseUrl: 'http://127.0.0.1:1', token: a}}";

  it('may be started, stopped, killed and reset by commands, and set to a fleet', async () => {
    const all = 'start: [a], stop: [b], kill: [c], reset: [d]';
    const fleet = `fleet: {${SYSTEMS}, documents: [a], configuration: b}`;
    for (const engine of [
      `{${URL}, ${all}, healthUrl: 'http://localhost:1/health?deep', ${fleet}}`,
      `{command: [a], reset: [b], ${fleet}}`,
      "{url: 'http://127.0.0.1:1', fleet: {systems: {A: {baseUrl: 'https://a.example', token: a}}, documents: [a]}}",
    ]) {
      assert.deepEqual(await problems(engine), [], engine);
    }
  });

  const wrong: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'commands for a module',
      '{module: a, start: [b]}',
      ['2:28: "engines.mine.start" has no meaning for a module; remove it, or name a url'],
    ],
    [
      'commands that start a program',
      '{command: [a], kill: [b]}',
      [
        '2:30: "engines.mine.kill" is for daemons: a "command" is started and killed by the run itself; remove it',
      ],
    ],
    [
      'what ends a daemon that nothing starts',
      `{${URL}, kill: [b]}`,
      ['2:46: "engines.mine.kill" needs a "start": what was ended is started again; add it'],
    ],
    [
      'a reset without a fleet',
      `{${URL}, reset: [b]}`,
      ['2:47: "engines.mine.reset" is run between the scenarios of a fleet; add "fleet", or remove it'],
    ],
    [
      'a health address of another machine',
      `{${URL}, healthUrl: 'http://192.0.2.1/'}`,
      [
        '2:51: "engines.mine.healthUrl" is not an address of this machine; write http://127.0.0.1:<port>/<path>',
      ],
    ],
    [
      'a fleet without documents',
      `{${URL}, fleet: {${SYSTEMS}}}`,
      [
        '2:47: "engines.mine.fleet" does not say what is switched on; add "documents", or "configuration" for an engine that reads a file when it starts',
      ],
    ],
    [
      'a configuration for a daemon that nothing starts',
      `{${URL}, fleet: {${SYSTEMS}, configuration: b}}`,
      [
        '2:120: "engines.mine.fleet.configuration" needs a "start": the file is read by an engine that starts; add it',
      ],
    ],
    [
      'an address that cannot be served',
      `{${URL}, fleet: {documents: [a], systems: {A: {baseUrl: 'http://a.example', token: a}}}}`,
      [
        '2:87: "engines.mine.fleet.systems.A.baseUrl" can be served neither on loopback nor by the proxy; write http://127.0.0.1:<port>, or https://<host> for --transport proxy',
      ],
    ],
    [
      'two systems at one address',
      `{${URL}, fleet: {documents: [a], systems: {A: &a {baseUrl: 'https://a.example', token: a}, B: *a}}}`,
      ['2:125: "B" and "A" are at the same address; give each its own port or path'],
    ],
    [
      'a token that is missing',
      `{${URL}, fleet: {documents: [a], systems: {A: {baseUrl: 'https://a.example'}}}}`,
      ['2:77: "engines.mine.fleet.systems.A" lacks "token"; add it'],
    ],
  ];
  for (const [what, engine, expected] of wrong) {
    it(`cannot have ${what}`, async () => {
      assert.deepEqual(await problems(engine), expected);
    });
  }
});
