import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DataflowDocument } from '../model';
import { LARGEST_DOCUMENT, parseDocument } from './document';
import {
  bytesOf,
  codesOf,
  headed,
  mergeHeader,
  mergeSentence,
  parse,
  propertiesHeader,
  propertiesSentence,
  shopSection,
  table,
  titled,
  unaccounted,
} from './testing';

const wix = readFileSync(resolve(__dirname, '../../specs/wix.com-to-wix.rst'), 'utf8');

function withoutHash({ sha256, ...rest }: DataflowDocument): Omit<DataflowDocument, 'sha256'> {
  assert.match(sha256, /^[0-9a-f]{64}$/);
  return rest;
}

const full = shopSection(
  'Every Shop Order will be synchronized with a Desk Ticket.',
  '',
  mergeSentence,
  table(mergeHeader, ['number', 'reference']),
  propertiesSentence,
  table(propertiesHeader, ['number', 'reference', '"string"'], ['total', 'amount', 'N/A']),
);

describe('parseDocument', () => {
  it('reads title, systems, date, slug and hash', () => {
    const document = parseDocument({ path: 'some where/Wix.com to Wix.rst', bytes: bytesOf(wix) });
    assert.equal(document.path, 'some where/Wix.com to Wix.rst');
    assert.equal(document.slug, 'wix.com-to-wix');
    assert.equal(document.title, 'Wix.com to Wix Dataflow');
    assert.deepEqual(document.systems, { source: 'Wix.com', target: 'Wix' });
    assert.equal(document.generatedAt, '2023-09-05T08:47:45');
    assert.equal(document.sha256, createHash('sha256').update(wix).digest('hex'));
  });

  it('gives every sentence, header and row its lines and columns', () => {
    const [section] = parse(wix).sections;
    assert.deepEqual(
      section?.statements.map(({ kind, line, column, endLine }) => [kind, line, column, endLine]),
      [
        ['link-required', 14, 1, 14],
        ['merge-on-match', 16, 1, 16],
        ['keep-in-sync', 26, 1, 26],
        ['properties', 28, 1, 28],
      ],
    );
    const properties = section.statements[3];
    assert.ok(properties?.kind === 'properties');
    assert.deepEqual(properties.header, {
      line: 33,
      column: 8,
      endLine: 35,
      text: 'Wix.com Contacts Property | Wix Members Property | Wix Data Type',
    });
    assert.deepEqual(properties.rows, [
      {
        line: 36,
        column: 8,
        endLine: 38,
        source: 'info.emails',
        target: 'loginEmail',
        dataType: { name: 'string', text: '"string"' },
        text: 'info.emails | loginEmail | "string"',
      },
    ]);
  });

  it('holds title, date and Introduction for informative, with or without a full stop behind its heading', () => {
    assert.deepEqual(
      parse(wix).informative.map(({ kind, line, endLine }) => [kind, line, endLine]),
      [
        ['title', 2, 2],
        ['generated', 5, 5],
        ['introduction', 7, 7],
        ['introduction', 10, 10],
      ],
    );
  });

  it('reads the same with CRLF, lone CR, a byte order mark, blanks and tabs behind the lines; only the hash differs', () => {
    const original = parse(full);
    const copies = {
      CRLF: full.replaceAll('\n', '\r\n'),
      CR: full.replaceAll('\n', '\r'),
      BOM: `\uFEFF${full}`,
      'BOM and CRLF': `\uFEFF${full.replaceAll('\n', '\r\n')}`,
      'blanks and tabs behind the lines': full.replaceAll('\n', ' \t\n'),
      'no last line feed': full.trimEnd(),
      'mixed line ends': full
        .split('\n')
        .map((line, at) => line + (['\n', '\r\n'][at % 2] ?? ''))
        .join(''),
    };
    for (const [name, copy] of Object.entries(copies)) {
      const document = parse(copy);
      assert.deepEqual(withoutHash(document), withoutHash(original), name);
      assert.notEqual(document.sha256, original.sha256, name);
    }
  });

  it('reads tables that are indented with tabs', () => {
    const document = parse(full.replaceAll('\n   * - ', '\n\t* - ').replaceAll('\n     - ', '\n\t  - '));
    assert.deepEqual(document.diagnostics, []);
    assert.deepEqual(
      document.sections[0]?.statements.map((statement) => ('rows' in statement ? statement.rows.length : 0)),
      [0, 1, 2],
    );
  });

  it('takes a document without sections for a document: no diagnostic', () => {
    const document = parse(titled('Shop to Desk Dataflow', headed('Introduction', 'Words.')));
    assert.deepEqual(document.diagnostics, []);
    assert.deepEqual(document.sections, []);
  });

  it('warns of a short underline, and still reads the heading', () => {
    const document = parse(
      titled('Shop to Desk Dataflow', 'Shop Order to Desk Ticket\n------------------------', ''),
    );
    assert.deepEqual(codesOf(document), ['short-underline 6:1']);
    assert.equal(document.diagnostics[0]?.severity, 'warning');
    assert.equal(document.sections.length, 1);
  });

  it('takes an underline of less than four characters for text, unless it is as long as its heading', () => {
    const short = parse(titled('Shop to Desk Dataflow', 'Shop Order to Desk Ticket\n---', ''));
    assert.deepEqual(codesOf(short), ['not-understood 5:1']);
    assert.equal(short.sections.length, 0);
    assert.deepEqual(codesOf(parse(titled('Shop to Desk Dataflow', 'abc\n---', ''))), ['not-understood 5:1']);
    assert.deepEqual(parse(titled('Shop to Desk Dataflow', 'abc\n---', '')).notUnderstood[0]?.text, 'abc');
  });

  it('takes a line below indented text for no underline', () => {
    const text = titled('Shop to Desk Dataflow', 'Words\n\n   more\n   and more to come\n----');
    const document = parse(text);
    assert.equal(document.sections.length, 0);
    assert.deepEqual(unaccounted(document, text), []);
  });

  it('warns where overline and underline of the title differ', () => {
    const document = parse('======================\nShop to Desk Dataflow\n=====================\n');
    assert.deepEqual(codesOf(document), ['overline-mismatch 3:1']);
  });

  it('warns of an empty system name on either side, and reads the datatypes', () => {
    const target = parse(
      titled(
        'Shop to  Dataflow',
        headed('Shop Order to  Product', 'Every Shop Order will be synchronized with a  Product.'),
      ),
    );
    assert.deepEqual(codesOf(target), ['empty-system-name 2:1']);
    assert.deepEqual(target.sections[0]?.target, { system: '', datatype: 'Product' });
    assert.equal(target.sections[0].statements[0]?.kind, 'create-always');
    const source = parse(
      titled(
        ' to Desk Dataflow',
        headed(' Product to Desk Ticket', 'Every  Product will be synchronized with a Desk Ticket.'),
      ),
    );
    assert.deepEqual(codesOf(source), ['empty-system-name 2:2']);
    assert.deepEqual(source.sections[0]?.source, { system: '', datatype: 'Product' });
    assert.equal(source.sections[0].statements[0]?.kind, 'create-always');
  });

  it('reads an unreadable date as informative, with a warning and no date', () => {
    for (const stated of ['yesterday', '2023-02-30 10:00:00', '2023-13-01 00:00:00', '']) {
      const document = parse(titled('Shop to Desk Dataflow', `Generated: ${stated}`, ''));
      assert.deepEqual(codesOf(document), ['unreadable-date 5:1'], stated);
      assert.equal('generatedAt' in document, false);
      assert.equal(document.informative[1]?.kind, 'generated');
    }
  });
});

