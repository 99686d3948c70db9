import assert from 'node:assert/strict';
import { parse as parseTags } from '@cucumber/tag-expressions';
import fc from 'fast-check';
import type { DataflowDocument } from '../model';
import { featureOfDocument, picklesOf } from '../scenarios/testing';
import { diffDocuments, diffPair, type Difference } from '.';
import { anyDocument, documentOf, documentText, parse, type SectionText } from './testing';

const ORDER: SectionText = {
  x: 'Order',
  y: 'Ticket',
  rows: [
    ['name', 'title', '"string"'],
    ['amount', 'total', '"integer"'],
  ],
};
const ITEM: SectionText = { x: 'Item', y: 'Part', rows: [['sku', 'code', '"string"']] };
const ORDERS = 'shop-to-desk/shop-order-to-desk-ticket';

/** Names of the scenarios that a run of the documents with these tags would select, as cucumber does. */
function selected(documents: readonly DataflowDocument[], tags: string | null): string[] {
  const expression = parseTags(tags ?? '');
  return documents.flatMap((document) =>
    picklesOf(featureOfDocument(document))
      .filter((pickle) => expression.evaluate(pickle.tags.map(({ name }) => name)))
      .map(({ name }) => `${document.slug}:${name}`),
  );
}

function reasons({ again }: Difference): string[] {
  return again.checks.map(({ check, because }) => `${because} ${check.replace(`${ORDERS}/`, '')}`);
}

describe('diff: what to run again', () => {
  it('names a new row, and what has other scenarios because of it', () => {
    const more: SectionText = { ...ORDER, rows: [...ORDER.rows!, ['note', 'text', '"string"']] };
    const difference = diffPair(documentOf([ORDER, ITEM]), documentOf([more, ITEM]));
    assert.ok(reasons(difference).includes('added properties/note~text'));
    assert.ok(!reasons(difference).some((each) => each.includes('shop-item')));
    assert.ok(difference.again.scenarios.some(({ name }) => name.includes('note')));
  });

  it('names the checks of another section whose scenarios do something else', () => {
    const also = (type: string): SectionText => ({ x: 'Order', y: 'Part', rows: [['tags', 'code', type]] });
    const item: SectionText = { ...ITEM, merge: [['sku', 'code']], rows: [['name', 'label', '"string"']] };
    const old = documentOf([item, also('"string"')]);
    const now = documentOf([item, also('"list"')]);
    const difference = diffPair(old, now);
    assert.deepEqual(
      difference.documents[0]?.sections.map(({ section }) => section),
      ['shop-order-to-desk-part'],
    );
    const others = difference.again.checks.filter(({ check }) => check.includes('/shop-item-to-desk-part/'));
    assert.ok(others.length > 0);
    assert.ok(others.every(({ because }) => because === 'scenarios'));
  });

  it('names the scenario over the whole document alone where a section was removed', () => {
    const now = documentOf([ORDER]);
    const { again } = diffPair(documentOf([ORDER, ITEM]), now);
    assert.deepEqual(again.checks, []);
    assert.equal(again.selection?.tags, '@whole');
    assert.deepEqual(
      again.scenarios.map(({ id }) => id),
      selected([now], '@whole'),
    );
  });

  it('asks for nothing where things only moved', () => {
    const turned: SectionText = { ...ORDER, rows: [...ORDER.rows!].reverse() };
    const difference = diffPair(documentOf([ORDER, ITEM]), documentOf([ITEM, turned]));
    assert.deepEqual(
      [difference.totals.moved, difference.again],
      [2, { checks: [], scenarios: [], untried: [] }],
    );
  });

  it('asks for nothing where things are only written differently', () => {
    const rows = ORDER.rows!.map((cells) => cells.map((cell) => cell.replaceAll('"', '')));
    const difference = diffPair(documentOf([ORDER]), documentOf([{ ...ORDER, rows }]));
    assert.deepEqual([difference.totals.reworded, difference.again.checks], [2, []]);
  });

  it('says of a changed check without scenarios why it has none', () => {
    const gated: SectionText = {
      ...ORDER,
      rows: [['name (Dependant on having NO in country)', 'title', '"string"'], ...ORDER.rows!.slice(1)],
    };
    const { again } = diffPair(documentOf([ORDER]), documentOf([gated]));
    assert.deepEqual(
      again.untried.map(({ check }) => check),
      [`${ORDERS}/properties/name~title~NO`],
    );
    assert.ok(again.untried[0]!.reason.length > 0);
  });

  it('selects with the tags exactly the scenarios that it names', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (one, other) => {
        const now = parse(other);
        const { again } = diffPair(parse(one), now);
        const { selection } = again;
        assert.equal(selection === undefined, again.scenarios.length === 0);
        if (selection?.precision !== 'scenarios') {
          return;
        }
        assert.deepEqual(
          selected([now], selection.tags),
          again.scenarios.map(({ id }) => id),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('keeps documents apart whose sections have the same slug', () => {
    const more: SectionText = {
      ...ORDER,
      sentences: ['If no matching Y is found, a new Y will be created.'],
    };
    const version = (one: SectionText): DataflowDocument[] => [
      parse(documentText([one, ITEM]), 'a.rst'),
      parse(documentText([ORDER, ITEM]), 'b.rst'),
    ];
    const now = version(more);
    const { again } = diffDocuments(version(ORDER), now);
    assert.equal(again.selection?.precision, 'scenarios');
    assert.match(again.selection.tags ?? '', /@document:a and/);
    const names = selected(now, again.selection.tags);
    assert.deepEqual(
      names,
      again.scenarios.map(({ id }) => id),
    );
    assert.ok(names.every((name) => name.startsWith('a:')));
  });

  it('widens to sections and documents where the tags would be too long', () => {
    const sections = (count: number, type: string): SectionText[] =>
      Array.from({ length: count }, (_, at) => ({
        x: `Thing number ${at} with a name`,
        y: 'Part',
        rows: [
          ['sku', 'code', type],
          ['name', 'title', '"string"'],
        ],
      }));
    const after = (count: number): { tags: string | null; precision: string } => {
      const now = documentOf(sections(count, '"integer"').concat(ITEM));
      const { again } = diffPair(documentOf(sections(count, '"string"').concat(ITEM)), now);
      const names = new Set(selected([now], again.selection?.tags ?? null));
      assert.ok(again.scenarios.every(({ id }) => names.has(id)));
      return again.selection!;
    };
    assert.equal(after(3).precision, 'scenarios');
    assert.equal(after(15).precision, 'sections');
    assert.equal(after(60).precision, 'documents');
    assert.ok([3, 15, 60].every((count) => (after(count).tags ?? '').length <= 2_000));
  });

  it('offers the changed sections as a whole beside their changed scenarios', () => {
    const changed: SectionText = {
      ...ORDER,
      rows: [
        ['name', 'title', '"string"'],
        ['amount', 'total', '"decimal"'],
      ],
    };
    const now = documentOf([changed, ITEM]);
    const { again } = diffPair(documentOf([ORDER, ITEM]), now);
    const [narrow, wide] = [again.selection, again.wider].map((each) => selected([now], each?.tags ?? null));
    assert.equal(again.wider?.precision, 'sections');
    assert.ok(narrow!.every((name) => wide!.includes(name)));
    assert.ok(wide!.length > narrow!.length);
    assert.ok(!wide!.some((name) => name.includes('Item to Part')));
  });
});
