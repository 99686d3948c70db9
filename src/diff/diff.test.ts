import assert from 'node:assert/strict';
import { diffDocuments, diffPair } from '.';
import { changesOf, documentOf, documentText, EVERY, parse, changeLines, type SectionText } from './testing';

const ROWS = [
  ['name', 'title', '"string"'],
  ['amount', 'total', '"integer"'],
  ['city', 'place', 'N/A'],
];
const ORDER: SectionText = { x: 'Order', y: 'Ticket', rows: ROWS };
const ITEM: SectionText = { x: 'Item', y: 'Part', rows: [['sku', 'code', '"string"']] };
const CARD: SectionText = {
  x: 'Card',
  y: 'Pass',
  merge: [['number', 'serial']],
  rows: [
    ['number', 'serial', '"string"'],
    ['holder', 'owner', '"string"'],
  ],
};

function linesBetween(old: readonly SectionText[], now: readonly SectionText[]): string[] {
  return changeLines(diffPair(documentOf(old), documentOf(now)));
}

/** The section of orders with other rows. */
function rows(...cells: readonly string[][]): string[] {
  return linesBetween([ORDER], [{ ...ORDER, rows: cells }]);
}

const [NAME = [], AMOUNT = [], CITY = []] = ROWS;

describe('diff: rows', () => {
  it('says that a data type changed; the check keeps its id', () => {
    const difference = diffPair(
      documentOf([ORDER]),
      documentOf([{ ...ORDER, rows: [NAME, ['amount', 'total', '"decimal"'], CITY] }]),
    );
    assert.deepEqual(changeLines(difference), [
      'changed row: amount | total | "decimal" [data type: "integer" → "decimal"]',
    ]);
    const [change] = changesOf(difference);
    const id = 'shop-to-desk/shop-order-to-desk-ticket/properties/amount~total';
    assert.deepEqual([change?.checks, change?.oldChecks], [[id], [id]]);
    assert.deepEqual([change?.old?.line, change?.new?.line], [24, 24]);
  });

  it('says that one property was renamed, on either side', () => {
    assert.deepEqual(rows(NAME, ['amount', 'sum', '"integer"'], CITY), [
      'changed row: amount | sum | "integer" [target: total → sum]',
    ]);
    assert.deepEqual(rows(NAME, ['price', 'total', '"integer"'], CITY), [
      'changed row: price | total | "integer" [source: amount → price]',
    ]);
  });

  it('says that a gate was added, changed or removed', () => {
    const gated = (value: string): string[] => [
      `name (Dependant on having ${value} in country)`,
      'title',
      '"string"',
    ];
    assert.deepEqual(rows(gated('NO'), AMOUNT, CITY), [
      `changed row: ${gated('NO').join(' | ')} [gate: - → Dependant on having NO in country]`,
    ]);
    const [one, other] = [[{ ...ORDER, rows: [gated('NO')] }], [{ ...ORDER, rows: [gated('SE')] }]];
    assert.deepEqual(linesBetween(one, other), [
      `changed row: ${gated('SE').join(' | ')} [gate: Dependant on having NO in country → Dependant on having SE in country]`,
    ]);
  });

  it('takes a row with two other properties for another row', () => {
    assert.deepEqual(rows(NAME, ['price', 'sum', '"integer"'], CITY), [
      'removed row: amount | total | "integer"',
      'added row: price | sum | "integer"',
    ]);
  });

  it('counts as moved what changed its place among the rows that stayed', () => {
    assert.deepEqual(rows(['new', 'fresh', 'N/A'], NAME, AMOUNT, CITY), ['added row: new | fresh | N/A']);
    assert.deepEqual(rows(AMOUNT, CITY, NAME), [
      'moved row: name | title | "string" after city | place | N/A',
    ]);
    assert.deepEqual(rows(CITY, NAME, AMOUNT), ['moved row: city | place | N/A after nothing']);
  });

  it('calls reworded what means the same: quotation marks, a missing data type', () => {
    assert.deepEqual(rows(['name', 'title', 'string'], AMOUNT, ['city', 'place']), [
      'reworded row: name | title | string',
      'reworded row: city | place',
    ]);
  });

  it('tells identical rows apart by their order', () => {
    assert.deepEqual(rows(NAME, NAME, AMOUNT, CITY), ['added row: name | title | "string"']);
  });
});

