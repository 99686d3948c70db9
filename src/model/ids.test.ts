import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from '../documents/testing';
import { documentPlan } from '../documents/testing-plans';
import { writeDocument } from '../documents/write';
import type { DocumentPlan, RowPlan, SectionPlan, StatementPlan } from '../documents/write';
import { checksOf, rowKey, slug } from '.';

/** Which checks a document has: what each says, by its id. */
function checksById(plan: DocumentPlan): ReadonlyMap<string, string> {
  const checks = checksOf(parse(writeDocument(plan)));
  const byId = new Map(checks.map(({ id, kind, text }) => [id, `${kind}: ${text}`]));
  assert.equal(byId.size, checks.length, 'two checks have one id');
  return byId;
}

/** The first of those that are alike: twins are numbered in their order, so what stands before them may renumber them. */
function withoutTwins<T>(things: readonly T[], keyOf: (thing: T) => string): T[] {
  const seen = new Set<string>();
  return things.filter((thing) => {
    const key = keyOf(thing);
    return !seen.has(key) && seen.add(key).size > 0;
  });
}

function headingOf({ source, target }: SectionPlan): string {
  const phrase = ({ system, label, datatype }: SectionPlan['source']): string =>
    `${label ?? system} ${datatype}`;
  return `${phrase(source)} to ${phrase(target)}`;
}

function rowsWithoutTwins(rows: readonly RowPlan[]): RowPlan[] {
  // A gated row's key may read like the number of a twin (`a~b~2`), and names may hold the "~" between them.
  return withoutTwins(rows, rowKey).filter((row) => !/~.*~/.test(rowKey(row)));
}

/** Without twins: no two sections, sentences or rows with one slug or key. */
const distinctPlan: fc.Arbitrary<DocumentPlan> = documentPlan.map((plan) => ({
  ...plan,
  sections: withoutTwins(plan.sections, (section) => slug(headingOf(section))).map((section) => ({
    ...section,
    statements: section.statements.map((statement) =>
      'rows' in statement ? { ...statement, rows: rowsWithoutTwins(statement.rows) } : statement,
    ),
  })),
}));

/** A part of the things, in any order: the others were inserted, removed or moved on the way from one to the other. */
function rearranged<T>(things: readonly T[], picks: readonly number[]): T[] {
  const left = [...things];
  const result: T[] = [];
  for (const pick of picks) {
    if (left.length === 0) {
      break;
    }
    result.push(...left.splice(pick % left.length, 1));
  }
  return result;
}

const picks = fc.array(fc.nat(1000), { maxLength: 8 });

/** What both documents say has the same id in both. */
function assertStable(one: DocumentPlan, other: DocumentPlan): void {
  const [before, after] = [checksById(one), checksById(other)];
  for (const [id, text] of after) {
    assert.equal(before.get(id), text, `${id} is another check, or a new one`);
  }
}

/** Rearranges the statements; a table stays with its sentence, as both are one statement. */
function withStatements(
  plan: DocumentPlan,
  change: (statements: readonly StatementPlan[]) => readonly StatementPlan[],
): DocumentPlan {
  return {
    ...plan,
    sections: plan.sections.map((section) => ({ ...section, statements: change(section.statements) })),
  };
}

describe('the ids of checks', () => {
  it('stay where other sections are inserted, removed or moved', () => {
    fc.assert(
      fc.property(distinctPlan, picks, (plan, picks) => {
        // The last section stays: in a document without one, nothing tells where a title with two "to" is cut.
        const [first, ...others] = plan.sections;
        const sections = [...rearranged(others, picks), ...(first === undefined ? [] : [first])];
        assertStable(plan, { ...plan, sections });
      }),
      { numRuns: 200 },
    );
  });

  it('stay where other sentences are inserted, removed or moved', () => {
    fc.assert(
      fc.property(distinctPlan, picks, (plan, picks) => {
        const changed = withStatements(plan, (statements) => {
          // The property table stays: its headers tell where names with "to" are cut, and where a label ends.
          const others = statements.filter(({ kind }) => kind !== 'properties');
          const tables = statements.filter(({ kind }) => kind === 'properties');
          return [...rearranged(others, picks), ...tables];
        });
        assertStable(plan, changed);
      }),
      { numRuns: 200 },
    );
  });

  it('stay where other rows are inserted, removed or moved', () => {
    fc.assert(
      fc.property(distinctPlan, picks, (plan, picks) => {
        const changed = withStatements(plan, (statements) =>
          statements.map((statement) =>
            'rows' in statement ? { ...statement, rows: rearranged(statement.rows, picks) } : statement,
          ),
        );
        assertStable(plan, changed);
      }),
      { numRuns: 200 },
    );
  });

  it('do not depend on the lines', () => {
    fc.assert(
      fc.property(documentPlan, fc.integer({ min: 1, max: 5 }), (plan, blanks) => {
        const text = writeDocument(plan);
        const spaced = text.replaceAll('\n\n', '\n'.repeat(blanks + 1));
        const idsOf = (written: string): string[] => checksOf(parse(written)).map(({ id }) => id);
        assert.deepEqual(idsOf(`${'\n'.repeat(blanks)}${spaced}`), idsOf(text));
      }),
      { numRuns: 150 },
    );
  });

  it('of twins are numbered in their order: only the number changes where one of them goes', () => {
    fc.assert(
      fc.property(distinctPlan, (plan) => {
        const [section] = plan.sections;
        if (section === undefined) {
          return;
        }
        const before = checksById({ ...plan, sections: [...plan.sections, section] });
        const after = checksById(plan);
        for (const [id, text] of after) {
          assert.equal(before.get(id), text);
        }
        const again = [...before.keys()].filter((id) => !after.has(id));
        assert.ok(again.length > 0);
        for (const id of again) {
          assert.ok(after.has(id.replace(/~2(?=\/)/, '')), id);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are never two alike, whatever a document repeats', () => {
    fc.assert(
      fc.property(documentPlan, fc.integer({ min: 2, max: 4 }), (plan, times) => {
        const repeated = withStatements(plan, (statements) =>
          statements.flatMap((each) => Array<StatementPlan>(times).fill(each)),
        );
        checksById({
          ...repeated,
          sections: Array<DocumentPlan['sections']>(times).fill(repeated.sections).flat(),
        });
      }),
      { numRuns: 100 },
    );
  });
});
