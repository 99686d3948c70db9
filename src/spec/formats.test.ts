import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '../model';
import { formatDiagnosticsJson, formatDiagnosticsText } from './diagnostics-text';
import {
  headed,
  mergeHeader,
  mergeSentence,
  parse,
  propertiesHeader,
  propertiesSentence,
  shopSection,
  table,
  titled,
} from './helpers.test';
import { lint } from './lint';
import { formatShow, publicDocument } from './show';

const finding: Diagnostic = {
  path: 'a.rst',
  line: 2,
  column: 3,
  severity: 'error',
  code: 'not-understood',
  message: 'No.',
  help: 'Do.',
};

describe('formatDiagnosticsText', () => {
  it('shows place, severity, code, message, the source line with a caret, help and totals', () => {
    const warning: Diagnostic = {
      ...finding,
      line: 3,
      column: 1,
      severity: 'warning',
      code: 'short-underline',
    };
    const text = formatDiagnosticsText([finding, warning], new Map([['a.rst', 'one\r\n\tawful\r\nx']]), {
      colour: false,
    });
    assert.equal(
      text,
      [
        'a.rst:2:3 error not-understood No.',
        '   awful',
        '    ^',
        '  help: Do.',
        '',
        'a.rst:3:1 warning short-underline No.',
        '  x',
        '  ^',
        '  help: Do.',
        '',
        '1 error, 1 warning.',
        '',
      ].join('\n'),
    );
  });

  it('cuts long lines around the caret, and shows control characters of a document as such', () => {
    const line = `${'a'.repeat(300)}!${'b'.repeat(300)}`;
    const text = formatDiagnosticsText(
      [{ ...finding, line: 1, column: 301, message: '\u001b[2Jx' }],
      new Map([['a.rst', line]]),
      { colour: false },
    );
    const [head, shown = '', caret = ''] = text.split('\n');
    assert.equal(head, 'a.rst:1:301 error not-understood \uFFFD[2Jx');
    assert.ok(shown.length < 130);
    assert.equal(shown.charAt(caret.indexOf('^')), '!');
  });

  it('colours only when told to', () => {
    const escape = '\u001b';
    assert.ok(formatDiagnosticsText([finding], new Map(), { colour: true }).includes(`${escape}[31merror`));
    assert.ok(!formatDiagnosticsText([finding], new Map(), { colour: false }).includes(escape));
  });

  it('says so where there are no problems', () => {
    assert.equal(formatDiagnosticsText([], new Map(), { colour: false }), 'No problems.\n');
  });
});

describe('formatDiagnosticsJson', () => {
  it('writes the diagnostics and the totals', () => {
    assert.deepEqual(JSON.parse(formatDiagnosticsJson([finding])), {
      schemaVersion: 1,
      diagnostics: [finding],
      totals: { error: 1, warning: 0, info: 0 },
    });
  });
});

describe('lint', () => {
  it('gives the diagnostics of all documents by path, line and column', () => {
    const documents = ['b.rst', 'a.rst'].map((path) =>
      parse(shopSection('What?', '', '   How?', '', 'Why?'), path),
    );
    assert.deepEqual(
      lint(documents).map(({ path, line, column }) => `${path}:${line}:${column}`),
      ['a.rst:7:1', 'a.rst:9:4', 'a.rst:11:1', 'b.rst:7:1', 'b.rst:9:4', 'b.rst:11:1'],
    );
  });
});

