/** What holds for any two documents. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checksOf } from '../model';
import {
  diffPair,
  formatDiffJson,
  formatDiffMarkdown,
  formatDiffText,
  type DocumentChange,
  type Difference,
} from '.';
import {
  anyDocument,
  anySection,
  anySections,
  changesOf,
  documentOf,
  documentText,
  parse,
  type SectionText,
} from './testing';

function isEmpty({ documents, again, totals }: Difference): boolean {
  return (
    documents.every(({ state }) => state === 'unchanged') &&
    again.checks.length === 0 &&
    Object.values(totals).every((count) => count === 0)
  );
}

/** Ids of what is in the new version only, according to the changes; the Introduction is one thing. */
function toldAsNew(changes: readonly DocumentChange[]): Set<string> {
  return new Set(
    changes
      .filter(({ change, thing }) => change === 'added' || change === 'renamed' || thing !== 'section')
      .flatMap(({ checks, oldChecks, thing }) =>
        thing === 'introduction' ? [] : checks.filter((id) => !oldChecks.includes(id)),
      ),
  );
}

function idsOf(text: string): Set<string> {
  return new Set(
    checksOf(parse(text))
      .filter(({ kind }) => kind !== 'introduction')
      .map(({ id }) => id),
  );
}

/** What is reported of a change, without its direction. */
function shapes(
  changes: readonly DocumentChange[],
  kind: DocumentChange['change'],
  side: 'old' | 'new',
): unknown[] {
  return changes
    .filter(({ change, thing }) => change === kind && thing !== 'introduction')
    .map((change) => [
      change.thing,
      change.kind,
      change[side],
      side === 'new' ? change.checks : change.oldChecks,
    ])
    .map((shape) => JSON.stringify(shape))
    .sort();
}

