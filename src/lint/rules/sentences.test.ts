/** What the rules about names, sentences and references report and what they ignore, beyond their fixtures. */
import assert from 'node:assert/strict';
import type { DataflowDocument } from '../../model';
import { contextOf, documentOf, every, messages, requires, section } from '../testing';
import type { SectionParts } from '../testing';
import { lint } from '../lint';

const pair = { source: 'Shop Customer', target: 'Desk Contact', rows: [['name', 'name']] };

function connectedTo(words: string, into: string, target = pair.target): readonly string[] {
  return [
    requires(pair.source, target),
    `A new ${target} will be created from a ${pair.source} if it is connected to a ${words} that is synchronized into ${into}.`,
  ];
}

function shop(parts: Partial<SectionParts>, ...others: readonly string[]): DataflowDocument {
  return documentOf('Shop', 'Desk', section({ ...pair, ...parts }), ...others);
}

function orders(...rows: readonly (readonly string[])[]): string {
  return section({ source: 'Shop Order', target: 'Desk Ticket', rows });
}

describe('unknown-system-name (D20)', () => {
  const names = (words: string, into: string, ...others: readonly DataflowDocument[]): string[] =>
    messages('unknown-system-name', [shop({ opening: connectedTo(words, into) }), ...others]);

  it('knows the systems of all documents that are given', () => {
    assert.equal(names('Till Receipt', 'Ledger').length, 2);
    assert.deepEqual(names('Till Receipt', 'Ledger', documentOf('Till', 'Ledger')), []);
    assert.deepEqual(names('Business Central Order', 'Desk', documentOf('Business Central', 'Desk')), []);
  });

  it('knows names and aliases of the config, and labels of headings', () => {
    const document = shop({ opening: connectedTo('Till Receipt', 'Books') });
    const systems = { Till: { aliases: [], schema: {} }, Ledger: { aliases: ['Books'], schema: {} } };
    assert.deepEqual(messages('unknown-system-name', [document], contextOf({ systems })), []);
    const labelled = documentOf(
      'Help Desk',
      'Shop',
      section({ source: 'Help Ticket', target: 'Shop Order' }),
    );
    assert.deepEqual(names('Help Ticket', 'Desk', labelled), []);
  });

  it('asks for no connected system where a title names none: it cannot be told from the datatype', () => {
    const nameless = documentOf('', 'Desk', section({ source: 'Customer', target: 'Desk Contact' }));
    assert.equal(names('Sales Order', 'Desk').length, 1);
    assert.deepEqual(names('Sales Order', 'Desk', nameless), []);
  });

  it('finds names that objects have of their own unknown', () => {
    assert.equal(names('constructor Order', '__proto__').length, 2);
  });
});

describe('similar-system-names', () => {
  const found = (titles: readonly (readonly [string, string])[], context = contextOf({})): string[] =>
    messages(
      'similar-system-names',
      titles.map(([source, target]) => documentOf(source, target)),
      context,
    );

  it('reports the rarer spelling, once', () => {
    const titles = [
      ['Webshop', 'A'],
      ['Web-Shop', 'B'],
      ['Webshop', 'C'],
      ['D', 'Web-Shop'],
      ['Webshop', 'E'],
    ] as const;
    assert.match(
      found(titles).join('\n'),
      /^web-shop-to-b\.rst:2 "Web-Shop" differs from "Webshop" \(webshop-to-a\.rst:2\)[^\n]*$/,
    );
  });

  it('looks within one document, and ignores other differences and aliases', () => {
    assert.equal(found([['Wix.com', 'wixcom']]).length, 1);
    assert.deepEqual(
      found([
        ['Wix.com', 'Wix'],
        ['Shop 1', 'Shop 2'],
      ]),
      [],
    );
    const systems = { Webshop: { aliases: ['Web-Shop'], schema: {} } };
    assert.deepEqual(found([['Webshop', 'Web-Shop']], contextOf({ systems })), []);
  });
});

