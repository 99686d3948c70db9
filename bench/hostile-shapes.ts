/**
 * Hostile documents: shapes that readers of markup are known to choke on, of any size. Each is a prefix that makes it a
 * dataflow document (or none), a piece repeated as often as fits, and an end.
 */

/** One shape; `text(size)` has at most `size` characters, all of them one byte long, and nearly as many. */
export interface HostileShape {
  readonly name: string;
  readonly text: (size: number) => string;
}

const TITLE = [
  '======================',
  'Shop to Desk Dataflow',
  '======================',
  '',
  'Generated: 2025-01-02 03:04:05',
  '',
  '',
].join('\n');
const SECTION = `${TITLE}Shop Order to Desk Ticket\n-------------------------\n`;
const TABLE = [
  'The following properties are synchronized between a Shop Order and a Desk Ticket:',
  '',
  '.. list-table::',
  '   :header-rows: 1',
  '',
  '   * - Shop Order Property',
  '     - Desk Ticket Property',
  '     - Desk Data Type',
  '',
].join('\n');

/** `before`, then `piece(0)`, `piece(1)`, … as long as there is room for them and for `after`. */
function filled(before: string, piece: (at: number) => string, after = ''): HostileShape['text'] {
  return (size) => {
    const pieces = [before];
    let room = size - before.length - after.length;
    for (let at = 0; ; at += 1) {
      const next = piece(at);
      if (next.length > room) {
        break;
      }
      pieces.push(next);
      room -= next.length;
    }
    return pieces.join('') + after;
  };
}

function repeated(before: string, piece: string, after = ''): HostileShape['text'] {
  return (size) => {
    const room = Math.max(0, size - before.length - after.length);
    return before + piece.repeat(Math.floor(room / piece.length)) + after;
  };
}

/** Every level one blank further right than the one before, ten thousand levels at most. */
function staircase(line: (depth: number) => string): HostileShape['text'] {
  const deepest = 10_000;
  return filled(SECTION, (at) => `${' '.repeat(at % deepest)}${line(at)}\n`);
}

const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** Headings whose underlines go through all 32 characters, each a level below the one before. */
const nestedSections = filled(
  TITLE,
  (at) => `Shop A to Desk B\n${PUNCTUATION.charAt(at % PUNCTUATION.length).repeat(16)}\n`,
);

