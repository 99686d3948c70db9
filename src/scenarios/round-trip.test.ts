import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../config';
import { loadProfiles } from '../config/profiles';
import { planRun, projectOf, runPlan } from '../run';
import { readDocuments } from '../documents';
import type { RunResults } from '../verdict';

type Cells = readonly string[];

function tableText(rows: readonly Cells[]): string {
  const lines = rows.flatMap((cells) => cells.map((cell, at) => `${at === 0 ? '   * -' : '     -'} ${cell}`));
  return ['.. list-table::', '   :header-rows: 1', '', ...lines].join('\n');
}

/** A document of one section in which a link is required. */
function linkRequired(
  a: string,
  b: string,
  x: string,
  y: string,
  merge: readonly Cells[],
  rows: readonly Cells[],
): string {
  const [title, heading] = [`${a} to ${b} Dataflow`, `${a} ${x} to ${b} ${y}`];
  const [one, other] = [`${a} ${x}`, `${b} ${y}`];
  const header = [`${one} Property`, `${other} Property`];
  return [
    '='.repeat(title.length),
    title,
    '='.repeat(title.length),
    '',
    heading,
    '-'.repeat(heading.length),
    `Before any synchronization can take place, a link between a ${one} and a ${other} must be established.`,
    '',
    `A ${one} will merge with a ${other} if one of the following property combinations match:`,
    '',
    tableText([header, ...merge]),
    '',
    `Once a link between a ${one} and a ${other} is established, it will keep in sync between the two systems, regardless of where it is edited.`,
    '',
    `The following properties are synchronized between a ${one} and a ${other}:`,
    '',
    tableText([[...header, `${b} Data Type`], ...rows]),
    '',
  ].join('\n');
}

const roots: string[] = [];

/** What the reference engine makes of the documents. */
async function run(documents: Readonly<Record<string, string>>, config: string): Promise<RunResults> {
  const cwd = mkdtempSync(join(tmpdir(), 'syncproof-round-trip-'));
  roots.push(cwd);
  mkdirSync(join(cwd, 'specs'));
  for (const [name, text] of Object.entries(documents)) {
    writeFileSync(join(cwd, 'specs', `${name}.rst`), text);
  }
  writeFileSync(join(cwd, 'syncproof.config.yaml'), config);
  const loaded = await loadConfig({ cwd });
  const read = await readDocuments(['specs'], cwd);
  assert.deepEqual(
    read.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error')),
    [],
  );
  const request = { specs: [], engine: 'reference', name: [], transport: 'direct' as const };
  const stated = { config: loaded, profiles: await loadProfiles(loaded) };
  return runPlan(await planRun(projectOf(stated, { cwd, documents: read, isComplete: true }), request));
}

function failures({ checks }: RunResults): string[] {
  const scenarios = checks.flatMap((check) => check.scenarios);
  return scenarios
    .filter(({ status }) => status !== 'passed')
    .map(({ id, error }) => `${id}: ${error ?? ''}`);
}

describe('scenarios, steps and testbed understand each other', () => {
  afterEach(() => {
    for (const root of roots.splice(0)) {
      rmSync(root, { recursive: true, force: true });
    }
  });

  it('about names with dots, brackets, quotes, "to", bars and angle brackets, and paths with blanks', async () => {
    const rows = [
      ['full name', 'the "title"', '"string"'],
      ['a|b\\c', 'x, y #1', '"string"'],
    ];
    const document = linkRequired(
      'Wix.com <edited>',
      'Æ to "B" (Ø)',
      'Order | $&',
      'Ticket #1',
      [['e mail', 'log"in']],
      rows,
    );
    const results = await run({ awkward: document }, 'systems: {}\n');
    assert.deepEqual(failures(results), []);
    assert.equal(results.summary.conformant, true);
    assert.ok(results.summary.scenarios > 30);
  });

  it('about two systems whose names have no letter that a host could have', async () => {
    const document = linkRequired(
      'Æ',
      'Ø',
      'Person',
      'Person',
      [['email', 'login']],
      [['name', 'title', '"string"']],
    );
    assert.deepEqual(failures(await run({ doc: document }, 'systems: {}\n')), []);
  });

  it('about documents of both directions that link by different rows', async () => {
    const there = linkRequired(
      'Shop',
      'Desk',
      'Person',
      'Agent',
      [['email', 'login']],
      [['name', 'title', '"string"']],
    );
    const back = linkRequired(
      'Desk',
      'Shop',
      'Agent',
      'Person',
      [['phone', 'mobile']],
      [['title', 'name', '"string"']],
    );
    const config = 'groups:\n  - [shop-to-desk, desk-to-shop]\n';
    const results = await run({ 'shop-to-desk': there, 'desk-to-shop': back }, config);
    assert.deepEqual(failures(results), []);
    const names = results.checks.flatMap(({ scenarios }) => scenarios.map(({ name }) => name));
    assert.ok(names.some((name) => name.startsWith('together with')));
  });
});