describe('diff of any documents', () => {
  it('finds nothing between a document and itself', () => {
    fc.assert(fc.property(anyDocument, (text) => isEmpty(diffPair(parse(text), parse(text)))));
  });

  it('finds nothing where only line ends, blanks, blank lines and the date differ', () => {
    fc.assert(
      fc.property(
        anyDocument,
        fc.constantFrom('\r\n', '\r', '  \n', '\t\r\n'),
        fc.boolean(),
        (text, end, mark) => {
          const other = text
            .replace('2024-01-01', '2025-05-05')
            .replaceAll('\n\n', '\n\n\n')
            .replaceAll('\n', end);
          return isEmpty(diffPair(parse(text), parse(mark ? `\uFEFF${other}` : other)));
        },
      ),
    );
  });

  it('tells exactly an inserted section as added, and the other way round as removed', () => {
    const fresh = anySection(fc.constant('Zebra'));
    fc.assert(
      fc.property(anySections, fresh, fc.nat({ max: 5 }), (sections, section, at) => {
        const [old, now] = [
          documentOf(sections),
          documentOf([...sections.slice(0, at), section, ...sections.slice(at)]),
        ];
        const there = diffPair(old, now).documents[0]!;
        assert.deepEqual(
          [there.changes, there.sections.map((each) => each.section)],
          [[], ['shop-zebra-to-desk-zebra']],
        );
        assert.ok(there.sections[0]!.changes.every(({ change }) => change === 'added'));
        const back = diffPair(now, old).documents[0]!;
        assert.ok(back.sections[0]!.changes.every(({ change }) => change === 'removed'));
      }),
    );
  });

  it('reports as added what is reported as removed the other way round', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (one, other) => {
        const there = changesOf(diffPair(parse(one), parse(other)));
        const back = changesOf(diffPair(parse(other), parse(one)));
        assert.deepEqual(shapes(there, 'added', 'new'), shapes(back, 'removed', 'old'));
        assert.deepEqual(shapes(there, 'removed', 'old'), shapes(back, 'added', 'new'));
        assert.deepEqual(shapes(there, 'renamed', 'new'), shapes(back, 'renamed', 'old'));
      }),
    );
  });

  it('tells the same sections as renamed in both directions', () => {
    const rows = [
      ['email', 'mail'],
      ['name', 'title'],
      ['city', 'place'],
      ['phone', 'number'],
    ];
    const version = (letter: string): fc.Arbitrary<SectionText[]> =>
      fc
        .array(fc.subarray(rows, { minLength: 2 }), { minLength: 1, maxLength: 4 })
        .map((all) => all.map((some, at) => ({ x: `${letter}${at}`, y: letter, rows: some })));
    fc.assert(
      fc.property(version('P'), version('Q'), (one, other) => {
        const there = changesOf(diffPair(documentOf(one), documentOf(other)));
        const back = changesOf(diffPair(documentOf(other), documentOf(one)));
        assert.deepEqual(shapes(there, 'renamed', 'new'), shapes(back, 'renamed', 'old'));
        assert.deepEqual(shapes(there, 'added', 'new'), shapes(back, 'removed', 'old'));
      }),
    );
  });

  it('tells every check that is new, and no other, and the same of every check that is gone', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (one, other) => {
        const changes = changesOf(diffPair(parse(one), parse(other)));
        const [old, now] = [idsOf(one), idsOf(other)];
        const turned = changes.map((change) => ({
          ...change,
          checks: change.oldChecks,
          oldChecks: change.checks,
        }));
        const fresh = [...now].filter((id) => !old.has(id)).sort();
        const gone = [...old].filter((id) => !now.has(id)).sort();
        assert.deepEqual([...toldAsNew(changes)].filter((id) => !old.has(id)).sort(), fresh);
        assert.deepEqual(
          [
            ...toldAsNew(
              turned.map((each) =>
                each.change === 'removed' ? { ...each, change: 'added' as const } : each,
              ),
            ),
          ]
            .filter((id) => !now.has(id))
            .sort(),
          gone,
        );
        const added = changes.filter(({ change, thing }) => change === 'added' && thing !== 'introduction');
        assert.ok(added.flatMap(({ checks }) => checks).every((id) => now.has(id) && !old.has(id)));
      }),
    );
  });

  it('tells an edit of a row as one change, in its section', () => {
    const cells = fc.constantFrom<readonly [number, string]>([0, 'other'], [1, 'other'], [2, '"boolean"']);
    const rows = [
      ['email', 'mail', '"string"'],
      ['name', 'title', '"string"'],
      ['city', 'place', 'integer'],
    ];
    const section = fc
      .constantFrom('Alpha', 'Beta', 'Gamma')
      .map((x): SectionText => ({ x, y: 'Part', rows }));
    const sections = fc.uniqueArray(section, { minLength: 1, selector: ({ x }) => x });
    fc.assert(
      fc.property(sections, fc.nat(), fc.nat({ max: 2 }), cells, (all, which, row, [cell, value]) => {
        const edited = all.map((each, at) =>
          at !== which % all.length
            ? each
            : { ...each, rows: rows.map((old, index) => (index === row ? old.with(cell, value) : old)) },
        );
        const difference = diffPair(documentOf(all), documentOf(edited));
        assert.deepEqual(
          difference.documents[0]!.sections.map((each) => [
            each.section,
            each.changes.map(({ change, thing }) => `${change} ${thing}`),
          ]),
          [[`shop-${all[which % all.length]!.x.toLowerCase()}-to-desk-part`, ['changed row']]],
        );
      }),
    );
  });

  it('judges again every check that is new or changed, and has a command wherever there is a scenario', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (one, other) => {
        const difference = diffPair(parse(one), parse(other));
        const again = new Set(difference.again.checks.map(({ check }) => check));
        const demanded = changesOf(difference).filter(
          ({ change, thing }) =>
            (change === 'added' || change === 'changed') && (thing === 'row' || thing === 'sentence'),
        );
        for (const { checks } of demanded) {
          assert.ok(checks.some((id) => again.has(id)));
        }
      }),
    );
  });

  it('never fails, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      anyDocument.map((text) => new TextEncoder().encode(text)),
      fc.tuple(anyDocument, fc.nat(), fc.nat()).map(([text, from, to]) => {
        const all = new TextEncoder().encode(text);
        return Uint8Array.from([...all.slice(0, from % all.length), ...all.slice(to % all.length)]);
      }),
      fc.constant(new Uint8Array()),
    );
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        const difference = diffPair(parse(one), parse(other));
        const target = { specs: ['x.rst'] };
        assert.ok(formatDiffText(difference, { ...target, colour: true, width: 80 }).endsWith('\n'));
        assert.ok(formatDiffMarkdown(difference, target).length <= 65_536);
        JSON.parse(formatDiffJson(difference, { old: 'a', new: 'b' }, target));
      }),
    );
  });

  it('gives the same for the same', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (one, other) => {
        assert.deepEqual(diffPair(parse(one), parse(other)), diffPair(parse(one), parse(other)));
      }),
      { numRuns: 20 },
    );
  });

  it('asks for nothing where sections and rows were only shuffled', () => {
    const sections: SectionText[] = ['Alpha', 'Beta', 'Gamma'].map((x) => ({
      x,
      y: 'Part',
      merge: [
        ['email', 'mail'],
        ['number', 'code'],
      ],
      rows: [
        ['email', 'mail', '"string"'],
        ['number', 'code', '"integer"'],
        ['city', 'place', '"list"'],
      ],
    }));
    const shuffled = <T>(all: readonly T[]): fc.Arbitrary<T[]> =>
      fc.shuffledSubarray([...all], { minLength: all.length });
    const version = fc.tuple(shuffled(sections), shuffled(sections[0]!.rows!), shuffled(sections[0]!.merge!));
    fc.assert(
      fc.property(version, ([order, rows, merge]) => {
        const now = documentText(order.map((section) => ({ ...section, rows, merge })));
        const difference = diffPair(documentOf(sections), parse(now));
        assert.deepEqual(difference.again, { checks: [], scenarios: [], untried: [] });
        assert.ok(changesOf(difference).every(({ change }) => change === 'moved'));
      }),
    );
  });
});
