import assert from 'node:assert/strict';
import { datatypesOf, References, referredName, rowsOf, rowTraits, withReferences } from '.';
import type { DeclaredReferences } from '.';
import { documentOf, row, section, table } from './testing';

const nothing: DeclaredReferences = { bindings: {}, systems: {} };

function shop(...names: string[]): References {
  return new References(
    names.map((datatype) => ({ system: 'Shop', datatype })),
    nothing,
  );
}

const order = { system: 'Shop', datatype: 'Order' };

describe('referredName', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['customer.id', 'customer'],
    ['items.product.id', 'product'],
    ['customerId', 'customer'],
    ['customer_id', 'customer'],
    ['customerID', 'customer'],
    ['owner.customerId', 'customer'],
    ['id', undefined],
    ['paid', undefined],
    ['PAID', undefined],
    ['_id', undefined],
    ['Id', undefined],
    ['customer.ids', undefined],
    ['id.name', undefined],
    ['', undefined],
  ];
  for (const [path, name] of cases) {
    it(`reads ${name ?? 'nothing'} out of "${path}"`, () => {
      assert.equal(referredName(path), name);
    });
  }
});

describe('References', () => {
  it('compares without case, blanks and punctuation, singular and plural alike (D23)', () => {
    const references = shop('Customers', 'Sales Order', 'Categories', 'Tax-Classes', 'Address');
    assert.equal(references.of(order, 'customer.id'), 'Customers');
    assert.equal(references.of(order, 'salesOrderId'), 'Sales Order');
    assert.equal(references.of(order, 'sales_order_id'), 'Sales Order');
    assert.equal(references.of(order, 'category.id'), 'Categories');
    assert.equal(references.of(order, 'taxClass.id'), 'Tax-Classes');
    assert.equal(references.of(order, 'address.id'), 'Address');
    assert.equal(references.of(order, 'supplier.id'), undefined);
    assert.equal(references.of(order, 'customer.name'), undefined);
  });

  it('takes the closest name, and none of several equally close ones', () => {
    assert.equal(shop('Customer', 'Customers').of(order, 'customers.id'), 'Customers');
    assert.equal(shop('Cost Centre', 'CostCentre').of(order, 'costcentre.id'), undefined);
  });

  it('stays within the system', () => {
    const references = new References([{ system: 'Desk', datatype: 'Customer' }], nothing);
    assert.equal(references.of(order, 'customer.id'), undefined);
  });

  it('takes a binding first, then the schema, then the convention (D20)', () => {
    const schema = {
      Order: { properties: { owner: { references: 'User' }, 'customer.id': { references: 'Debtor' } } },
    };
    const references = new References(
      [
        { system: 'Shop', datatype: 'Customer' },
        { system: 'Shop', datatype: 'Seller' },
      ],
      { bindings: { 'Shop Order.owner': 'Seller' }, systems: { Shop: { schema } } },
    );
    assert.equal(references.of(order, 'owner'), 'Seller');
    assert.equal(references.of(order, 'customer.id'), 'Debtor');
    assert.equal(references.of({ system: 'Shop', datatype: 'Cart' }, 'customer.id'), 'Customer');
    assert.deepEqual([...references.statedOf(order)].sort(), ['Debtor', 'Seller', 'User']);
    assert.deepEqual([...references.statedOf({ system: 'Shop', datatype: 'Cart' })], []);
  });

  it('is not fooled by names that objects have of their own', () => {
    const references = shop('Order');
    assert.equal(references.of({ system: 'constructor', datatype: 'toString' }, '__proto__'), undefined);
    assert.deepEqual([...references.statedOf({ system: '__proto__', datatype: 'x' })], []);
  });
});

describe('withReferences (D23)', () => {
  const orders = section(
    'Shop.Order',
    'Desk.Ticket',
    table('merge-on-match', row('number', 'reference')),
    table(
      'properties',
      row('customerId', 'person'),
      row('buyer', 'customer.id', { type: 'integer' }),
      row('taxId', 'vat'),
    ),
  );
  const customers = section('Shop.Customer', 'Desk.Customers');
  const stated = { bindings: { 'Shop Order.buyer': 'Customer' }, systems: {} };
  const [document] = withReferences([documentOf([orders, customers])], stated);
  const [resolved] = document?.sections ?? [];

  it('says of each row what its properties refer to, by config and convention', () => {
    assert.ok(resolved !== undefined);
    assert.deepEqual(
      rowsOf(resolved, 'properties').map(({ references }) => references),
      [{ source: 'Customer' }, { source: 'Customer', target: 'Customers' }, undefined],
    );
    assert.deepEqual(
      rowsOf(resolved, 'properties').map((each) => rowTraits(resolved, each)),
      [['foreign-key'], ['foreign-key'], []],
    );
    assert.deepEqual(rowTraits(orders, rowsOf(orders, 'properties')[0]!), []);
  });

  it('goes by the one name of a system, whatever the documents and the bindings call it', () => {
    const aliased = section(
      'Store.Order',
      'Desk.Ticket',
      table('properties', row('customerId', 'b'), row('buyer', 'd')),
    );
    const [named] = withReferences([documentOf([aliased]), documentOf([customers])], {
      bindings: { 'Store Order.buyer': 'Customer' },
      systems: { Shop: { aliases: ['Store'] } },
    });
    assert.deepEqual(
      rowsOf(named!.sections[0]!, 'properties').map(({ references }) => references),
      [{ source: 'Customer' }, { source: 'Customer' }],
    );
    assert.equal(named?.sections[0]?.source.system, 'Store');
  });

  it('puts them into the schemas of the datatypes, beside the types', () => {
    assert.ok(resolved !== undefined);
    const [order, ticket] = datatypesOf([resolved], {});
    assert.deepEqual(order?.properties.customerId, { type: 'string', references: 'Customer' });
    assert.deepEqual(ticket?.properties['customer.id'], { type: 'integer', references: 'Customers' });
    assert.deepEqual(ticket.properties.vat, { type: 'string' });
  });
});
