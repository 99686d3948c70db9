import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checksOf, rowKey, sectionSlugs, type Row, type Section } from '.';
import { awkwardName, documentOf, NOWHERE, row, section, sentence, table } from './testing';

const PREFIX = 'shop-to-desk/shop-order-to-desk-ticket';

function idsOf(sections: readonly Section[]): string[] {
  return checksOf(documentOf(sections)).map(({ id }) => id);
}

function idsOfRows(...rows: readonly Row[]): string[] {
  return idsOf([section('Shop.Order', 'Desk.Ticket', table('properties', ...rows))]).slice(3);
}

describe('the key of a row', () => {
  it('is its source and its target', () => {
    assert.equal(rowKey(row('info.emails', 'loginEmail')), 'info.emails~loginEmail');
  });

  it('ends in the value of its gate', () => {
    const gate = { property: 'phone.country', value: 'NO' };
    assert.equal(rowKey(row('phone', 'phone', { gate })), 'phone~phone~NO');
    assert.equal(rowKey(row('phone', 'phone', { gate: { property: 'country' } })), 'phone~phone~');
  });

  it('percent-encodes what is not a letter, digit or ._-~', () => {
    assert.equal(rowKey(row('a b/c', 'd%|"é')), 'a%20b%2Fc~d%25%7C%22é');
    assert.equal(rowKey(row('\u{1f6b2}', '@x')), '%F0%9F%9A%B2~%40x');
  });

  it('can be decoded again', () => {
    fc.assert(
      fc.property(awkwardName, awkwardName, (source, target) => {
        const key = rowKey(row(source, target));
        assert.equal(decodeURIComponent(key), `${source}~${target}`);
        assert.match(key, /^[\p{L}\p{N}._~%-]+$/u);
      }),
    );
  });
});

describe('the checks of a document', () => {
  it('are one for each sentence, row and informative line, in the order of the lines', () => {
    const document = documentOf(
      [
        section(
          'Shop.Order',
          'Desk.Ticket',
          sentence('create-always'),
          table('merge-on-match', row('number', 'reference')),
          sentence('keep-in-sync'),
          table('properties', row('number', 'reference'), row('name', 'title')),
        ),
      ],
      { informative: [{ kind: 'title', line: 2, column: 1, endLine: 2, text: 'Shop to Desk Dataflow' }] },
    );
    assert.deepEqual(
      checksOf(document).map(({ id, kind }) => `${id} ${kind}`),
      [
        'shop-to-desk/title title',
        `${PREFIX}/heading heading`,
        `${PREFIX}/create-always create-always`,
        `${PREFIX}/merge-on-match merge-on-match`,
        `${PREFIX}/merge-on-match/table-header table-header`,
        `${PREFIX}/merge-on-match/number~reference merge-on-match`,
        `${PREFIX}/keep-in-sync keep-in-sync`,
        `${PREFIX}/properties properties`,
        `${PREFIX}/properties/table-header table-header`,
        `${PREFIX}/properties/number~reference properties`,
        `${PREFIX}/properties/name~title properties`,
      ],
    );
  });

  it('tell each row which table it stands in', () => {
    const document = documentOf([section('Shop.Order', 'Desk.Ticket', table('properties', row('a', 'b')))]);
    const [, , header, only] = checksOf(document);
    assert.equal(header?.table, `${PREFIX}/properties`);
    assert.equal(only?.table, `${PREFIX}/properties`);
    assert.equal(only.section, 'shop-order-to-desk-ticket');
    assert.equal(only.document, 'specs/shop-to-desk.rst');
  });

  it('number identical rows, sentences and headings in their order', () => {
    const twice = [
      sentence('create-always'),
      sentence('create-always'),
      table('properties', row('a', 'b'), row('a', 'b')),
    ];
    const one = section('Shop.Order', 'Desk.Ticket', ...twice);
    const ids = idsOf([one, one]);
    for (const end of ['create-always', 'create-always~2', 'properties/a~b', 'properties/a~b~2']) {
      assert.ok(ids.includes(`${PREFIX}/${end}`), end);
      assert.ok(ids.includes(`${PREFIX}~2/${end}`), end);
    }
  });

  it('are never two with one id, even where a row is called like the second of twins', () => {
    const gated = row('a', 'b', { gate: { property: 'c', value: '2' } });
    for (const rows of [
      [row('a', 'b'), row('a', 'b'), gated],
      [gated, row('a', 'b'), row('a', 'b')],
    ]) {
      const ids = idsOfRows(...rows);
      assert.equal(new Set(ids).size, 3, ids.join(' '));
    }
  });

  it('know a line that no rule reads by a hash of its text', () => {
    const lost = (text: string): Section => ({
      ...section('Shop.Order', 'Desk.Ticket'),
      notUnderstood: [{ ...NOWHERE, text }],
    });
    const [, one] = idsOf([lost('Whatever this is.')]);
    const [, other] = idsOf([lost('Whatever this was.')]);
    assert.match(one!, /^shop-to-desk\/shop-order-to-desk-ticket\/not-understood\/[0-9a-f]{12}$/);
    assert.notEqual(one, other);
    assert.deepEqual(idsOf([section('Shop.Cart', 'Desk.Ticket'), lost('Whatever this is.')])[2], one);
  });

  it('have sections with slugs of their own', () => {
    const one = section('Shop.Order', 'Desk.Ticket');
    assert.deepEqual(sectionSlugs(documentOf([one, one, section('Shop.Cart', 'Desk.Ticket')])), [
      'shop-order-to-desk-ticket',
      'shop-order-to-desk-ticket~2',
      'shop-cart-to-desk-ticket',
    ]);
  });
});