describe('label-differs', () => {
  it('reports each label of a side once in a document', () => {
    const document = documentOf(
      'Help Desk',
      'Shop',
      section({ source: 'Help Ticket', target: 'Shop Order' }),
      section({ source: 'Help Task', target: 'Shop Job' }),
      section({ source: 'Help Desk Case', target: 'Shop Case' }),
    );
    assert.equal(messages('label-differs', [document]).length, 1);
  });
});

describe('link-unreachable (D4, D27)', () => {
  const of = (parts: Partial<SectionParts>): string[] => messages('link-unreachable', [shop(parts)]);
  const opening = [requires(pair.source, pair.target)];

  it('counts a merge table without rows, or with gates that cannot be decided, as none', () => {
    assert.equal(of({ opening, merge: [] }).length, 1);
    assert.equal(of({ opening, merge: [['a (Dependant on having  in p)', 'x']] }).length, 1);
    assert.deepEqual(of({ opening, merge: [['a (Dependant on having V in p)', 'x']] }), []);
    assert.deepEqual(of({ opening, merge: [['id', 'customer.id']] }), []);
  });

  it('ignores a section with a sentence that creates, or that requires no link', () => {
    assert.deepEqual(of({ opening: connectedTo('Shop Order', 'Desk') }), []);
    assert.deepEqual(of({ opening: [every(pair.source, pair.target)] }), []);
  });
});

describe('reference-without-binding (D20, D23)', () => {
  const opening = connectedTo('Shop Order, or Sale', 'Desk');
  const document = (...rows: readonly (readonly string[])[]): DataflowDocument =>
    shop({ opening }, orders(...rows));
  const found = (given: DataflowDocument, context = contextOf({})): string[] =>
    messages('reference-without-binding', [given], context);

  it('takes a property of either datatype whose name tells what it refers to', () => {
    assert.equal(found(document(['buyer', 'debtor'])).length, 1);
    assert.deepEqual(found(document(['customerId', 'debtor'])), []);
    assert.deepEqual(found(shop({ opening, rows: [['order_id', 'x']] }, orders())), []);
  });

  it('takes a binding or a schema, under the name of the system or an alias of it', () => {
    const given = document(['buyer', 'debtor']);
    const bindings = { conditions: {}, references: { 'Shop Order.buyer': 'Customer' } };
    assert.deepEqual(found(given, contextOf({ bindings })), []);
    const schema = { Order: { properties: { buyer: { references: 'Customer' } } } };
    assert.deepEqual(found(given, contextOf({ systems: { Shop: { aliases: [], schema } } })), []);
    assert.deepEqual(found(given, contextOf({ systems: { Webshop: { aliases: ['Shop'], schema } } })), []);
    const wrong = { conditions: {}, references: { 'Shop Order.buyer': 'Company' } };
    assert.equal(found(given, contextOf({ bindings: wrong })).length, 1);
  });

  it('asks for each foreign key whose datatype no document names, once a section', () => {
    const given = documentOf(
      'Shop',
      'Desk',
      orders(['agent.id', 'name'], ['agent.id', 'label'], ['order.id', 'x']),
    );
    assert.match(found(given).join('\n'), /^[^\n]*"Shop" the property "agent\.id" refers to\.$/);
    const known = documentOf(
      'Shop',
      'Desk',
      orders(['agent.id', 'x']),
      section({ source: 'Shop Agents', target: 'Desk User' }),
    );
    assert.deepEqual(found(known), []);
  });
});

