/** What the tests of this room share: documents as text, made from parts, and read as files are. */
import fc from 'fast-check';
import type { DataflowDocument } from '../model';
import { parseDocument } from '../documents';
import type { DocumentChange, Difference } from './types';

/** Source, target and, in a property table, the data type; a cell is written as it is. */
export type Cells = readonly string[];

export interface SectionText {
  /** Datatypes of Shop and Desk; the heading is `Shop <x> to Desk <y>`. */
  readonly x: string;
  readonly y: string;
  /** Sentences before the tables; `X` and `Y` stand for the sides. Default: that every X becomes a Y. */
  readonly sentences?: readonly string[];
  readonly merge?: readonly Cells[];
  readonly rows?: readonly Cells[];
}

export const EVERY = 'Every X will be synchronized with a Y.';
export const KEEP =
  'Once a link between a X and a Y is established, it will keep in sync between the two systems, regardless of where it is edited.';

function table(header: Cells, rows: readonly Cells[]): string {
  const lines = [header, ...rows].flatMap((cells) =>
    cells.map((cell, at) => `${at === 0 ? '   * -' : '     -'} ${cell}`),
  );
  return ['', '.. list-table::', '   :header-rows: 1', '', ...lines, ''].join('\n');
}

function sectionText({ x, y, sentences = [EVERY], merge, rows = [] }: SectionText, systems: Systems): string {
  const [one, other] = [`${systems.source} ${x}`, `${systems.target} ${y}`];
  const named = (text: string): string => text.replace(/\b[XY]\b/g, (name) => (name === 'X' ? one : other));
  const heading = `${one} to ${other}`;
  const header = [`${one} Property`, `${other} Property`];
  const merging =
    merge === undefined
      ? []
      : [
          named('A X will merge with a Y if one of the following property combinations match:'),
          table(header, merge),
        ];
  return [
    heading,
    '-'.repeat(heading.length),
    ...sentences.flatMap((text) => [named(text), '']),
    ...merging,
    named(KEEP),
    '',
    named('The following properties are synchronized between a X and a Y:'),
    table([...header, `${systems.target} Data Type`], rows),
    '',
  ].join('\n');
}

interface Systems {
  readonly source: string;
  readonly target: string;
}

export interface DocumentText extends Partial<Systems> {
  readonly introduction?: readonly string[];
  readonly generated?: string;
}

export function documentText(sections: readonly SectionText[], rest: DocumentText = {}): string {
  const { source = 'Shop', target = 'Desk', introduction = [], generated = '2024-01-01 08:00:00' } = rest;
  const title = `${source} to ${target} Dataflow`;
  const line = '='.repeat(title.length);
  return [
    line,
    title,
    line,
    '',
    `Generated: ${generated}`,
    '',
    ...(introduction.length === 0 ? [] : ['Introduction', '------------', '', introduction.join('\n\n'), '']),
    ...sections.map((section) => sectionText(section, { source, target })),
  ].join('\n');
}

export function parse(text: string | Uint8Array, path = 'specs/shop-to-desk.rst'): DataflowDocument {
  return parseDocument({ path, bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text });
}

export function documentOf(sections: readonly SectionText[], rest: DocumentText = {}): DataflowDocument {
  return parse(documentText(sections, rest));
}

/** Every change, in the order in which they are reported. */
export function changesOf({ documents }: Difference): DocumentChange[] {
  return documents.flatMap(({ changes, sections }) => [
    ...changes,
    ...sections.flatMap((section) => section.changes),
  ]);
}

/** `changed row: name | title`, with the details. */
export function changeLines(difference: Difference): string[] {
  return changesOf(difference).map(({ change, thing, old, new: now, details, after }) => {
    const detail = details
      .map((each) => ` [${each.aspect}: ${each.old ?? '-'} → ${each.new ?? '-'}]`)
      .join('');
    const place = after === undefined ? '' : ` after ${after ?? 'nothing'}`;
    const text = thing === 'introduction' ? '' : `: ${(now ?? old)?.text ?? ''}`;
    return `${change} ${thing}${text}${detail}${place}`;
  });
}

const properties = ['email', 'name', 'address.city', 'phone', 'id', 'items.sku', 'taxNumber'];
const dataTypes = ['"string"', 'integer', '"list"', 'N/A', '["integer", ["decimal", "_."]]'];

const rowCells: fc.Arbitrary<Cells> = fc
  .tuple(
    fc.constantFrom(...properties),
    fc.constantFrom('', ' (Dependant on having NO in country)', ' (Dependant on having SE in country)'),
    fc.constantFrom(...properties),
    fc.constantFrom(...dataTypes),
  )
  .map(([source, gate, target, dataType]) => [`${source}${gate}`, target, dataType]);

const sentences = fc.constantFrom<readonly string[]>(
  [EVERY],
  ['Before any synchronization can take place, a link between a X and a Y must be established.'],
  ['When a X is of type Agent, it will be synchronized with a Y.'],
  ['When a X is of type Buyer, it will be synchronized with a Y.'],
  [
    'If a matching Y already exists, the X will be merged with the existing one.',
    'If no matching Y is found, a new Y will be created.',
  ],
  [EVERY, 'No rule reads this.'],
  [EVERY, EVERY],
);

/** A section of any datatypes; rows and sentences may occur twice. */
export function anySection(datatypes: fc.Arbitrary<string>): fc.Arbitrary<SectionText> {
  return fc.record({
    x: datatypes,
    y: datatypes,
    sentences,
    merge: fc.option(
      fc.array(
        rowCells.map((cells) => cells.slice(0, 2)),
        { maxLength: 3 },
      ),
      { nil: undefined },
    ),
    rows: fc.array(rowCells, { maxLength: 6 }),
  }) as fc.Arbitrary<SectionText>;
}

const datatypes = fc.constantFrom('Order', 'Customer', 'Item', 'order', 'Ticket', 'Loyalty Card');

/** Sections, some of them with the same heading. */
export const anySections: fc.Arbitrary<SectionText[]> = fc.array(anySection(datatypes), { maxLength: 5 });

/** Documents as text. */
export const anyDocument: fc.Arbitrary<string> = fc
  .tuple(anySections, fc.array(fc.constantFrom('One thing.', 'Another thing.'), { maxLength: 2 }))
  .map(([sections, introduction]) => documentText(sections, { introduction }));
