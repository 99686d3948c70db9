import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { checksOf, SENTENCE_KINDS, STATEMENT_KINDS } from '../model';
import type { Statement, StatementKind, TableKind } from '../model';
import {
  codesOf,
  headed,
  mergeHeader,
  mergeSentence,
  parse,
  propertiesHeader,
  propertiesSentence,
  shopSection,
  table,
  titled,
  unaccounted,
} from './testing';
import { writeSentence } from './sentences';

function statementsOf(...parts: string[]): readonly Statement[] {
  return parse(shopSection(...parts)).sections[0]?.statements ?? [];
}

const written: Record<Exclude<StatementKind, TableKind>, string> = {
  'create-always': 'Every Shop Order will be synchronized with a Desk Ticket.',
  'link-required':
    'Before any synchronization can take place, a link between a Shop Order and a Desk Ticket must be established.',
  'create-if-connected':
    'A new Desk Ticket will be created from a Shop Order if it is connected to a Shop Customer that is synchronized into Desk.',
  conditional: 'When a Shop Order is of type Agent, it  will be synchronized with a Desk Ticket.',
  'merge-existing':
    'If a matching Desk Ticket already exists, the Shop Order will be merged with the existing one.',
  'create-missing': 'If no matching Desk Ticket is found, a new Desk Ticket will be created.',
  'keep-in-sync':
    'Once a link between a Shop Order and a Desk Ticket is established, it will keep in sync between the two systems, regardless of where it is edited.',
};