describe('diff: sentences', () => {
  const conditional = (condition: string): SectionText => ({
    ...ORDER,
    sentences: [`${condition}, it will be synchronized with a Y.`],
  });

  it('takes a reworded condition for a change of the same check', () => {
    const difference = diffPair(
      documentOf([conditional('When paid')]),
      documentOf([conditional('When sent')]),
    );
    assert.deepEqual(changeLines(difference), [
      'changed sentence: When sent, it will be synchronized with a Desk Ticket. [condition: When paid → When sent]',
    ]);
    const id = 'shop-to-desk/shop-order-to-desk-ticket/conditional';
    assert.deepEqual(changesOf(difference)[0]?.checks, [id]);
    assert.deepEqual(
      difference.again.checks.filter(({ because }) => because === 'changed'),
      [{ check: id, because: 'changed' }],
    );
    assert.equal(difference.again.untried[0]?.check, id);
  });

  it('compares the lists of create-if-connected, whatever their order (D20)', () => {
    const connected = (list: string): SectionText => ({
      ...ORDER,
      sentences: [
        'Before any synchronization can take place, a link between a X and a Y must be established.',
        `A new Y will be created from a X if it is connected to a Shop ${list} that is synchronized into Desk.`,
      ],
    });
    assert.deepEqual(
      linesBetween([connected('Sale, or Quote')], [connected('Sale, Quote, or Lead')]).map((each) =>
        each.slice(0, 16),
      ),
      ['changed sentence'],
    );
    assert.deepEqual(
      linesBetween([connected('Sale, or Quote')], [connected('Quote, or Sale')]).map((each) =>
        each.slice(0, 17),
      ),
      ['reworded sentence'],
    );
  });

  it('tells a sentence with its table and rows', () => {
    const without: SectionText = { x: CARD.x, y: CARD.y, rows: CARD.rows! };
    const difference = diffPair(documentOf([without]), documentOf([CARD]));
    assert.deepEqual(changeLines(difference), [
      'added sentence: A Shop Card will merge with a Desk Pass if one of the following property combinations match:',
      'added row: number | serial',
    ]);
    const prefix = 'shop-to-desk/shop-card-to-desk-pass/merge-on-match';
    assert.deepEqual(changesOf(difference)[0]?.checks, [prefix, `${prefix}/table-header`]);
  });

  it('tells a sentence that moved', () => {
    const link = 'If no matching Y is found, a new Y will be created.';
    assert.deepEqual(
      linesBetween([{ ...ORDER, sentences: [EVERY, link] }], [{ ...ORDER, sentences: [link, EVERY] }]).map(
        (each) => each.slice(0, 14),
      ),
      ['moved sentence'],
    );
  });

  it('reports lines that no rule reads, where they are', () => {
    assert.deepEqual(linesBetween([ORDER], [{ ...ORDER, sentences: ['Each X becomes a Y.'] }]), [
      'removed sentence: Every Shop Order will be synchronized with a Desk Ticket.',
      'added not-understood: Each Shop Order becomes a Desk Ticket.',
    ]);
    const before = documentText([ORDER]);
    const lost = before.replace('Shop Order to', 'Lost words.\n\nShop Order to');
    assert.deepEqual(changeLines(diffPair(parse(before), parse(lost))), [
      'added not-understood: Lost words.',
    ]);
  });

  it('lets the order of such lines be', () => {
    const lines = ['Lost words.', EVERY, 'More lost words.'];
    const turned = [...lines].reverse();
    assert.deepEqual(linesBetween([{ ...ORDER, sentences: lines }], [{ ...ORDER, sentences: turned }]), []);
  });
});

describe('diff: sections', () => {
  it('tells exactly the section that was inserted, and what it holds', () => {
    const difference = diffPair(documentOf([ORDER, CARD]), documentOf([ORDER, ITEM, CARD]));
    const [section, ...others] = difference.documents[0]!.sections;
    assert.deepEqual(others, []);
    assert.equal(section?.section, 'shop-item-to-desk-part');
    assert.deepEqual(
      section.changes.map(({ change, thing }) => `${change} ${thing}`),
      ['added section', 'added sentence', 'added sentence', 'added sentence', 'added row'],
    );
  });

  it('tells a section that moved once, and nothing of what it moved past', () => {
    assert.deepEqual(linesBetween([ORDER, ITEM, CARD], [ITEM, CARD, ORDER]), [
      'moved section: Shop Order to Desk Ticket after Shop Card to Desk Pass',
    ]);
  });

  it('tells a heading that changed over mostly the same content as renamed', () => {
    const renamed: SectionText = { ...CARD, x: 'Loyalty Card' };
    const difference = diffPair(documentOf([ORDER, CARD]), documentOf([ORDER, renamed]));
    assert.deepEqual(changeLines(difference), [
      'renamed section: Shop Loyalty Card to Desk Pass [heading: Shop Card to Desk Pass → Shop Loyalty Card to Desk Pass] [source: Shop Card → Shop Loyalty Card]',
    ]);
    const [change] = changesOf(difference);
    assert.equal(change?.checks.length, change?.oldChecks.length);
    assert.ok(change?.checks.every((id) => id.includes('/shop-loyalty-card-to-desk-pass/')));
  });

  it('tells what changed inside of a renamed section', () => {
    const renamed: SectionText = {
      ...CARD,
      x: 'Loyalty Card',
      rows: [...CARD.rows!, ['level', 'tier', 'N/A']],
    };
    assert.deepEqual(linesBetween([CARD], [renamed]).slice(1), ['added row: level | tier | N/A']);
  });

  it('pairs no section with one that shares neither two rows nor a datatype', () => {
    const [one, other]: SectionText[] = [
      { x: 'A', y: 'B' },
      { x: 'C', y: 'D' },
    ];
    const kinds = linesBetween([one!], [other!]).filter((each) => each.includes('section'));
    assert.deepEqual(kinds, ['removed section: Shop A to Desk B', 'added section: Shop C to Desk D']);
    assert.match(linesBetween([one!], [{ ...other!, x: 'A' }])[0] ?? '', /^renamed section/);
    const shared: SectionText = { ...other!, rows: ROWS };
    assert.match(linesBetween([{ ...one!, rows: ROWS }], [shared])[0] ?? '', /^renamed section/);
  });

  it('pairs no section with one whose content is another, though a datatype is the same', () => {
    const other: SectionText = { ...ITEM, x: 'Order', merge: [['sku', 'code']], sentences: [] };
    const kinds = linesBetween([ORDER], [other]).filter((each) => each.includes('section'));
    assert.deepEqual(
      kinds.map((each) => each.split(':')[0]),
      ['removed section', 'added section'],
    );
  });

  it('tells a heading that is cut elsewhere, because the table says so', () => {
    const text = documentText([{ ...ORDER, y: 'Big Ticket' }]);
    const [cut, header] = changeLines(
      diffPair(parse(text), parse(text.replace('Desk Data Type', 'Desk Big Data Type'))),
    );
    assert.equal(
      cut,
      'changed section: Shop Order to Desk Big Ticket [heading: "Shop" "Order" to "Desk" "Big Ticket" → "Shop" "Order" to "Desk Big" "Ticket"]',
    );
    assert.match(header ?? '', /^reworded table-header/);
  });

  it('tells a heading of the same slug as changed, and judges all of the section again', () => {
    const difference = diffPair(documentOf([ORDER]), documentOf([{ ...ORDER, x: 'ORDER' }]));
    assert.deepEqual(changeLines(difference), [
      'changed section: Shop ORDER to Desk Ticket [heading: Shop Order to Desk Ticket → Shop ORDER to Desk Ticket] [source: Shop Order → Shop ORDER]',
    ]);
    assert.equal(difference.again.checks.length, 6);
  });
});

