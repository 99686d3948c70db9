import assert from 'node:assert/strict';
import fc from 'fast-check';
import { datatypesOf, findDatatype, isList, type Datatype, type DeclaredSystems } from '.';
import { awkwardName, row, section, table } from './testing';

function propertiesOf(datatypes: readonly Datatype[], name: string): Datatype['properties'] {
  const [system = '', datatype = ''] = name.split('.');
  return findDatatype(datatypes, { system, datatype }).properties;
}

function stated(properties: Record<string, object>): DeclaredSystems {
  return { Shop: { schema: { Order: { properties } } } };
}

const typed = section(
  'Shop.Order',
  'Desk.Ticket',
  table(
    'properties',
    row('count', 'amount', { type: 'integer' }),
    row('price', 'sum', { type: 'float' }),
    row('cost', 'total', { type: 'decimal' }),
    row('paid', 'settled', { type: 'boolean' }),
    row('tag', 'tags', { type: 'list' }),
    row('name', 'title', { type: 'string' }),
    row('note', 'remark', { type: null }),
    row('stamp', 'date', { type: 'expression' }),
  ),
);

describe('the datatypes of sections', () => {
  it('stand in the order in which the sections first name them, each once', () => {
    const sections = [section('Shop.Order', 'Desk.Ticket'), section('Desk.Ticket', 'Shop.Cart')];
    assert.deepEqual(
      datatypesOf(sections, {}).map(({ system, datatype }) => `${system}.${datatype}`),
      ['Shop.Order', 'Desk.Ticket', 'Shop.Cart'],
    );
  });

  it('keep systems apart whose names run together with those of their datatypes', () => {
    const sections = [
      section(
        { system: 'Custom', datatype: 'Order Line' },
        { system: 'Custom Order', datatype: 'Line' },
        table('properties', row('a', 'b')),
      ),
    ];
    const [one, other] = datatypesOf(sections, {});
    assert.deepEqual(Object.keys(one?.properties ?? {}), ['a', 'internalNote']);
    assert.deepEqual(Object.keys(other?.properties ?? {}), ['b', 'internalNote']);
  });

  it('have the data types of the tables on the target side (D15)', () => {
    const properties = propertiesOf(datatypesOf([typed], {}), 'Desk.Ticket');
    assert.deepEqual(properties.amount, { type: 'integer' });
    assert.deepEqual(properties.sum, { type: 'number' });
    assert.deepEqual(properties.total, { type: 'number' });
    assert.deepEqual(properties.settled, { type: 'boolean' });
    assert.deepEqual(properties.tags, { type: 'string', list: true });
    assert.deepEqual(properties.title, { type: 'string' });
    assert.deepEqual(properties.remark, { type: 'string' });
    assert.deepEqual(properties.date, { type: 'any' });
  });

  it('have text on the source side of a typed row, and anything where it becomes text (D15)', () => {
    const properties = propertiesOf(datatypesOf([typed], {}), 'Shop.Order');
    assert.deepEqual(properties.count, { type: 'string' });
    assert.deepEqual(properties.paid, { type: 'string' });
    assert.deepEqual(properties.name, { type: 'any' });
    assert.deepEqual(properties.note, { type: 'string' });
  });

  it('take the type of the other side where a row states none (D15)', () => {
    const untyped = section('Shop.Order', 'Desk.Ticket', table('properties', row('a', 'b', { type: null })));
    const systems = stated({ a: { type: 'integer', list: true, required: true } });
    assert.deepEqual(propertiesOf(datatypesOf([untyped], systems), 'Desk.Ticket').b, {
      type: 'integer',
      list: true,
    });
    const reverse = section('Desk.Ticket', 'Shop.Order', table('properties', row('b', 'a', { type: null })));
    assert.deepEqual(propertiesOf(datatypesOf([reverse], systems), 'Desk.Ticket').b, {
      type: 'integer',
      list: true,
    });
  });

  it("take the config's word first, and text where it states no type", () => {
    const reverse = section(
      'Desk.Ticket',
      'Shop.Order',
      table('properties', row('x', 'count', { type: 'float' })),
    );
    const systems = stated({ count: { type: 'integer', readOnly: true }, other: { required: true } });
    const properties = propertiesOf(datatypesOf([reverse], systems), 'Shop.Order');
    assert.deepEqual(properties.count, { type: 'integer', readOnly: true });
    assert.deepEqual(properties.other, { type: 'string', required: true });
  });

  it('have the properties that only a merge row names', () => {
    const merging = section('Shop.Order', 'Desk.Ticket', table('merge-on-match', row('number', 'reference')));
    const datatypes = datatypesOf([merging], {});
    assert.deepEqual(propertiesOf(datatypes, 'Shop.Order').number, { type: 'string' });
    assert.deepEqual(propertiesOf(datatypes, 'Desk.Ticket').reference, { type: 'string' });
  });

  it('let the property table type what a merge row compares', () => {
    const both = section(
      'Shop.Order',
      'Desk.Ticket',
      table('merge-on-match', row('number', 'reference')),
      table('properties', row('number', 'reference', { type: 'integer' })),
    );
    assert.deepEqual(propertiesOf(datatypesOf([both], {}), 'Desk.Ticket').reference, { type: 'integer' });
  });

  it('have no property for a cell that is empty', () => {
    const empty = section('Shop.Order', 'Desk.Ticket', table('properties', row('', 'b')));
    assert.deepEqual(Object.keys(propertiesOf(datatypesOf([empty], {}), 'Shop.Order')), ['internalNote']);
  });

  it('are empty but for their own property where no section names them', () => {
    assert.deepEqual(findDatatype([], { system: 'Shop', datatype: 'Order' }), {
      system: 'Shop',
      datatype: 'Order',
      properties: {},
      own: ['internalNote'],
    });
  });
});