describe('sentence kinds', () => {
  for (const [kind, sentence] of Object.entries(written)) {
    it(`reads ${kind}`, () => {
      const document = parse(shopSection(sentence));
      assert.deepEqual(document.diagnostics, []);
      assert.deepEqual(
        document.sections[0]?.statements.map((statement) => statement.kind),
        [kind],
      );
      assert.deepEqual(document.sections[0].statements[0]?.text, sentence.replace('  ', ' '));
    });
  }

  it('reads merge-on-match and properties with their tables', () => {
    const statements = statementsOf(
      mergeSentence,
      table(mergeHeader, ['a', 'b']),
      propertiesSentence,
      table(propertiesHeader),
    );
    assert.deepEqual(
      statements.map(({ kind }) => kind),
      ['merge-on-match', 'properties'],
    );
  });

  it('understands no sentence in which one word of a side or of the sentence is changed', () => {
    const fixed = STATEMENT_KINDS.filter((kind) => !/\{\w{2,}\}/.test(SENTENCE_KINDS[kind].pattern));
    const names = { source: 'Shop Order', target: 'Desk Ticket' };
    fc.assert(
      fc.property(
        fc.constantFrom(...fixed),
        fc.nat(100),
        fc.constantFrom('x', 'X', 's', '-'),
        (kind, at, extra) => {
          const words = writeSentence(kind, names).split(' ');
          const index = at % words.length;
          words[index] = `${words[index] ?? ''}${extra}`;
          const document = parse(shopSection(words.join(' ')));
          assert.deepEqual(document.sections[0]?.statements, []);
          assert.deepEqual(codesOf(document), ['not-understood 7:1']);
        },
      ),
    );
  });

  it('reads the two-line paragraph as two statements, each with its own line', () => {
    const statements = statementsOf(written['merge-existing'], written['create-missing']);
    assert.deepEqual(
      statements.map(({ kind, line, endLine }) => [kind, line, endLine]),
      [
        ['merge-existing', 7, 7],
        ['create-missing', 8, 8],
      ],
    );
  });

  it('reads a sentence that is wrapped over lines, and folds its white space', () => {
    const [statement, next] = statementsOf(
      'Every  Shop\tOrder will be',
      'synchronized with a Desk',
      'Ticket.',
      written['create-missing'],
    );
    assert.deepEqual([statement?.kind, statement?.line, statement?.endLine], ['create-always', 7, 9]);
    assert.equal(statement?.text, written['create-always']);
    assert.deepEqual([next?.kind, next?.line], ['create-missing', 10]);
  });

  it('finds a sentence behind a line that no kind reads', () => {
    const document = parse(shopSection('Words', 'and more.', written['create-always']));
    assert.deepEqual(
      document.sections[0]?.notUnderstood.map(({ line, endLine, text }) => [line, endLine, text]),
      [[7, 8, 'Words and more.']],
    );
    assert.equal(document.sections[0].statements[0]?.line, 9);
  });

  it('reads several sentences on one line, each with its own column', () => {
    const [first, second, third] = [
      written['create-always'],
      written['merge-existing'],
      written['create-missing'],
    ];
    const text = shopSection(`  ${first}`.trim(), '', `${second}  \t${third} ${written['keep-in-sync']}`);
    const document = parse(text);
    assert.deepEqual(document.diagnostics, []);
    assert.deepEqual(
      document.sections[0]?.statements.map(({ kind, line, column, endLine }) => [
        kind,
        line,
        column,
        endLine,
      ]),
      [
        ['create-always', 7, 1, 7],
        ['merge-existing', 9, 1, 9],
        ['create-missing', 9, second.length + 4, 9],
        ['keep-in-sync', 9, second.length + third.length + 5, 9],
      ],
    );
    assert.deepEqual(unaccounted(document, text), []);
    assert.equal(new Set(checksOf(document).map(({ id }) => id)).size, checksOf(document).length);
  });

  it('reads sentences that an editor has filled into lines', () => {
    const words = `${written['merge-existing']} ${written['create-missing']}`.split(' ');
    const lines = [words.slice(0, 9), words.slice(9, 19), words.slice(19)].map((line) => line.join(' '));
    const text = shopSection(...lines);
    const document = parse(text);
    assert.deepEqual(
      document.sections[0]?.statements.map(({ kind, line, column, endLine }) => [
        kind,
        line,
        column,
        endLine,
      ]),
      [
        ['merge-existing', 7, 1, 8],
        ['create-missing', 8, lines[1]!.indexOf('If no') + 1, 9],
      ],
    );
    assert.deepEqual(unaccounted(document, text), []);
  });

  it('reads no sentences that run into each other over more than 16 lines', () => {
    const words = Array.from({ length: 16 }, () => written['merge-existing'].split(' ')).flat();
    const lines = (length: number): string[] =>
      Array.from({ length: Math.ceil(words.length / length) }, (_, at) =>
        words.slice(at * length, (at + 1) * length).join(' '),
      );
    assert.equal(lines(16).length, 17);
    assert.equal(statementsOf(...lines(16)).length, 0);
    assert.equal(statementsOf(...lines(18)).length, 16);
  });

  it('takes a table for that of the last sentence on its line', () => {
    const statements = statementsOf(
      `${written['keep-in-sync']} ${propertiesSentence}`,
      table(propertiesHeader),
    );
    assert.deepEqual(
      statements.map(({ kind }) => kind),
      ['keep-in-sync', 'properties'],
    );
  });

  it('reads a sentence with free text behind exact ones, and nothing where there are other words', () => {
    const line = `${written['link-required']} ${written['create-if-connected']}`;
    assert.deepEqual(
      statementsOf(line).map(({ kind }) => kind),
      ['link-required', 'create-if-connected'],
    );
    const conditional = statementsOf(`${written['create-always']} ${written.conditional}`)[1];
    assert.equal(
      conditional?.kind === 'conditional' && conditional.condition,
      'When a Shop Order is of type Agent',
    );
    for (const behind of ['Or so.', 'x', '.']) {
      const document = parse(shopSection(`${written['create-always']} ${behind}`));
      assert.deepEqual(document.sections[0]?.statements, []);
      assert.deepEqual(codesOf(document), ['not-understood 7:1']);
    }
    assert.deepEqual(statementsOf(`Well. ${written['create-always']}`), []);
    assert.deepEqual(statementsOf(`${written['create-always']}-${written['create-missing']}`), []);
  });

  it('wants the sides of the heading, exactly', () => {
    for (const sentence of [
      'Every Shop order will be synchronized with a Desk Ticket.',
      'Every Shop Order will be synchronized with a Desk Tickets.',
      'Every Desk Ticket will be synchronized with a Shop Order.',
    ]) {
      assert.deepEqual(statementsOf(sentence), [], sentence);
    }
  });

  it('takes special characters in names for themselves', () => {
    const heading = 'Wix.com Customers (human data) to Busi.ness [x] Wix-orders <y>';
    const read = (source: string): readonly Statement[] =>
      parse(titled('Wix.com to Busi.ness Dataflow', headed(heading, source))).sections[0]?.statements ?? [];
    const good = 'Foo, it  will be synchronized with a Busi.ness [x] Wix-orders <y>.';
    assert.deepEqual(
      read(good).map(({ kind }) => kind),
      ['conditional'],
    );
    assert.deepEqual(read(good.replace('Busi.ness', 'BusiXness')), []);
  });
});

