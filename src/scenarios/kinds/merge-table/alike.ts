/** Values that an engine may take for each other, by one row of a merge table: only what is equal matches (D6). */
import type { Json } from '../../../core/json';
import type { PropertySchema, Row } from '../../../model';
import { counted, draft, notApplicable, outline, steps, type SectionContext } from '../../section-context';
import { Column, GIVEN, THEN, WHEN, writeCell } from '../../steps';
import type { CheckScenarios } from '../../types';
import { linked } from '../link-required';

/** A value, and another one that only looks like it. */
type Alike = readonly [value: string, other: string];

const LONG = 'a text that is long; '.repeat(15);

const TEXTS: readonly Alike[] = [
  ["O'Hara & S\u00f8n +1 \u{1f6b2}", 'OHara S\u00f8n 1'],
  ['Zo\u00eb M\u00fcller', 'Zoe Muller'],
  ['00420', '420'],
  ['1234567890123456789', '1234567890123456780'],
  ['100%25', '100%'],
  ['zoe+news@example.com', 'zoe@example.com'],
  [`${LONG}one`, `${LONG}another`],
];

const ADDRESSES: readonly Alike[] = [
  ['zoe+news@example.com', 'zoe@example.com'],
  ["o'hara_7@example.com", 'ohara7@example.com'],
];

function isTextual(facts: PropertySchema | undefined): boolean {
  return facts === undefined || facts.type === 'string' || facts.type === 'any';
}

function valuesFor(context: SectionContext, row: Row): readonly Alike[] {
  const facts = [context.sourceFacts(row), context.targetFacts(row)];
  if (!facts.every(isTextual)) {
    return [];
  }
  return facts.some((each) => each?.format === 'email') ? ADDRESSES : TEXTS;
}

/** One record of each pair has the value, and its equal is linked with it; what only looks like it is not. */
export function alikeValues(
  context: SectionContext,
  row: Row,
): Pick<CheckScenarios, 'drafts' | 'notApplicable'> {
  const values = valuesFor(context, row);
  if (values.length === 0) {
    const because = 'the properties do not both hold text';
    return { drafts: [], notApplicable: [notApplicable('values that only look equal', because)] };
  }
  const { bob, eve } = context.names;
  const [value, same, other] = [new Column('value'), new Column('same'), new Column('other')];
  const base = draft(
    `${row.source} <value> matches its equal, and not <other>`,
    steps(
      'Given',
      GIVEN.holding.write(context.xOf(bob), value, row.source),
      GIVEN.holding.write(context.yOf(bob), same, row.target),
      GIVEN.holding.write(context.yOf(eve), other, row.target),
    ),
    steps('When', WHEN.synchronized.write()),
    steps(
      'Then',
      ...(context.oneDatatype
        ? [counted(context.section.source, 3)]
        : [context.xCount(1), ...context.yCount(2)]),
      linked(context, bob),
      THEN.notLinked.write(context.xOf(bob), context.yOf(eve)),
    ),
  );
  const inSource = (text: string): Json => (context.sourceIsList(row) ? [text] : text);
  const inTarget = (text: string): Json => (context.targetIsList(row) ? [text] : text);
  return {
    drafts: [
      outline(
        base,
        [value, same, other].map(({ name }) => name),
        values.map(([one, another]) => [
          writeCell('value', inSource(one)),
          writeCell('value', inTarget(one)),
          writeCell('value', inTarget(another)),
        ]),
      ),
    ],
    notApplicable: [],
  };
}