describe('own properties (D14)', () => {
  function ownOf(...paths: readonly string[]): readonly string[] {
    const rows = paths.map((path) => row(path, path));
    const sections = [section('Shop.Order', 'Desk.Ticket', table('properties', ...rows))];
    return findDatatype(datatypesOf(sections, {}), { system: 'Shop', datatype: 'Order' }).own;
  }

  it('stand on the record and beside every nested property', () => {
    assert.deepEqual(ownOf('name', 'address.city', 'address.country.code', 'address.country.name'), [
      'internalNote',
      'address.internalNote',
      'address.country.internalNote',
    ]);
  });

  it('take another name where a row uses theirs, as a property or as the beginning of a path', () => {
    assert.deepEqual(ownOf('internalNote', 'internalNoteToo'), ['internalNoteTooToo']);
    assert.deepEqual(ownOf('internalNote.text')[0], 'internalNoteToo');
  });

  it('never lie on the path of a row, nor a row on theirs', () => {
    const step = fc
      .oneof(fc.constantFrom('internalNote', 'internalNoteToo', 'a'), awkwardName)
      .map((text) => text.replaceAll('.', ''));
    const path = fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => steps.join('.'));
    fc.assert(
      fc.property(fc.array(path, { maxLength: 6 }), (paths) => {
        const own = ownOf(...paths);
        assert.equal(new Set(own).size, own.length);
        for (const each of own) {
          for (const used of paths) {
            assert.notEqual(each, used);
            assert.equal(used.startsWith(`${each}.`), false, `${used} lies in ${each}`);
          }
        }
      }),
    );
  });
});

describe('lists', () => {
  it('are properties that hold a list, and all that stands inside of one (D7)', () => {
    const properties = {
      emails: { type: 'string', list: true },
      items: { type: 'object', list: true },
      'items.product.id': { type: 'string' },
      'address.city': { type: 'string' },
    } as const;
    assert.equal(isList(properties, 'emails'), true);
    assert.equal(isList(properties, 'items.product.id'), true);
    assert.equal(isList(properties, 'address.city'), false);
    assert.equal(isList(properties, 'unknown'), false);
    assert.equal(isList(properties, 'constructor.name'), false);
  });
});