describe('docs/documents.md', () => {
  it('shows a document that is understood to the last line', () => {
    const text = readFileSync(resolve(__dirname, '../../docs/documents.md'), 'utf8');
    const document = parse(/```rst\n([^]*?)```/.exec(text)?.[1] ?? '');
    assert.deepEqual(document.diagnostics, []);
    assert.equal(document.sections[0]?.statements.length, 4);
  });

  it('lists exactly the sentence kinds, in their order and words', () => {
    const text = readFileSync(resolve(__dirname, '../../docs/documents.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `([a-z-]+)` +\| (.*?[.:]) +\|/gm)].map((match) => [
      match[1],
      match[2],
    ]);
    const names = { source: '`<X>`', target: '`<Y>`' };
    const kinds = STATEMENT_KINDS.map((kind) => [
      kind,
      writeSentence(kind, names).replace(/(?<!`)<(\w+)>/g, '`<$1>`'),
    ]);
    assert.deepEqual(rows, kinds);
  });
});

describe('conditional', () => {
  const conditionOf = (sentence: string): string | undefined => {
    const [statement] = statementsOf(sentence);
    return statement?.kind === 'conditional' ? statement.condition : undefined;
  };

  it('reads out any free text, with or without "When", other datatypes included', () => {
    for (const condition of [
      'When a Shop Order has a 100% probability of beeing sold',
      'When a Desk Person is of type Agent',
      'removed person customers for now until that pattern is resolved',
      'preliminary mapping until we can sort out suppliers. This removes all supplier products for now',
      'a, b, it will be c',
    ]) {
      assert.equal(conditionOf(`${condition}, it  will be synchronized with a Desk Ticket.`), condition);
      assert.equal(conditionOf(`${condition}, it will be synchronized with a Desk Ticket.`), condition);
    }
  });

  it('is read where it is wrapped over lines', () => {
    const [statement] = statementsOf(
      'When a Shop Order',
      'is of type Agent, it  will be',
      'synchronized with a Desk Ticket.',
    );
    assert.deepEqual([statement?.kind, statement?.line, statement?.endLine], ['conditional', 7, 9]);
  });

  it('keeps several sentences and two endings in its text where they stand on one line', () => {
    for (const condition of [
      'a. b: c. d',
      'x, it will be synchronized with a Desk Ticket, or not',
      'x, it will be synchronized with a Desk Ticket. y',
    ]) {
      assert.equal(conditionOf(`${condition}, it  will be synchronized with a Desk Ticket.`), condition);
    }
  });

  it('does not swallow a misspelt sentence on the lines before it', () => {
    for (const before of [
      ['Every Shop Order will be synchronised with a Desk Ticket.'],
      [
        'A Shop Order will merge with a Desk',
        'Ticket if one of the following property combinations matches:',
      ],
      ['Every Shop Order will be synchronized with a Desk Tickets.', 'Well.'],
    ]) {
      const text = shopSection(...before, written.conditional);
      const document = parse(text);
      const [section] = document.sections;
      assert.deepEqual(
        section?.statements.map(({ text }) => text),
        [written.conditional.replace('  ', ' ')],
      );
      assert.deepEqual(
        section.notUnderstood.map(({ line, endLine }) => [line, endLine]),
        [[7, 6 + before.length]],
      );
      assert.deepEqual(unaccounted(document, text), []);
    }
  });

  it("wants the heading's target, and a text", () => {
    assert.equal(conditionOf('Foo, it  will be synchronized with a Desk Person.'), undefined);
    assert.equal(conditionOf(', it  will be synchronized with a Desk Ticket.'), undefined);
  });
});