describe('parseDocument on what is not a dataflow document', () => {
  it('reports an empty file', () => {
    for (const text of ['', '\n\n', '\uFEFF', ' \t\r\n']) {
      assert.deepEqual(codesOf(parse(text)), ['empty-document 1:1']);
    }
  });

  it('reports the first byte that is not UTF-8, and accounts for every line', () => {
    const bytes = Uint8Array.from([...bytesOf('one\r\ntwo\rxä'), 0xff, ...bytesOf('\nlast')]);
    const document = parseDocument({ path: 'x.rst', bytes });
    assert.deepEqual(codesOf(document), ['not-utf8 3:3']);
    assert.deepEqual(
      document.notUnderstood.map(({ line, endLine }) => [line, endLine]),
      [[1, 4]],
    );
  });

  it('reports a file without the title, at the heading that is there instead', () => {
    assert.deepEqual(codesOf(parse('\nJust words.\n')), ['not-a-dataflow-document 2:1']);
    assert.deepEqual(codesOf(parse(titled('Readme', 'Words.'))), ['not-a-dataflow-document 2:1']);
    assert.deepEqual(codesOf(parse('Shop to Desk Dataflow\n')), ['not-a-dataflow-document 1:1']);
    assert.deepEqual(codesOf(parse(titled('Shop to Desk Dataflows'))), ['not-a-dataflow-document 2:1']);
  });

  it('does not parse a file of more than five million bytes', () => {
    const start = bytesOf(full);
    const bytes = new Uint8Array(LARGEST_DOCUMENT + 1).fill(0x0a);
    bytes.set(start);
    assert.deepEqual(codesOf(parseDocument({ path: 'x.rst', bytes })), ['too-large 1:1']);
    assert.deepEqual(
      codesOf(parseDocument({ path: 'x.rst', bytes: bytes.subarray(0, LARGEST_DOCUMENT) })),
      [],
    );
  });
});