describe('references and aliases (D20)', () => {
  it('finds a binding under the name of the system that a document calls by an alias', () => {
    const systems = { Webshop: { aliases: ['Shop'], schema: {} } };
    const bindings = { conditions: {}, references: { 'Webshop Order.agent.id': 'User' } };
    const given = documentOf('Shop', 'Desk', orders(['agent.id', 'x']));
    assert.equal(messages('reference-without-binding', [given], contextOf({ systems })).length, 1);
    assert.deepEqual(messages('reference-without-binding', [given], contextOf({ systems, bindings })), []);
  });

  it('takes no reference from one system into another', () => {
    const given = [
      shop({ opening: connectedTo('Till Receipt', 'Desk') }),
      documentOf(
        'Till',
        'Desk',
        section({ source: 'Till Receipt', target: 'Desk Note', rows: [['customerId', 'x']] }),
        section({ source: 'Till Customer', target: 'Desk Contact' }),
      ),
    ];
    assert.match(
      messages('reference-without-binding', given).join('\n'),
      /^[^\n]* connects a Shop Customer to a Till Receipt\.$/,
    );
  });
});

describe('sections with lines that are not understood', () => {
  const lost = (document: DataflowDocument): DataflowDocument => ({
    ...document,
    sections: document.sections.map((given) => ({
      ...given,
      notUnderstood: [{ line: 20, column: 1, endLine: 20, text: 'What?' }],
    })),
  });
  const silent: readonly (readonly [string, Partial<SectionParts>])[] = [
    ['link-unreachable', { opening: [requires(pair.source, pair.target)] }],
    ['create-without-properties', { rows: [] }],
    ['merge-property-not-synchronized', { merge: [['email', 'email']] }],
    ['missing-sentence', { opening: [] }],
  ];
  for (const [code, parts] of silent) {
    it(`give no ${code}: what is missing may stand in those lines`, () => {
      assert.equal(messages(code, [shop(parts)]).length, 1);
      assert.deepEqual(messages(code, [lost(shop(parts))]), []);
    });
  }
});

describe('contradicting-sentences (D4)', () => {
  it('ignores the orders of sentences that documents have', () => {
    const merge = [['name', 'name']];
    const found = [
      shop({
        merge,
        opening: [
          every(pair.source, pair.target),
          'If a matching Desk Contact already exists, the Shop Customer will be merged with the existing one.\nIf no matching Desk Contact is found, a new Desk Contact will be created.',
        ],
      }),
      shop({ merge, opening: connectedTo('Shop Order', 'Desk') }),
      shop({
        merge,
        opening: ['When a Shop Customer is of type Agent, it  will be synchronized with a Desk Contact.'],
      }),
    ].flatMap((document) => lint([document]).map(({ code }) => code));
    assert.deepEqual(found, ['reference-without-binding']);
  });

  it('names both sentences, the later one as the place', () => {
    const opening = [requires(pair.source, pair.target), every(pair.source, pair.target)];
    assert.match(
      messages('contradicting-sentences', [shop({ opening })]).join(),
      /:9 This create-always sentence contradicts the link-required sentence on line 7: /,
    );
  });
});

describe('missing-sentence', () => {
  it('asks for the sentence of the property table, and then nothing is said of its rows', () => {
    const text = `Shop Customer to Desk Contact\n-----------------------------\n${every(pair.source, pair.target)}\n`;
    const codes = lint([documentOf('Shop', 'Desk', text)]).map(({ code, message }) => `${code} ${message}`);
    assert.equal(codes.length, 2);
    assert.match(codes[0] ?? '', /^missing-sentence .* no keep-in-sync sentence/);
    assert.match(codes[1] ?? '', /^missing-sentence .* no properties sentence/);
  });

  it('asks for the merge table of a section that speaks of matching records', () => {
    const opening = ['If no matching Desk Contact is found, a new Desk Contact will be created.'];
    assert.match(messages('missing-sentence', [shop({ opening })]).join(), /no merge-on-match sentence/);
  });

  it('asks for a beginning where nothing says when a record gets a counterpart', () => {
    assert.match(messages('missing-sentence', [shop({ opening: [] })]).join(), /no create-always sentence/);
    assert.deepEqual(messages('missing-sentence', [shop({ opening: [], merge: [['a', 'x']] })]), []);
  });
});
