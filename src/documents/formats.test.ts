import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
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
} from './testing';
import { formatShow, publicDocument } from './show';

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

describe('what is added to the outward form', () => {
  const document = parse(
    titled(
      'Shop to Desk Dataflow',
      headed('Notes'),
      headed(
        'Shop Order to Desk Ticket',
        propertiesSentence,
        table(
          propertiesHeader,
          ['a', 'x', '"integer","decimal"]'],
          ['b', 'x', '["lower", "_."]'],
          ['id', 'id', ''],
        ),
        'What?',
      ),
    ),
  );

  it('are what fragments say, traits, and what is not understood', () => {
    const { sections, notUnderstood } = publicDocument(document);
    assert.deepEqual(notUnderstood, [{ line: 5, endLine: 5, text: 'Notes' }]);
    assert.deepEqual(sections[0]?.notUnderstood, [{ line: 29, endLine: 29, text: 'What?' }]);
    assert.deepEqual(
      sections[0].statements[0]?.rows?.map(({ line, dataType, traits }) => [line, dataType, traits]),
      [
        [
          19,
          { name: 'expression', text: '"integer","decimal"]', conversion: ['integer', ['decimal', '_.']] },
          ['many-to-one'],
        ],
        [
          22,
          {
            name: 'expression',
            text: '["lower", "_."]',
            problem: '"lower" is not a function that syncproof reads',
          },
          ['many-to-one'],
        ],
        [25, { name: null, text: '' }, ['identity']],
      ],
    );
  });

  it('stand in the text form too', () => {
    const text = formatShow([document], 'text');
    assert.match(
      text,
      / a {3}~ {2}x {3}"integer","decimal"\] {2}= \["integer", \["decimal", "_\."\]\] {2}\[many-to-one\]\n/,
    );
    assert.match(
      text,
      / b {3}~ {2}x {3}\["lower", "_\."\] {2}\(cannot be read: "lower" is not a .*\) {2}\[many-to-one\]\n/,
    );
    assert.match(text, / id {2}~ {2}id {2}\[identity\]\n/);
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