describe('the outward form of a document', () => {
  it('is the one that the contract shows', () => {
    const text = readFileSync(resolve(__dirname, '../../specs/wix.com-to-wix.rst'), 'utf8');
    const { sections, diagnostics, ...head } = publicDocument(parse(text, 'specs/wix.com-to-wix.rst'));
    assert.deepEqual(head, {
      schemaVersion: 1,
      path: 'specs/wix.com-to-wix.rst',
      title: 'Wix.com to Wix Dataflow',
      systems: { source: 'Wix.com', target: 'Wix' },
      generatedAt: '2023-09-05T08:47:45',
    });
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['short-underline'],
    );
    const start = { kind: '', line: 0, text: '' };
    assert.deepEqual(sections[0], {
      heading: 'Wix.com Contacts to Wix Members',
      line: 12,
      source: { system: 'Wix.com', datatype: 'Contacts' },
      target: { system: 'Wix', datatype: 'Members' },
      statements: [
        {
          ...start,
          kind: 'link-required',
          line: 14,
          text: 'Before any synchronization can take place, a link between a Wix.com Contacts and a Wix Members must be established.',
        },
        {
          kind: 'merge-on-match',
          line: 16,
          text: 'A Wix.com Contacts will merge with a Wix Members if one of the following property combinations match:',
          rows: [{ line: 23, source: 'info.emails', target: 'loginEmail' }],
        },
        {
          kind: 'keep-in-sync',
          line: 26,
          text: 'Once a link between a Wix.com Contacts and a Wix Members is established, it will keep in sync between the two systems, regardless of where it is edited.',
        },
        {
          kind: 'properties',
          line: 28,
          text: 'The following properties are synchronized between a Wix.com Contacts and a Wix Members:',
          rows: [
            {
              line: 36,
              source: 'info.emails',
              target: 'loginEmail',
              dataType: { name: 'string', text: '"string"' },
            },
          ],
        },
      ],
    });
  });

  it('adds label, condition, connection and gate where the document has them', () => {
    const text = titled(
      'Custom Shop to Desk Dataflow',
      headed(
        'Custom Order to Desk Ticket',
        'Agents, it  will be synchronized with a Desk Ticket.',
        '',
        'A new Desk Ticket will be created from a Custom Order if it is connected to a Custom User that is synchronized into Desk.',
        '',
        'A Custom Order will merge with a Desk Ticket if one of the following property combinations match:',
        table(['Custom Order Property', 'Desk Ticket Property'], ['a (Dependant on having NO in c)', 'b']),
      ),
    );
    const [section] = publicDocument(parse(text)).sections;
    assert.deepEqual(section?.source, { system: 'Custom Shop', label: 'Custom', datatype: 'Order' });
    assert.equal(section.statements[0]?.condition, 'Agents');
    assert.deepEqual(section.statements[1]?.connectedTo, {
      system: 'Custom',
      datatypes: ['User'],
      synchronizedInto: 'Desk',
    });
    assert.deepEqual(section.statements[2]?.rows?.[0]?.gate, { value: 'NO', property: 'c' });
  });
});

describe('formatShow', () => {
  const one = parse(
    shopSection(
      mergeSentence,
      table(mergeHeader, ['a', 'b']),
      propertiesSentence,
      table(propertiesHeader, ['long.name', 'b', '"list"']),
      'What?',
    ),
  );

  it('writes one object for one document and an array for several', () => {
    assert.deepEqual(JSON.parse(formatShow([one], 'json')), publicDocument(one));
    assert.deepEqual(JSON.parse(formatShow([one, one], 'json')), [publicDocument(one), publicDocument(one)]);
  });

  it('writes one object a line', () => {
    const lines = formatShow([one, one], 'ndjson').trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line): unknown => JSON.parse(line)),
      [publicDocument(one), publicDocument(one)],
    );
  });

  it('writes an outline with line numbers, what is not understood included', () => {
    const text = formatShow([one], 'text');
    assert.match(text, /^specs\/test\.rst: Shop to Desk Dataflow\n {5}5 {2}Shop Order to Desk Ticket\n/);
    assert.match(text, /\n {4}14 {6}a {2}~ {2}b\n/);
    assert.match(text, /\n {4}25 {6}long\.name {2}~ {2}b {2}"list"\n/);
    assert.match(text, /Not understood:\n {4}29 {2}What\?\n$/);
  });
});
