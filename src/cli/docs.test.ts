/** docs/cli.md says of every command what its help says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS, project, syncproof } from './testing';
import { packageRoot } from '../core/package-root';

const text = readFileSync(join(packageRoot(), 'docs/cli.md'), 'utf8');

/** Heading → the options in its table. */
function documented(): Map<string, string[]> {
  const parts = text.split(/^## /m).slice(1);
  return new Map(
    parts.map((part) => {
      const heading = /^`syncproof (\w+)/.exec(part)?.[1] ?? part.split('\n', 1)[0] ?? '';
      return [heading, [...part.matchAll(/^\| `(-[^`]+)`/gm)].map((match) => match[1] ?? '')];
    }),
  );
}

/** The options as `--help` lists them. */
async function offered(command: string): Promise<string[]> {
  const { out } = await syncproof(project(), [command, '--help']);
  return [...out.matchAll(/^ {2}(-.*?)(?: {2}|$)/gm)].map((match) => (match[1] ?? '').trim());
}

describe('docs/cli.md', () => {
  it('has a part for every command, and for no other', async () => {
    const { out } = await syncproof(project(), ['--help']);
    const list = out.slice(out.indexOf('Commands:'));
    const commands = [...list.matchAll(/^ {2}(\w+) /gm)].map((match) => match[1] ?? '');
    const parts = [...documented().keys()].filter((part) => /^[a-z]/.test(part));
    assert.deepEqual(parts.sort(), commands.filter((command) => command !== 'help').sort());
  });

  for (const command of COMMANDS) {
    it(`lists the options of ${command} as its help does`, async () => {
      const parts = documented();
      const common = parts.get('Options of every command') ?? [];
      assert.deepEqual([...(parts.get(command) ?? []), ...common].sort(), (await offered(command)).sort());
    });
  }
});
