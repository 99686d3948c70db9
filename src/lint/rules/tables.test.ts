/** What the rules about rows report and what they ignore, beyond their fixtures. */
import assert from 'node:assert/strict';
import { contextOf, documentOf, messages, requires, section } from '../testing';

const pair = { source: 'Shop Order', target: 'Desk Ticket' };
function desk(...rows: readonly (readonly string[])[]): ReturnType<typeof documentOf> {
  return documentOf('Shop', 'Desk', section({ ...pair, rows }));
}
function linesOf(code: string, ...rows: readonly (readonly string[])[]): number[] {
  return messages(code, [desk(...rows)]).map((text) => Number(/:(\d+) /.exec(text)?.[1]));
}

/** The line of the first row of the property table in `desk`. */
const first = 20;

describe('two-writers (D17)', () => {
  const gate = (path: string, value: string, property: string): string =>
    `${path} (Dependant on having ${value} in ${property})`;

  it('tells rows apart whose gates have different values on one property, and no others', () => {
    assert.deepEqual(linesOf('two-writers', [gate('a', '1', 'p'), 'x'], [gate('b', '2', 'p'), 'x']), []);
    assert.deepEqual(
      linesOf('two-writers', [gate('a', '1', 'p'), 'x'], [gate('b', '1', 'p'), 'x']).length,
      1,
    );
    assert.deepEqual(
      linesOf('two-writers', [gate('a', '1', 'p'), 'x'], [gate('b', '2', 'q'), 'x']).length,
      1,
    );
    assert.deepEqual(linesOf('two-writers', [gate('a', '1', 'p'), 'x'], ['b', 'x']).length, 1);
    assert.deepEqual(linesOf('two-writers', [gate('a', '', 'p'), 'x'], [gate('b', '2', 'p'), 'x']).length, 1);
  });

  it('reports a target once, however many rows write it, and not where they read one source', () => {
    assert.deepEqual(linesOf('two-writers', ['a', 'x'], ['b', 'x'], ['c', 'x']).length, 1);
    assert.deepEqual(linesOf('two-writers', ['a', 'x'], ['a', 'x'], ['a', 'y']), []);
  });
});

describe('duplicate-row and contradicting-data-types', () => {
  it('share rows between them: alike in all is a duplicate, unlike in the type a contradiction', () => {
    assert.equal(linesOf('duplicate-row', ['a', 'x', '"string"'], ['a', 'x', '"integer"']).length, 0);
    assert.equal(
      linesOf('contradicting-data-types', ['a', 'x', '"string"'], ['a', 'x', '"integer"']).length,
      1,
    );
    assert.equal(linesOf('duplicate-row', ['a', 'x', '"string"'], ['a', 'x', 'string']).length, 1);
    assert.equal(linesOf('contradicting-data-types', ['a', 'x', '"string"'], ['a', 'x', 'string']).length, 0);
  });

  it('keep rows with other gates apart', () => {
    assert.deepEqual(linesOf('duplicate-row', ['a', 'x'], ['a (Dependant on having )', 'x']), []);
    const gated = 'a (Dependant on having 1 in p)';
    assert.deepEqual(
      linesOf('duplicate-row', ['a', 'x'], [gated, 'x'], ['a (Dependant on having 2 in p)', 'x']),
      [],
    );
    assert.equal(linesOf('duplicate-row', [gated, 'x'], ['a', 'x (Dependant on having 1 in p)']).length, 1);
  });
});

