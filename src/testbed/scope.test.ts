import assert from 'node:assert/strict';
import { row, section, sentence, table } from '../model/testing';
import { Scope } from '.';
import { closeStages, ORDERS, stage } from './testing';
import type { Section, DeclaredSystems } from '../model';

function scopeOf(sections: readonly Section[], declared: DeclaredSystems = {}): Scope {
  return new Scope(
    sections.map((each, index) => ({ section: each, document: 'doc', id: `doc/${index}` })),
    declared,
  );
}

const ORDER = { system: 'Shop', datatype: 'Order' };
const TICKET = { system: 'Desk', datatype: 'Ticket' };

describe('what the words of a step refer to', () => {
  afterEach(closeStages);

  it('finds a datatype by its phrase, and says which there are where there is none', () => {
    const scope = scopeOf([ORDERS]);
    assert.equal(scope.datatype('Shop Order').datatype, 'Order');
    assert.throws(() => scope.datatype('Shop Cart'), /"Shop Cart"; it names Shop Order, Desk Ticket\.$/);
  });

  it('finds a datatype by the aliases of its system too, as steps written by hand may name it', () => {
    const aliased = section('Shop.Order', 'Helpdesk.Ticket', table('properties', row('a', 'b')));
    const scope = scopeOf([ORDERS, aliased], { Desk: { aliases: ['Helpdesk'] } });
    assert.deepEqual(
      scope.systems.map(({ name }) => name),
      ['Shop', 'Desk'],
    );
    assert.equal(scope.datatype('Helpdesk Ticket'), scope.datatype('Desk Ticket'));
    assert.ok(scope.pathsOf(TICKET).includes('b'));
  });

  it('finds the section between two datatypes, in either direction', () => {
    const scope = scopeOf([section('Shop.Cart', 'Desk.Ticket'), ORDERS]);
    assert.equal(scope.between(ORDER, TICKET).id, 'doc/1');
    assert.equal(scope.between(TICKET, ORDER).id, 'doc/1');
    assert.throws(() => scope.between(ORDER, ORDER), /No section goes between Shop Order and Shop Order/);
  });

  it('asks values for the properties of the rows that can be tried, each once', () => {
    const gated = row('phone', 'phone', { gate: { property: 'country', value: 'NO' } });
    const part = section(
      'Shop.Order',
      'Desk.Ticket',
      table('merge-on-match', row('name', 'title'), row('id', 'number')),
      table('properties', row('name', 'title'), gated, row('city', 'city')),
    );
    assert.deepEqual(scopeOf([part]).pathsOf(ORDER), ['name', 'city']);
    assert.deepEqual(scopeOf([part]).mergePathsOf(ORDER), ['name']);
    assert.deepEqual(scopeOf([part]).mergePathsOf(TICKET), ['title']);
  });

  it('asks values of a datatype for the rows of all its sections', () => {
    const other = section('Desk.Ticket', 'Shop.Cart', table('properties', row('colour', 'color')));
    assert.deepEqual(scopeOf([ORDERS, other]).pathsOf(TICKET), [
      'title',
      'amount',
      'settled',
      'place.city',
      'reference',
      'colour',
    ]);
  });

  it('knows the type of a value by the row, on both sides, and else by the schemas (D15)', () => {
    const scope = scopeOf([ORDERS]);
    assert.equal(scope.valueType(ORDER, 'count'), 'integer');
    assert.equal(scope.valueType(TICKET, 'amount'), 'integer');
    assert.equal(scope.valueType(ORDER, 'paid'), 'boolean');
    assert.equal(scope.valueType(ORDER, 'name'), 'text');
    const untyped = section('Shop.Order', 'Desk.Ticket', table('properties', row('a', 'b'), row('c', 'd')));
    const declared = {
      Desk: { schema: { Ticket: { properties: { b: { type: 'number' }, d: { type: 'boolean' } } } } },
    } as const;
    assert.equal(scopeOf([untyped], declared).valueType(ORDER, 'a'), 'integer');
    assert.equal(scopeOf([untyped], declared).valueType(ORDER, 'c'), 'boolean');
  });

  it('gives each system a host and an id, whatever its name', () => {
    const names = ['Æ', 'Ø', '', '日本', 'Wix', 'wix', 'Wix-2', '...', 'a/b', 'A B', 'a..b'];
    const sections = names.map((system, index) =>
      section(
        { system, datatype: 'X' },
        { system: 'Desk', datatype: `Y${index}` },
        sentence('create-always'),
      ),
    );
    const { testbed } = stage({ sections });
    const bases = testbed.allSystems.map(({ baseUrl }) => baseUrl);
    assert.equal(new Set(bases).size, names.length + 1);
    assert.equal(new Set(testbed.allSystems.map(({ id }) => id)).size, names.length + 1);
  });
});
