import assert from 'node:assert/strict';
import { parse, shopSection } from '../documents/testing';
import { contextOf, documentOf, section } from './testing';
import { lint } from './lint';

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

  const twice = documentOf(
    'Shop',
    'Desk',
    section({
      source: 'Shop Order',
      target: 'Desk Ticket',
      rows: [
        ['a', 'b'],
        ['a', 'b'],
        ['c', 'b'],
      ],
    }),
  );
  const found = (severities: Record<string, 'off' | 'info' | 'warning' | 'error'>): string[] =>
    lint([twice], contextOf({ severities })).map(({ code, severity }) => `${code} ${severity}`);

  it('gives each rule its severity, by default and by the config', () => {
    assert.deepEqual(found({}), ['duplicate-row warning', 'two-writers warning']);
    assert.deepEqual(found({ 'two-writers': 'error', 'duplicate-row': 'info' }), [
      'duplicate-row info',
      'two-writers error',
    ]);
  });

  it('drops what is off, also of what reading found; the document stays as it is', () => {
    assert.deepEqual(found({ 'two-writers': 'off' }), ['duplicate-row warning']);
    const lost = parse(shopSection('What?'));
    assert.deepEqual(lint([lost], contextOf({ severities: { 'not-understood': 'off' } })), []);
    assert.equal(lost.sections[0]?.notUnderstood.length, 1);
    assert.equal(lost.diagnostics.length, 1);
    const softer = lint([lost], contextOf({ severities: { 'not-understood': 'warning' } }));
    assert.deepEqual(
      softer.map(({ severity }) => severity),
      ['warning'],
    );
  });

  it('reports nothing as missing from a section whose lines are not all understood', () => {
    const codes = lint([parse(shopSection('What?'))]).map(({ code }) => code);
    assert.deepEqual(codes, ['not-understood']);
  });

  it('finds nothing in no documents', () => {
    assert.deepEqual(lint([]), []);
  });
});