describe('parseDocument on what no rule reads', () => {
  it('keeps an unknown paragraph as not understood, with an error at its place', () => {
    const document = parse(
      shopSection('Orders are nice.', '', 'Every Shop Order will be synchronized with a Desk Ticket.'),
    );
    assert.deepEqual(codesOf(document), ['not-understood 7:1']);
    assert.deepEqual(document.sections[0]?.notUnderstood, [
      { line: 7, column: 1, endLine: 7, text: 'Orders are nice.' },
    ]);
    assert.equal(document.sections[0].statements.length, 1);
  });

  it('keeps quotes, lists, comments, other directives and transitions as not understood', () => {
    for (const part of [
      '   quoted',
      '* item',
      '.. comment',
      '.. note::\n   text',
      '-----',
      '| line',
      'term\n   definition',
    ]) {
      const text = shopSection('', part);
      const document = parse(text);
      assert.deepEqual(
        document.diagnostics.map(({ code }) => code),
        ['not-understood'],
        part,
      );
      assert.deepEqual(unaccounted(document, text), [], part);
    }
  });

  it('keeps what stands under a heading that names no datatypes, outside of every section', () => {
    const document = parse(
      titled(
        'Shop to Desk Dataflow',
        headed('Notes', 'Every Shop Order will be synchronized with a Desk Ticket.'),
      ),
    );
    assert.deepEqual(codesOf(document), ['not-understood 5:1', 'not-understood 7:1']);
    assert.deepEqual(
      document.notUnderstood.map(({ text }) => text),
      ['Notes', 'Every Shop Order will be synchronized with a Desk Ticket.'],
    );
  });

  it('takes an Introduction behind a section for no Introduction: sentences cannot hide there', () => {
    const document = parse(
      titled('Shop to Desk Dataflow', headed('Shop Order to Desk Ticket'), headed('Introduction', 'Words.')),
    );
    assert.deepEqual(
      document.diagnostics.map(({ code }) => code),
      ['not-understood', 'not-understood'],
    );
  });

  it('takes a second title for no section', () => {
    const document = parse(titled('Shop to Desk Dataflow') + titled('Desk to Shop Dataflow'));
    assert.deepEqual(codesOf(document), ['not-understood 6:1']);
    assert.equal(document.sections.length, 0);
  });

  it('reads text before the title and behind the date as not understood', () => {
    const document = parse(
      `Before.\n\n${titled('Shop to Desk Dataflow', 'Generated: 2024-01-02 03:04:05\nEvery one.', '', 'More.')}`,
    );
    assert.deepEqual(codesOf(document), ['not-understood 1:1', 'not-understood 8:1', 'not-understood 10:1']);
    assert.equal(document.generatedAt, '2024-01-02T03:04:05');
  });

  it('is not led astray by RST markup inside of names', () => {
    const title = 'A*b_ to |C| Dataflow';
    const document = parse(
      titled(title, headed('A*b_ `x` to |C| D_', 'Every A*b_ `x` will be synchronized with a |C| D_.')),
    );
    assert.deepEqual(document.diagnostics, []);
    assert.deepEqual(document.sections[0]?.source, { system: 'A*b_', datatype: '`x`' });
    assert.equal(document.sections[0].statements[0]?.kind, 'create-always');
  });
});
