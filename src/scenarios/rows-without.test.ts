import assert from 'node:assert/strict';
import type { Row } from '../model';
import { row, section, table } from '../model/testing';
import { mergeRowWithout, propertyRowWithout } from './rows-without';

/** Why the first of the rows cannot be tried. */
function whyNot(...rows: readonly Row[]): string {
  const without = propertyRowWithout(
    section('Shop.Order', 'Desk.Ticket', table('properties', ...rows)),
    rows[0]!,
  );
  return without === undefined ? 'can be tried' : `${without.status}: ${without.reason}`;
}

describe('property rows', () => {
  it('can be tried alone where two properties stand side by side', () => {
    assert.equal(whyNot(row('name', 'title'), row('note', 'remark')), 'can be tried');
    assert.equal(whyNot(row('name', 'title', { type: 'integer' })), 'can be tried');
    assert.equal(whyNot(row('valid', 'hidden')), 'can be tried');
  });

  it('are pending where a property is missing', () => {
    assert.match(whyNot(row('', 'title')), /^pending: a property is missing/);
    assert.match(whyNot(row('name', '')), /^pending: a property is missing/);
  });

  it('are pending where the data type is a fragment of a transformation', () => {
    const dataType = { name: 'expression', text: '"replace"," ","", "string"]' } as const;
    assert.match(whyNot(row('a', 'b', { dataType })), /^pending: .*"replace"," ","", "string"\]/);
  });

  it('say why the fragment cannot be read, and are not run where it can', () => {
    const fragment = { name: 'expression', text: '["lower", "_."]' } as const;
    assert.match(
      whyNot(row('a', 'b', { dataType: { ...fragment, problem: 'no such thing' } })),
      /\(no such thing\)$/,
    );
    const conversion = { kind: 'string', value: { kind: 'current', path: '' } } as const;
    assert.equal(
      whyNot(row('a', 'b', { dataType: { ...fragment, conversion } })),
      'not-run: no scenarios yet for transformations',
    );
  });

  it('are not run where they are gated (D22)', () => {
    assert.match(whyNot(row('a', 'b', { gate: { property: 'c', value: 'NO' } })), /^not-run: .*gated/);
    assert.match(whyNot(row('a', 'b', { gate: {} })), /^not-run: .*gated/);
  });

  it('are not run where they carry ids or foreign keys (D23)', () => {
    for (const each of [row('id', 'id'), row('customer.id', 'owner'), row('owner', 'customer.id')]) {
      assert.match(whyNot(each), /^not-run: .*ids and foreign keys/);
    }
  });

  it('are not run where several rows write or read one property (D17, D18)', () => {
    assert.match(whyNot(row('a', 'c'), row('b', 'c')), /^not-run: .*several rows that write c/);
    assert.match(whyNot(row('a', 'b'), row('a', 'c')), /^not-run: .*several rows that read a/);
    assert.match(whyNot(row('a', 'b'), row('a', 'b')), /^not-run: .*several rows that write b/);
    assert.match(whyNot(row('a', 'b'), row('a', 'b', { gate: {} })), /^not-run: .*several rows that write b/);
  });
});

describe('merge rows', () => {
  it('link where they compare two properties', () => {
    assert.equal(mergeRowWithout(row('email', 'login')), undefined);
  });

  it('are pending where a property is missing (D27)', () => {
    assert.equal(mergeRowWithout(row('email', ''))?.status, 'pending');
    assert.equal(mergeRowWithout(row('', 'login'))?.status, 'pending');
  });

  it('are not run where they compare ids (D23)', () => {
    assert.equal(mergeRowWithout(row('id', 'externalNumber'))?.status, 'not-run');
    assert.equal(mergeRowWithout(row('number', 'customer.id'))?.status, 'not-run');
  });
});