describe('diff: what is outside of the sections', () => {
  it('tells another title by its systems', () => {
    const difference = diffPair(documentOf([ORDER]), documentOf([ORDER], { source: 'Store' }));
    assert.equal(
      changeLines(difference)[0],
      'changed title: Store to Desk Dataflow [source system: Shop → Store]',
    );
    assert.match(changeLines(difference)[1] ?? '', /^renamed section/);
  });

  it('tells another Introduction, and asks for nothing to run again', () => {
    const difference = diffPair(
      documentOf([ORDER], { introduction: ['One.', 'Two.'] }),
      documentOf([ORDER], { introduction: ['One.', 'Three.'] }),
    );
    assert.deepEqual(changeLines(difference), ['reworded introduction']);
    assert.deepEqual(difference.again, { checks: [], scenarios: [], untried: [] });
  });

  const text = documentText([ORDER, CARD]);
  const unchanged: readonly (readonly [string, string | Uint8Array])[] = [
    ['the date of its generation', documentText([ORDER, CARD], { generated: '2025-12-24 18:00:00' })],
    ['line ends', text.replaceAll('\n', '\r\n')],
    ['a byte order mark', new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(text)])],
    ['blank lines', text.replaceAll('\n\n', '\n\n\n\n')],
    ['trailing blanks', text.replaceAll('\n', ' \t\n')],
    ['nothing', text],
  ];
  for (const [what, other] of unchanged) {
    it(`finds no difference where ${what} changed`, () => {
      const { documents, again, totals } = diffPair(parse(text), parse(other));
      assert.deepEqual(
        documents.map(({ state, changes: all, sections }) => [state, all, sections]),
        [['unchanged', [], []]],
      );
      assert.deepEqual(again, { checks: [], scenarios: [], untried: [] });
      assert.ok(Object.values(totals).every((count) => count === 0));
    });
  }
});

describe('diff: several documents', () => {
  const named = (slug: string, sections: readonly SectionText[]): ReturnType<typeof parse> =>
    parse(documentText(sections), `specs/${slug}.rst`);

  it('pairs by slug, and reports documents that are in one version only', () => {
    const { documents, totals } = diffDocuments(
      [named('same', [ORDER]), named('gone', [ITEM])],
      [named('fresh', [ITEM]), named('same', [ORDER])],
    );
    assert.deepEqual(
      documents.map(({ document, state, oldPath, newPath }) => [document, state, oldPath, newPath]),
      [
        ['fresh', 'added', undefined, 'specs/fresh.rst'],
        ['gone', 'removed', 'specs/gone.rst', undefined],
        ['same', 'unchanged', 'specs/same.rst', 'specs/same.rst'],
      ],
    );
    assert.deepEqual([totals.added, totals.removed], [totals.removed, totals.added]);
  });

  it('pairs two documents whatever their names; ids begin with the new slug', () => {
    const difference = diffPair(named('before', [ORDER]), named('after', [ORDER, ITEM]));
    assert.deepEqual([difference.documents.length, difference.totals.removed], [1, 0]);
    assert.ok(difference.again.checks.every(({ check }) => check.startsWith('after/')));
  });
});
