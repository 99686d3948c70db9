import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { routesOf } from './dialect';
import { OAUTH_CALLS } from './oauth';
import { createSite } from './site';
import type { Site } from './site';
import { setUp } from './testing';

const text = readFileSync(join(__dirname, '../../../../docs/wix-mock.md'), 'utf8');

/** The calls in the first cell of a row. */
function callsOf(row: string): readonly string[] {
  const [cell = ''] = row.split(' | ');
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, call = '']) => call);
}

/** The calls of the first table of calls. */
function tableOf(page: string): readonly string[] {
  const [, table = ''] = /\| call \| answer \|\n(.*?)\n\n/s.exec(page) ?? [];
  return table.split('\n').slice(1).flatMap(callsOf);
}

function routes(): readonly string[] {
  let site: Site | undefined;
  setUp({
    dialect: (context) => {
      site = createSite('documentation', context);
      const refuse = (): never => assert.fail('no call is made');
      return { answer: refuse, targetOf: refuse, refuse };
    },
  });
  assert.ok(site);
  return routesOf(site).map(({ method, path }) => `${method} ${path}`);
}

describe('docs/wix-mock.md', () => {
  it('names the calls that there are, and no others', () => {
    const documented = tableOf(text);
    const readers = routes().filter((route) => route.includes('/stores-reader/'));
    assert.equal(readers.length, 3);
    const others = routes().filter((route) => !route.includes('/stores-reader/'));
    assert.deepEqual(documented.toSorted(), others.toSorted());
  });

  it('names the calls of OAuth that there are, and no others', () => {
    const [, section = ''] = text.split('\n## OAuth\n');
    assert.deepEqual(tableOf(section).toSorted(), OAUTH_CALLS.toSorted());
  });

  it('names every error code', () => {
    const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(__dirname, name), 'utf8'));
    const refusals = /(?:businessRule|misuse)\(\s*\d+,\s*'([A-Z_]+)'/g;
    const codes = new Set(
      sources.flatMap((source) => Array.from(source.matchAll(refusals), ([, code = '']) => code)),
    );
    assert.ok(codes.size > 10);
    for (const code of codes) {
      assert.ok(text.includes(`\`${code}\``), `docs/wix-mock.md does not name ${code}`);
    }
  });
});
