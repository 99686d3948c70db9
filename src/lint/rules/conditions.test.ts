import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintContext } from '../../cli/diagnostics';
import { loadConfig } from '../../config';
import type { DataflowDocument } from '../../model';
import { contextOf, documentOf, messages, section } from '../testing';
import { lint } from '../lint';

const pair = { source: 'Shop Order', target: 'Desk Ticket', rows: [['name', 'title', '"string"']] };

function conditional(condition: string, pairOf = pair): DataflowDocument {
  const opening = [`${condition}, it  will be synchronized with a ${pairOf.target}.`];
  return documentOf('Shop', 'Desk', section({ ...pairOf, opening }));
}

describe('condition-without-binding (D21)', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'syncproof-lint-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  /** Saves the lines that the help tells to paste, loads them as a config, and lints with it. */
  const paste = async (document: DataflowDocument): Promise<string[]> => {
    const [found] = lint([document]).filter(({ code }) => code === 'condition-without-binding');
    const [, ...lines] = found?.help.split('\n') ?? [];
    writeFileSync(join(directory, 'syncproof.config.yaml'), `${lines.join('\n')}\n`);
    return messages(
      'condition-without-binding',
      [document],
      lintContext(await loadConfig({ cwd: directory })),
    );
  };

  const texts: readonly (readonly [string, string])[] = [
    ['plain words', 'When a Shop Order is paid'],
    ['colons, hashes and dashes', 'When: - a #1 order & *more* | > is'],
    ['quotation marks of both kinds', `When it is "it's", or not`],
    ['backslashes and variables', 'When \\n is ${HOME} or \\'],
    [
      'letters beyond ASCII, and marks that turn the direction',
      'När beställningen är «betald» \u202e\u2066 \u{1F600}',
    ],
    ['brackets and braces', '{When} [a] <b>: {c: d}'],
    ['a word that YAML reads as a value', 'null'],
    ['more characters than an implicit key may have', `When ${'very '.repeat(400)}paid`],
  ];
  for (const [what, text] of texts) {
    it(`prints lines that bind a text with ${what}, once pasted into a config`, async () => {
      const document = conditional(text);
      assert.equal(messages('condition-without-binding', [document]).length, 1);
      assert.deepEqual(await paste(document), []);
    });
  }

  it('knows the texts that ship with the project', () => {
    for (const text of [
      'When a Shop Order has a 100% probability of beeing sold',
      'When a Desk Agent is of type Agent',
      'removed person customers for now until that pattern is resolved',
      'preliminary mapping until we can sort out suppliers. This removes all supplier products for now',
    ]) {
      assert.deepEqual(lint([conditional(text)]), [], text);
    }
  });

  it('leaves a text with a sentence in it to sentence-in-condition, unless that rule is off', () => {
    const document = conditional(
      'Every Shop Order will be synced with a Desk Ticket. When a Shop Order is paid',
    );
    assert.deepEqual(messages('condition-without-binding', [document]), []);
    const context = contextOf({ severities: { 'sentence-in-condition': 'off' } });
    assert.equal(messages('condition-without-binding', [document], context).length, 1);
  });
});

describe('sentence-in-condition', () => {
  it('finds a sentence whose full stop is missing', () => {
    const text = 'Every Shop Order shall be synchronized with a Desk Ticket When a Shop Order is paid';
    assert.match(
      messages('sentence-in-condition', [conditional(text)]).join(),
      /"Every Shop Order shall be .* Ticket"/,
    );
  });

  it('finds a sentence behind other words', () => {
    const text = 'See below. Every Shop Order will be synced with a Desk Ticket. When a Shop Order is paid';
    assert.match(
      messages('sentence-in-condition', [conditional(text)]).join(),
      /holds "Every Shop Order will be synced with a Desk Ticket\.", which/,
    );
  });

  it('takes several plain sentences for what they are: a long condition', () => {
    for (const text of [
      'preliminary mapping. This removes all products. See the wiki: page 3',
      'Every Shop Order that was paid, and every Desk Ticket that is not closed or will be',
      'If a Desk Ticket is open. When no Shop Order is found',
    ]) {
      assert.deepEqual(messages('sentence-in-condition', [conditional(text)]), [], text);
    }
  });
});
