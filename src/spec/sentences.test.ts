import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import type { Statement, StatementKind } from '../model';
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
} from './helpers.test';
import { sentenceKinds, writeSentence } from './sentences';

function statementsOf(...parts: string[]): readonly Statement[] {
  return parse(shopSection(...parts)).sections[0]?.statements ?? [];
}

const written: Record<Exclude<StatementKind, 'merge-on-match' | 'properties'>, string> = {
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

  it('has one entry for every kind', () => {
    const kinds = new Set<string>([...Object.keys(written), 'merge-on-match', 'properties']);
    assert.deepEqual(new Set(sentenceKinds.map(({ kind }) => kind)), kinds);
    assert.equal(sentenceKinds.length, kinds.size);
  });

  it('understands no sentence in which one word of a side or of the sentence is changed', () => {
    const fixed = sentenceKinds.filter(({ template }) => !/\{\w{2,}\}/.test(template));
    const names = { source: 'Shop Order', target: 'Desk Ticket' };
    fc.assert(
      fc.property(
        fc.constantFrom(...fixed),
        fc.nat(100),
        fc.constantFrom('x', 'X', 's', '-'),
        ({ template }, at, extra) => {
          const words = writeSentence(template, names).split(' ');
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

  it('finds a sentence behind a line that nobody reads', () => {
    const document = parse(shopSection('Words', 'and more.', written['create-always']));
    assert.deepEqual(
      document.sections[0]?.notUnderstood.map(({ line, endLine, text }) => [line, endLine, text]),
      [[7, 8, 'Words and more.']],
    );
    assert.equal(document.sections[0].statements[0]?.line, 9);
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
    const kinds = sentenceKinds.map(({ kind, template }) => [
      kind,
      writeSentence(template, names).replace(/(?<!`)<(\w+)>/g, '`<$1>`'),
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

  it("wants the heading's target, and a text", () => {
    assert.equal(conditionOf('Foo, it  will be synchronized with a Desk Person.'), undefined);
    assert.equal(conditionOf(', it  will be synchronized with a Desk Ticket.'), undefined);
  });
});

describe('create-if-connected (D20)', () => {
  const connectionOf = (connected: string): unknown => {
    const [statement] = statementsOf(
      `A new Desk Ticket will be created from a Shop Order if it is connected to a ${connected}.`,
    );
    return statement?.kind === 'create-if-connected' ? statement.connectedTo : undefined;
  };

  it('reads one, two and many datatypes, with blanks and hyphens in their names', () => {
    const cases: [string, string[]][] = [
      ['Customer', ['Customer']],
      ['Customer Group', ['Customer Group']],
      ['Customer, or Wix-order', ['Customer', 'Wix-order']],
      ['Customer or Sub-Order', ['Customer', 'Sub-Order']],
      ['Customer, Sales order, or Wix-order (old)', ['Customer', 'Sales order', 'Wix-order (old)']],
      ['Customer, Sales order or Wix-order', ['Customer', 'Sales order', 'Wix-order']],
      ['A, B, C, D, or Work or Home', ['A', 'B', 'C', 'D', 'Work or Home']],
    ];
    for (const [text, datatypes] of cases) {
      assert.deepEqual(
        connectionOf(`Shop ${text} that is synchronized into Desk`),
        { system: 'Shop', datatypes, synchronizedInto: 'Desk' },
        text,
      );
    }
  });

  it('takes an unknown system for one word, and the place it is synchronized into as it is written', () => {
    assert.deepEqual(connectionOf('Crm Lead that is synchronized into Wix.com Two'), {
      system: 'Crm',
      datatypes: ['Lead'],
      synchronizedInto: 'Wix.com Two',
    });
  });

  it('finds the end of a system name of several words that the section knows', () => {
    const text = titled(
      'Business Central to Desk Dataflow',
      headed(
        'Business Central Order to Desk Ticket',
        'A new Desk Ticket will be created from a Business Central Order if it is connected to a Business Central Customer, or Vendor that is synchronized into Desk.',
      ),
    );
    const [statement] = parse(text).sections[0]?.statements ?? [];
    assert.ok(statement?.kind === 'create-if-connected');
    assert.deepEqual(statement.connectedTo, {
      system: 'Business Central',
      datatypes: ['Customer', 'Vendor'],
      synchronizedInto: 'Desk',
    });
  });
});

describe('help for a text that no kind reads', () => {
  const helpOf = (text: string): string => parse(shopSection(text)).diagnostics[0]?.help ?? '';

  it('names the closest kind and the words that differ', () => {
    const help = helpOf('Every Shop Order will be synchronised with a Desk Ticket.');
    assert.match(help, /create-always/);
    assert.match(help, /from word 6 on it says "synchronised" instead of "synchronized"/);
  });

  it('names missing words and words too many', () => {
    assert.match(
      helpOf('Every Shop Order will be synchronized with Desk Ticket.'),
      /after word 7, "a" is missing/,
    );
    assert.match(
      helpOf('Every Shop Order will always be synchronized with a Desk Ticket.'),
      /from word 5 on, "always" is too much/,
    );
  });

  it('tells what can be done where no kind is close', () => {
    const help = helpOf('The quick brown fox.');
    assert.match(help, /sentence kinds/);
    assert.match(help, /Introduction/);
  });
});