const SHAPES: Readonly<Record<string, HostileShape['text']>> = {
  'one line': repeated(SECTION, 'x'),
  'one line, no title': repeated('', 'word '),
  'one line of "to"': repeated(TITLE, 'a to ', '\n------------------\n'),
  'no line end at all': repeated('', '='),
  'blank lines': repeated(SECTION, '\n'),
  'lines of blanks': repeated(SECTION, `${' '.repeat(79)}\n`),
  'one line of blanks': repeated(SECTION, ' ', 'x\n'),
  'blanks before line ends': repeated(SECTION, `x${' '.repeat(99)}\n`),
  'one paragraph': repeated(SECTION, 'word word word\n'),
  'one paragraph of sentences without their end': repeated(SECTION, 'Every Shop Order will be\n'),
  'sentences that nearly match': repeated(SECTION, 'x, it will be synchronized with a Desk Ticke.\n'),
  'ends of sentences': repeated(SECTION, 'Ticket.\n'),
  'one long connection': repeated(
    `${SECTION}A new Desk Ticket will be created from a Shop Order if it is connected to a `,
    'x that is synchronized into ',
    '\n',
  ),
  'one long condition': repeated(SECTION, ', it will be synchronized with a Desk Ticket', ' .\n'),
  'one-line paragraphs': repeated(SECTION, 'word\n\n'),
  'paragraphs that nearly match': filled(
    SECTION,
    (at) => `Every Shop Order will be synchronised with a Desk Ticket, ${at}.\n\n`,
  ),
  'bullet lists': repeated(SECTION, '* x\n'),
  'nested lists': staircase(() => '* x'),
  'nested lists in one line': repeated(SECTION, '* - '),
  'nested quotes': staircase(() => 'x'),
  'indented lines': repeated(SECTION, '   x\n'),
  'indented paragraphs': repeated(SECTION, '   x\n\n'),
  'nested directives': staircase(() => '.. note::'),
  directives: repeated(SECTION, '.. note::\n'),
  comments: repeated(SECTION, '..\n   x\n'),
  'line blocks': repeated(SECTION, '| x\n'),
  backticks: repeated(SECTION, '`'),
  stars: repeated(SECTION, '*'),
  'lines of stars': repeated(SECTION, `${'*'.repeat(79)}\n`),
  'pipes and colons': repeated(SECTION, '|:'),
  'lines of colons': repeated(SECTION, '::\n'),
  'short underlines': repeated(SECTION, '--\n'),
  overlines: repeated(TITLE, '----\n'),
  'overlines with blank lines': repeated(TITLE, '----\n\n'),
  'overlines of all kinds': filled(TITLE, (at) => `${PUNCTUATION.charAt(at % 32).repeat(4)}\n`),
  'words and underlines': repeated(TITLE, 'x\n----\n'),
  'words and underlines, indented': repeated(TITLE, ' x\n----\n\n'),
  headings: repeated(TITLE, 'Shop A to Desk B\n----------------\n'),
  'headings with many "to"': repeated(TITLE, `${'a to '.repeat(20)}b\n${'-'.repeat(101)}\n`),
  'nested sections': nestedSections,
  'sections of many names': filled(TITLE, (at) => `Shop ${at} to Desk ${at}\n------------------------\n`),
  'marks of every kind': filled(
    SECTION,
    (at) =>
      ['x\n', '* x\n', '| x\n', '.. x\n', '   x\n', '----\n', '\n', '.. list-table::\n'][
        Math.imul(at ^ (at >>> 3), 2_654_435_761) >>> 29
      ] ?? '',
  ),
  rows: repeated(`${SECTION}${TABLE}`, '   * - a\n     - b\n     - "string"\n'),
  'one row, one cell a line': repeated(`${SECTION}${TABLE}   * - a\n`, '     - b\n'),
  'one cell, one word a line': repeated(`${SECTION}${TABLE}   * - a\n     - b\n`, '       word\n'),
  'one cell, one line': repeated(`${SECTION}${TABLE}   * - a\n     - b\n     - `, '"datetime",'),
  'rows further and further right': filled(`${SECTION}${TABLE}`, (at) => `${' '.repeat(at % 10_000)}* - a\n`),
  'broken gates': repeated(`${SECTION}${TABLE}`, '   * - a (Dependant on having\n     - b\n'),
  'gates in gates': repeated(`${SECTION}${TABLE}   * - a`, ' (Dependant on having', '\n     - b\n'),
  'gates of many "in"': repeated(
    `${SECTION}${TABLE}   * - a (Dependant on having`,
    ' in',
    ' in b)\n     - b\n',
  ),
  options: repeated(`${SECTION}.. list-table::\n`, '   :widths: 1\n'),
  'tables without rows': repeated(SECTION, '.. list-table::\n   :header-rows: 1\n\n'),
  'tables in many sections': filled(
    TITLE,
    (at) => `Shop ${at} to Desk ${at}\n------------------------\n${TABLE}\n`,
  ),
  'carriage returns': repeated(SECTION, '\r'),
  tabs: repeated(SECTION, '\t', 'x\n'),
  'lines of tabs': repeated(SECTION, '\tx\n'),
  'control characters': repeated(SECTION, '\u0000\u000b\u000c\u001b'),
};

/** All hostile shapes, in the order of the table above. */
export const HOSTILE_SHAPES: readonly HostileShape[] = Object.entries(SHAPES).map(([name, text]) => ({
  name,
  text,
}));
