import assert from 'node:assert/strict';
import { countCalls } from '../../test/count-calls';
import { rowTraits, type Row, type RowTrait, type Section } from '.';
import { row, section, table } from './testing';

function traitsOf(
  kind: 'merge-on-match' | 'properties',
  ...rows: readonly Row[]
): readonly (readonly RowTrait[])[] {
  const of = section('Shop.Order', 'Desk.Ticket', table(kind, ...rows));
  return rows.map((each) => rowTraits(of, each));
}

describe('row traits', () => {
  it('are none where a row stands for itself', () => {
    assert.deepEqual(traitsOf('properties', row('a', 'b'), row('valid', 'paid'), row('c.d', 'e.f')), [
      [],
      [],
      [],
    ]);
  });

  it('tell identities from foreign keys by the whole path (D23)', () => {
    assert.deepEqual(
      traitsOf(
        'properties',
        row('id', 'id'),
        row('customer.id', 'owner'),
        row('number', 'product.id'),
        row('lines.id', 'lines.id'),
      ),
      [['identity'], ['foreign-key'], ['foreign-key'], ['foreign-key']],
    );
    assert.deepEqual(traitsOf('properties', row('id', 'externalNumber')), [['foreign-key']]);
  });

  it('take a name that only ends in the letters id for no foreign key', () => {
    const rows = [row('customerId', 'taxId'), row('paid', 'void'), row('ID', 'Id'), row('customer_id', 'x')];
    assert.deepEqual(traitsOf('properties', ...rows), [[], [], [], []]);
  });

  it('find rows that are alike in source, target and gate, in any table of the kind', () => {
    const [one, gated, other] = [
      row('a', 'b'),
      row('a', 'b', { gate: { value: 'NO' } }),
      row('a', 'b', { type: 'list' }),
    ];
    const lone = row('a', 'b');
    const of = section(
      'Shop.Order',
      'Desk.Ticket',
      table('properties', one, gated),
      table('merge-on-match', lone),
      table('properties', other),
    );
    assert.deepEqual(rowTraits(of, one), ['duplicate']);
    assert.deepEqual(rowTraits(of, other), ['duplicate']);
    assert.deepEqual(rowTraits(of, gated), ['gated']);
    assert.deepEqual(rowTraits(of, lone), []);
  });

  it('tell gates apart that differ in what they leave out', () => {
    const gates = [{ value: 'NO' }, { property: 'NO' }, {}, { value: 'NO', property: 'NO' }];
    const rows = gates.map((gate) => row('a', 'b', { gate }));
    assert.deepEqual(traitsOf('properties', ...rows), [['gated'], ['gated'], ['gated'], ['gated']]);
    assert.deepEqual(traitsOf('properties', ...rows.slice(0, 1), row('a', 'b', { gate: { value: 'NO' } })), [
      ['duplicate', 'gated'],
      ['duplicate', 'gated'],
    ]);
  });

  it('find properties that several others write, or that write several (D17, D18)', () => {
    assert.deepEqual(traitsOf('properties', row('a', 'c'), row('b', 'c'), row('b', 'd'), row('e', 'f')), [
      ['many-to-one'],
      ['many-to-one', 'one-to-many'],
      ['one-to-many'],
      [],
    ]);
  });

  it('do not count the other side twice, nor merge rows at all', () => {
    assert.deepEqual(traitsOf('properties', row('a', 'b'), row('a', 'b')), [['duplicate'], ['duplicate']]);
    assert.deepEqual(traitsOf('merge-on-match', row('a', 'c'), row('b', 'c')), [[], []]);
    const merging = row('a', 'c');
    const both = section(
      'Shop.Order',
      'Desk.Ticket',
      table('merge-on-match', merging),
      table('properties', row('a', 'c'), row('b', 'c'), row('a', 'd')),
    );
    assert.deepEqual(rowTraits(both, merging), []);
  });

  it('stand in one order, several of them', () => {
    const gate = { value: 'NO', property: 'c' };
    const rows = [row('x.id', 'y', { gate }), row('x.id', 'y', { gate }), row('x.id', 'z'), row('w', 'y')];
    assert.deepEqual(traitsOf('properties', ...rows)[0], [
      'foreign-key',
      'duplicate',
      'many-to-one',
      'one-to-many',
      'gated',
    ]);
  });

  it('are those of the row itself where the section does not hold it', () => {
    const of: Section = section('Shop.Order', 'Desk.Ticket', table('properties', row('a', 'b')));
    assert.deepEqual(rowTraits(of, row('a', 'c')), []);
    assert.deepEqual(rowTraits(of, row('id', 'id', { gate: {} })), ['identity', 'gated']);
  });

  it('take work by the number of rows, not by its square', async () => {
    const callsFor = (count: number): Promise<number> => {
      const rows = Array.from({ length: count }, (_, at) => row('a', `b${at}`));
      return countCalls(/[\\/]src[\\/]model[\\/]/, () => {
        assert.ok(traitsOf('properties', ...rows).every((traits) => traits.includes('one-to-many')));
      });
    };
    const few = await callsFor(1000);
    const many = await callsFor(2000);
    assert.ok(few >= 1000 && many < 2.1 * few, `${few} calls for 1,000 rows, ${many} for 2,000`);
  });
});
