/** Documents made from parts, for the tests of every room: no RST, and lines counted in the order of the parts. */
import fc from 'fast-check';
import type { TableKind } from './sentence-kinds';
import type {
  DataflowDocument,
  DataTypeName,
  Place,
  Row,
  Section,
  Side,
  Statement,
  TableStatement,
} from './types';

export const NOWHERE: Place = { line: 1, column: 1, endLine: 1 };

/** A row; `dataType` by its name, with the text that a document would write. */
export function row(
  source: string,
  target: string,
  rest: Partial<Pick<Row, 'gate' | 'dataType'>> & { readonly type?: DataTypeName } = {},
): Row {
  const { type, ...others } = rest;
  const typed =
    type === undefined ? {} : { dataType: { name: type, text: type === null ? 'N/A' : `"${type}"` } };
  return { ...NOWHERE, source, target, text: `${source} | ${target}`, ...typed, ...others };
}

export function sentence(kind: Exclude<Statement['kind'], TableKind>): Statement {
  const base = { ...NOWHERE, text: `The sentence ${kind}.` };
  if (kind === 'conditional') {
    return { ...base, kind, condition: 'When it rains' };
  }
  if (kind === 'create-if-connected') {
    return { ...base, kind, connectedTo: { system: 'S', datatypes: ['Z'], synchronizedInto: 'T' } };
  }
  return { ...base, kind };
}

export function table(kind: TableKind, ...rows: readonly Row[]): TableStatement {
  return { ...NOWHERE, kind, rows, text: `The table ${kind}.`, header: { ...NOWHERE, text: 'X | Y' } };
}

/** `Shop.Order`: the system before the first dot, or a whole side. */
export function side(name: string | Side): Side {
  if (typeof name !== 'string') {
    return name;
  }
  const [system = '', datatype = ''] = name.split('.');
  return { system, datatype };
}

export function section(source: string | Side, target: string | Side, ...statements: Statement[]): Section {
  const [x, y] = [side(source), side(target)];
  const heading = `${x.label ?? x.system} ${x.datatype} to ${y.label ?? y.system} ${y.datatype}`;
  return { ...NOWHERE, heading, source: x, target: y, statements, notUnderstood: [] };
}

/** Gives every part the next line, in the order in which a document would hold them. */
function lined(sections: readonly Section[]): Section[] {
  let line = 10;
  const next = (): Place => {
    line += 1;
    return { line, column: 1, endLine: line };
  };
  return sections.map((each) => {
    const head = next();
    const statements = each.statements.map((statement): Statement => {
      const place = next();
      if (!('rows' in statement)) {
        return { ...statement, ...place };
      }
      const { header, ...rest } = statement;
      const headed = header === undefined ? {} : { header: { ...header, ...next() } };
      return { ...rest, ...place, ...headed, rows: statement.rows.map((each) => ({ ...each, ...next() })) };
    });
    const notUnderstood = each.notUnderstood.map((lost) => ({ ...lost, ...next() }));
    return { ...each, ...head, statements, notUnderstood };
  });
}

export function documentOf(
  sections: readonly Section[],
  rest: Partial<DataflowDocument> = {},
): DataflowDocument {
  const slug = rest.slug ?? 'shop-to-desk';
  return {
    path: `specs/${slug}.rst`,
    slug,
    sha256: '0'.repeat(64),
    title: 'Shop to Desk Dataflow',
    systems: {
      source: sections[0]?.source.system ?? 'Shop',
      target: sections[0]?.target.system ?? 'Desk',
    },
    informative: [],
    notUnderstood: [],
    diagnostics: [],
    ...rest,
    sections: lined(sections),
  };
}

/** Words that stand in the sentences and steps too, and characters that mean something to Gherkin, RST and regexes. */
const PIECES = [
  ...[
    'Wix.com',
    'Order',
    'Customers (human data)',
    'to',
    'and',
    'and a',
    'of the',
    'is',
    'are linked',
    'has',
  ],
  ...[
    'has become',
    'is edited',
    'empty',
    'becomes',
    'match by',
    'for each',
    'When',
    'Given',
    'Rule:',
    '@tag',
  ],
  ...[
    '"',
    "'",
    '|',
    '\\',
    '\\n',
    ',',
    '.',
    '#',
    '<x>',
    '<edited>',
    '<newest>',
    '<property>',
    '<value>',
    '{int}',
  ],
  ...[
    '$&',
    '$1',
    '$$',
    '(a|b)*',
    '[x]',
    '/',
    '%',
    '~',
    '-',
    'Zo\u00eb',
    'Zoe\u0308',
    '\u{1f6b2}',
    '日本',
    '__proto__',
  ],
];

/** Names as awkward as a document could have them. */
export const awkwardName: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 4 })), {
    minLength: 1,
    maxLength: 4,
  })
  .chain((pieces) => fc.constantFrom('', ' ', '  ').map((glue) => pieces.join(glue)))
  .map((name) => name.replace(/[\r\n\u2028\u2029]/g, ''));
