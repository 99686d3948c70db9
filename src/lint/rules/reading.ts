/** The rules whose diagnostics come with reading a document: here is what they mean; src/documents finds them. */
import { DIAGNOSTIC_SEVERITIES } from '../../documents';
import type { DiagnosticCode } from '../../documents';
import type { Rule } from '../rule';

type Documentation = Omit<Rule, 'code' | 'severity' | 'check'>;

const DOCUMENTED: Readonly<Record<DiagnosticCode, Documentation>> = {
  'not-understood': {
    title: 'No rule reads these lines',
    explanation:
      'A paragraph, heading, list, quote, comment or directive that is neither informative text nor one of the sentences, word for word. It is counted as `not-understood`, and a run with such a line is not conformant: what the line asks for is not checked. The help of the diagnostic names the closest sentence kind and the words that differ.',
    help: 'Write it as one of the [sentence kinds](documents.md#the-sentences), or move it into the Introduction where it only informs.',
    example: {
      failing: 'Every Shop Order will be synchronised with a Desk Ticket.',
      fixed: { document: 'Every Shop Order will be synchronized with a Desk Ticket.' },
    },
  },
  'broken-table': {
    title: 'A table cannot be read, or not all of it',
    explanation:
      'A table sentence without its table, a table without its sentence, a row with a wrong number of cells, without a property or with a broken gate, other headers than the section needs, options or text inside of a table. What cannot be read is `not-understood`; the rest of the table counts.',
    help: 'Write the table as [documents.md](documents.md#the-tables) shows it.',
    example: {
      failing: '   * - name\n   * - email\n     - address',
      fixed: { document: '   * - name\n     - title\n   * - email\n     - address' },
    },
  },
  'not-a-dataflow-document': {
    title: 'The first heading is not the title of a dataflow document',
    explanation:
      'The first heading must be `<A> to <B> Dataflow`. Without it, it is unknown which systems the file is about, so nothing of it is read, and all of it is `not-understood`.',
    help: 'Write the title, with a line of `=` above and below, or leave the file out.',
    example: {
      failing: '======================\nShop and Desk Dataflow\n======================',
      fixed: { document: '=====================\nShop to Desk Dataflow\n=====================' },
    },
  },
  'not-utf8': {
    title: 'The file is not UTF-8',
    explanation:
      'A byte that is not UTF-8 is at the place of the diagnostic. Nothing of the file is read, because names could silently be wrong. A byte order mark is fine.',
    help: 'Save the document as UTF-8.',
    example: {
      failing: 'Sm\\xf8rebr\\xf8d to Desk Dataflow',
      fixed: { document: 'Smørebrød to Desk Dataflow' },
    },
  },
  'too-large': {
    title: 'The file has more than five million bytes',
    explanation:
      'Larger files are not read. The largest published dataflow document has about a hundred thousand.',
    help: 'Split it into several documents.',
    example: { failing: 'A file of 5,000,001 bytes.', fixed: { document: 'A file of 5,000,000 bytes.' } },
  },
  'empty-document': {
    title: 'The file is empty',
    explanation: 'It holds nothing but white space, so it promises nothing that could be checked.',
    help: 'Write the document, or remove the file.',
    example: {
      failing: '',
      fixed: { document: '=====================\nShop to Desk Dataflow\n=====================' },
    },
  },
  'overline-mismatch': {
    title: 'The lines above and below a title differ',
    explanation: 'Both lines should be of the same length and character. The title is still read.',
    help: 'Write the same line above and below.',
    example: {
      failing: '======================\nShop to Desk Dataflow\n=====================',
      fixed: { document: '=====================\nShop to Desk Dataflow\n=====================' },
    },
  },
  'short-underline': {
    title: 'The line below a heading is shorter than its text',
    explanation:
      'The heading is still read, unless the line has fewer than four characters: then it makes no heading.',
    help: 'Make the line as long as the text.',
    example: {
      failing: 'Introduction.\n------------',
      fixed: { document: 'Introduction.\n-------------' },
    },
  },
  'unreadable-date': {
    title: 'What follows "Generated:" is not a date',
    explanation: 'The date only informs, so nothing but the date is lost.',
    help: 'Write `Generated: YYYY-MM-DD HH:MM:SS`.',
    example: {
      failing: 'Generated: last Tuesday',
      fixed: { document: 'Generated: 2025-03-04 09:00:00' },
    },
  },
  'empty-system-name': {
    title: 'The title names only one system, or none',
    explanation:
      'In `<A> to <B> Dataflow` a name is missing. The document is read with an empty name; what else concerns the same system cannot be told to belong to it.',
    help: 'Write both names into the title, and into the headings and sentences.',
    example: {
      failing: '================\nShop to Dataflow\n================',
      fixed: { document: '=====================\nShop to Desk Dataflow\n=====================' },
    },
  },
};

/** One rule for each code that reading can give, with the severity that reading gives it. */
export const READING_RULES: readonly Rule[] = (Object.keys(DOCUMENTED) as DiagnosticCode[]).map((code) => ({
  code,
  severity: DIAGNOSTIC_SEVERITIES[code],
  ...DOCUMENTED[code],
}));