/** Distinct rows: `~` stands in a key as it is, so names with it are left out (`a~b` | `c` has the key of `a` | `b~c`). */
const name = awkwardName.map((text) => text.replaceAll('~', '-'));
const distinctRows = fc.uniqueArray(
  fc.record({ source: name, target: name }).map(({ source, target }) => row(source, target)),
  { selector: (each) => rowKey(each), minLength: 1, maxLength: 8 },
);

describe('check ids are stable', () => {
  it('when other rows are put in, taken out or put in another order', () => {
    fc.assert(
      fc.property(distinctRows, fc.infiniteStream(fc.nat()), (rows, numbers) => {
        const all = idsOfRows(...rows);
        assert.equal(new Set(all).size, rows.length);
        const idOf = new Map(rows.map((each, index) => [each, all[index]]));
        const some = rows
          .map((each) => ({ each, rank: numbers.next().value as number }))
          .filter(({ rank }) => rank % 3 > 0)
          .sort((one, other) => one.rank - other.rank)
          .map(({ each }) => each);
        assert.deepEqual(
          idsOfRows(...some),
          some.map((each) => idOf.get(each)),
        );
      }),
    );
  });

  it('when other sections are put in, taken out or put in another order', () => {
    const sections = fc.uniqueArray(
      fc
        .tuple(fc.constantFrom('Order', 'Cart', 'Offer', 'Voucher', 'Person'), distinctRows)
        .map(([datatype, rows]) =>
          section(
            `Shop.${datatype}`,
            'Desk.Ticket',
            sentence('create-always'),
            table('merge-on-match', ...rows),
            table('properties', ...rows),
          ),
        ),
      { selector: ({ heading }) => heading, minLength: 2 },
    );
    const sorted = (ids: string[], part: Section): string[] => {
      const [slug = ''] = sectionSlugs({ sections: [part] });
      return ids.filter((id) => id.startsWith(`shop-to-desk/${slug}/`));
    };
    fc.assert(
      fc.property(sections, (all) => {
        const whole = idsOf(all);
        const [first] = all;
        const turned = idsOf([...all].reverse());
        for (const part of all) {
          assert.deepEqual(sorted(turned, part), sorted(whole, part));
          assert.deepEqual(idsOf([part]), sorted(whole, part));
        }
        assert.deepEqual(
          idsOf(all.slice(1)),
          whole.filter((id) => !sorted(whole, first!).includes(id)),
        );
      }),
    );
  });

  it('whatever the lines are', () => {
    const document = documentOf([
      section('Shop.Order', 'Desk.Ticket', table('properties', row('a', 'b'), row('c', 'd'))),
    ]);
    const moved = JSON.parse(JSON.stringify(document), (key, value: unknown) =>
      (key === 'line' || key === 'endLine') && typeof value === 'number' ? value + 100 : value,
    ) as typeof document;
    const [before, after] = [checksOf(document), checksOf(moved)];
    assert.deepEqual(
      after.map(({ id }) => id),
      before.map(({ id }) => id),
    );
    assert.deepEqual(
      after.map(({ line }) => line - 100),
      before.map(({ line }) => line),
    );
  });
});
