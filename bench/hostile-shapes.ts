/**
 * Hostile documents: shapes that readers of markup are known to choke on, of any size. Each is a prefix that makes it a
 * dataflow document (or none), a piece repeated as often as fits, and an end.
 */

/** One shape; `text(size)` has at most `size` characters, all of them one byte long, and nearly as many. */
export interface HostileShape {
  readonly name: string;
  readonly text: (size: number) => string;
}

const title = [
  '======================',
  'Shop to Desk Dataflow',
  '======================',
  '',
  'Generated: 2025-01-02 03:04:05',
  '',
  '',
].join('\n');
const section = `${title}Shop Order to Desk Ticket\n-------------------------\n`;
const table = [
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
      if (next.length > room) break;
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
  return filled(section, (at) => `${' '.repeat(at % deepest)}${line(at)}\n`);
}

const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** Headings whose underlines go through all 32 characters, each a level below the one before. */
const nestedSections = filled(
  title,
  (at) => `Shop A to Desk B\n${punctuation.charAt(at % punctuation.length).repeat(16)}\n`,
);

const shapes: Readonly<Record<string, HostileShape['text']>> = {
  'one line': repeated(section, 'x'),
  'one line, no title': repeated('', 'word '),
  'one line of "to"': repeated(title, 'a to ', '\n------------------\n'),
  'no line end at all': repeated('', '='),
  'blank lines': repeated(section, '\n'),
  'lines of blanks': repeated(section, `${' '.repeat(79)}\n`),
  'one line of blanks': repeated(section, ' ', 'x\n'),
  'blanks before line ends': repeated(section, `x${' '.repeat(99)}\n`),
  'one paragraph': repeated(section, 'word word word\n'),
  'one paragraph of sentences without their end': repeated(section, 'Every Shop Order will be\n'),
  'sentences that nearly match': repeated(section, 'x, it will be synchronized with a Desk Ticke.\n'),
  'ends of sentences': repeated(section, 'Ticket.\n'),
  'one long connection': repeated(
    `${section}A new Desk Ticket will be created from a Shop Order if it is connected to a `,
    'x that is synchronized into ',
    '\n',
  ),
  'one long condition': repeated(section, ', it will be synchronized with a Desk Ticket', ' .\n'),
  'one-line paragraphs': repeated(section, 'word\n\n'),
  'paragraphs that nearly match': filled(
    section,
    (at) => `Every Shop Order will be synchronised with a Desk Ticket, ${at}.\n\n`,
  ),
  'bullet lists': repeated(section, '* x\n'),
  'nested lists': staircase(() => '* x'),
  'nested lists in one line': repeated(section, '* - '),
  'nested quotes': staircase(() => 'x'),
  'indented lines': repeated(section, '   x\n'),
  'indented paragraphs': repeated(section, '   x\n\n'),
  'nested directives': staircase(() => '.. note::'),
  directives: repeated(section, '.. note::\n'),
  comments: repeated(section, '..\n   x\n'),
  'line blocks': repeated(section, '| x\n'),
  backticks: repeated(section, '`'),
  stars: repeated(section, '*'),
  'lines of stars': repeated(section, `${'*'.repeat(79)}\n`),
  'pipes and colons': repeated(section, '|:'),
  'lines of colons': repeated(section, '::\n'),
  'short underlines': repeated(section, '--\n'),
  overlines: repeated(title, '----\n'),
  'overlines with blank lines': repeated(title, '----\n\n'),
  'overlines of all kinds': filled(title, (at) => `${punctuation.charAt(at % 32).repeat(4)}\n`),
  'words and underlines': repeated(title, 'x\n----\n'),
  'words and underlines, indented': repeated(title, ' x\n----\n\n'),
  headings: repeated(title, 'Shop A to Desk B\n----------------\n'),
  'headings with many "to"': repeated(title, `${'a to '.repeat(20)}b\n${'-'.repeat(101)}\n`),
  'nested sections': nestedSections,
  'sections of many names': filled(title, (at) => `Shop ${at} to Desk ${at}\n------------------------\n`),
  'marks of every kind': filled(
    section,
    (at) =>
      ['x\n', '* x\n', '| x\n', '.. x\n', '   x\n', '----\n', '\n', '.. list-table::\n'][
        Math.imul(at ^ (at >>> 3), 2_654_435_761) >>> 29
      ] ?? '',
  ),
  rows: repeated(`${section}${table}`, '   * - a\n     - b\n     - "string"\n'),
  'one row, one cell a line': repeated(`${section}${table}   * - a\n`, '     - b\n'),
  'one cell, one word a line': repeated(`${section}${table}   * - a\n     - b\n`, '       word\n'),
  'one cell, one line': repeated(`${section}${table}   * - a\n     - b\n     - `, '"datetime",'),
  'rows further and further right': filled(`${section}${table}`, (at) => `${' '.repeat(at % 10_000)}* - a\n`),
  'broken gates': repeated(`${section}${table}`, '   * - a (Dependant on having\n     - b\n'),
  'gates in gates': repeated(`${section}${table}   * - a`, ' (Dependant on having', '\n     - b\n'),
  'gates of many "in"': repeated(
    `${section}${table}   * - a (Dependant on having`,
    ' in',
    ' in b)\n     - b\n',
  ),
  options: repeated(`${section}.. list-table::\n`, '   :widths: 1\n'),
  'tables without rows': repeated(section, '.. list-table::\n   :header-rows: 1\n\n'),
  'tables in many sections': filled(
    title,
    (at) => `Shop ${at} to Desk ${at}\n------------------------\n${table}\n`,
  ),
  'carriage returns': repeated(section, '\r'),
  tabs: repeated(section, '\t', 'x\n'),
  'lines of tabs': repeated(section, '\tx\n'),
  'control characters': repeated(section, '\u0000\u000b\u000c\u001b'),
};

/** All hostile shapes, in the order of the table above. */
export const hostileShapes: readonly HostileShape[] = Object.entries(shapes).map(([name, text]) => ({
  name,
  text,
}));