describe('contradicting-data-types (D15)', () => {
  const agree: readonly (readonly [string, string])[] = [
    ['"float"', '"decimal"'],
    ['"list"', '"string"'],
    ['"integer"', 'N/A'],
    ['"boolean"', ''],
    ['"string"', '["integer", ["decimal", "_."]]'],
  ];
  for (const [one, other] of agree) {
    it(`lets ${one} and ${other === '' ? 'an empty cell' : other} stand for one property`, () => {
      assert.deepEqual(linesOf('contradicting-data-types', ['a', 'x', one], ['b', 'x', other]), []);
    });
  }
  const differ: readonly (readonly [string, string])[] = [
    ['"string"', '"integer"'],
    ['"integer"', '"decimal"'],
    ['"float"', '"integer"'],
    ['"boolean"', '"string"'],
  ];
  for (const [one, other] of differ) {
    it(`reports ${one} and ${other} for one property`, () => {
      assert.equal(linesOf('contradicting-data-types', ['a', 'x', one], ['b', 'x', other]).length, 1);
    });
  }

  const into = (
    source: string,
    target: string,
    datatype: string,
    type: string,
  ): ReturnType<typeof documentOf> =>
    documentOf(
      source,
      target,
      section({ source: `${source} Order`, target: `${target} ${datatype}`, rows: [['a', 'x', type]] }),
    );

  it('compares documents, names the other place, and blames the type that fewer rows state', () => {
    const documents = [
      into('Shop', 'Desk', 'Ticket', '"string"'),
      into('Till', 'Desk', 'Ticket', '"integer"'),
      into('Web', 'Desk', 'Ticket', '"integer"'),
    ];
    assert.deepEqual(messages('contradicting-data-types', documents), [
      `shop-to-desk.rst:${first} "x" has the data type "string" here, and "integer" in till-to-desk.rst:${first}.`,
    ]);
  });

  it('keeps systems and datatypes apart; aliases are one system', () => {
    const other = [into('Shop', 'Desk', 'Ticket', '"string"'), into('Shop', 'Desk', 'Task', '"integer"')];
    assert.deepEqual(messages('contradicting-data-types', other), []);
    const named = [into('Shop', 'Desk', 'Ticket', '"string"'), into('Shop', 'Desk2', 'Ticket', '"integer"')];
    assert.deepEqual(messages('contradicting-data-types', named), []);
    const context = contextOf({ systems: { Desk: { aliases: ['Desk2'], schema: {} } } });
    assert.equal(messages('contradicting-data-types', named, context).length, 1);
  });

  it('types the target side alone: the reverse document types the other', () => {
    const there = documentOf('Shop', 'Desk', section({ ...pair, rows: [['a', 'x', '"string"']] }));
    const back = (type: string): ReturnType<typeof documentOf> =>
      documentOf(
        'Desk',
        'Shop',
        section({ source: 'Desk Ticket', target: 'Shop Order', rows: [['x', 'a', type]] }),
      );
    assert.deepEqual(messages('contradicting-data-types', [there, back('"integer"')]), []);
  });
});

describe('merge-property-not-synchronized (D10)', () => {
  const opening = [requires('Shop Order', 'Desk Ticket')];
  const merging = (
    merge: readonly (readonly string[])[],
    ...rows: readonly (readonly string[])[]
  ): string[] =>
    messages('merge-property-not-synchronized', [
      documentOf('Shop', 'Desk', section({ ...pair, opening, merge, rows })),
    ]);

  it('names the side that is left out', () => {
    assert.match(merging([['a', 'x']], ['a', 'y']).join(), /Records match by "x" of Desk Ticket, which/);
    assert.match(merging([['a', 'x']], ['b', 'x']).join(), /Records match by "a" of Shop Order, which/);
  });

  it('counts a row for a part of a property, or for what it is a part of', () => {
    assert.deepEqual(merging([['info.emails', 'x']], ['info.emails.value', 'x']), []);
    assert.deepEqual(merging([['info.emails.value', 'x']], ['info.emails', 'x']), []);
    assert.equal(merging([['info.emails', 'x']], ['info.email', 'x']).length, 1);
    assert.equal(merging([['info.emails', 'x']], ['info.emailsOld', 'x']).length, 1);
  });

  it('ignores an empty property table (D24), and the id of a record', () => {
    assert.deepEqual(merging([['a', 'x']]), []);
    assert.deepEqual(merging([['id', 'x']], ['a', 'x']), []);
  });

  it('counts the rows of the reverse document', () => {
    const there = documentOf(
      'Shop',
      'Desk',
      section({ ...pair, opening, merge: [['a', 'x']], rows: [['b', 'y']] }),
    );
    const back = documentOf(
      'Desk',
      'Shop',
      section({ source: 'Desk Ticket', target: 'Shop Order', rows: [['x', 'a']] }),
    );
    assert.equal(messages('merge-property-not-synchronized', [there]).length, 1);
    assert.deepEqual(messages('merge-property-not-synchronized', [there, back]), []);
  });
});

describe('gate-without-value (D22)', () => {
  it('reports a missing value, a missing property, or both, in tables of both kinds', () => {
    const merge = [['a (Dependant on having  in p)', 'x']];
    const rows = [
      ['b (Dependant on having V in )', 'y'],
      ['c (Dependant on having )', 'z'],
      ['d (Dependant on having V in p)', 'w'],
    ];
    const found = messages('gate-without-value', [
      documentOf('Shop', 'Desk', section({ ...pair, merge, rows })),
    ]);
    assert.deepEqual(
      found.map((text) => /"\w" has (no .*), so/.exec(text)?.[1]),
      ['no value', 'no property', 'no value and no property'],
    );
  });
});

describe('unknown-data-type', () => {
  it('ignores what is known, states nothing, or can be restored', () => {
    const types = ['"string"', 'decimal', 'N/A', '', '["integer", ["decimal", "_."]]'];
    assert.deepEqual(
      linesOf('unknown-data-type', ...types.map((type, at) => [`a${at}`, `x${at}`, type])),
      [],
    );
  });

  it('says why the cell cannot be read', () => {
    assert.match(
      messages('unknown-data-type', [desk(['a', 'x', '"Text"'])]).join(),
      /"x" cannot be read: .+\.$/,
    );
  });
});
