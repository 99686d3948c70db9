import assert from 'node:assert/strict';
import type { Statement } from '../model';
import { headed, parse, shopSection, table, titled } from './testing';

function statementsOf(...parts: string[]): readonly Statement[] {
  return parse(shopSection(...parts)).sections[0]?.statements ?? [];
}

describe('create-if-connected (D20)', () => {
  const connectionOf = (connected: string): unknown => {
    const [statement] = statementsOf(
      `A new Desk Ticket will be created from a Shop Order if it is connected to a ${connected}.`,
    );
    return statement?.kind === 'create-if-connected' ? statement.connectedTo : undefined;
  };

  it('reads one, two and many datatypes, with blanks and hyphens in their names', () => {
    const cases: [string, string[]][] = [
      ['Customer', ['Customer']],
      ['Customer Group', ['Customer Group']],
      ['Customer, or Wix-order', ['Customer', 'Wix-order']],
      ['Customer or Sub-Order', ['Customer', 'Sub-Order']],
      ['Customer, Sales order, or Wix-order (old)', ['Customer', 'Sales order', 'Wix-order (old)']],
      ['Customer, Sales order or Wix-order', ['Customer', 'Sales order', 'Wix-order']],
      ['A, B, C, D, or Work or Home', ['A', 'B', 'C', 'D', 'Work or Home']],
    ];
    for (const [text, datatypes] of cases) {
      assert.deepEqual(
        connectionOf(`Shop ${text} that is synchronized into Desk`),
        { system: 'Shop', datatypes, synchronizedInto: 'Desk' },
        text,
      );
    }
  });

  it('takes "A or B" for one datatype where a heading of the document names it so', () => {
    const read = (connected: string, ...headings: string[]): readonly string[] => {
      const text = titled(
        'Shop to Desk Dataflow',
        headed(
          'Shop Order to Desk Ticket',
          `A new Desk Ticket will be created from a Shop Order if it is connected to a Shop ${connected} that is synchronized into Desk.`,
        ),
        ...headings.map((heading) => headed(heading)),
      );
      const [statement] = parse(text).sections[0]?.statements ?? [];
      return statement?.kind === 'create-if-connected' ? statement.connectedTo.datatypes : [];
    };
    const workOrHome = 'Shop Work or Home to Desk Person';
    assert.deepEqual(read('Work or Home'), ['Work', 'Home']);
    assert.deepEqual(read('Work or Home', workOrHome), ['Work or Home']);
    assert.deepEqual(
      read('Work or Home', 'Desk Work or Home to Desk Person'),
      ['Work', 'Home'],
      'of another system',
    );
    assert.deepEqual(read('Work or Home or Lead', workOrHome), ['Work or Home', 'Lead']);
    assert.deepEqual(read('Lead, Work or Home', workOrHome), ['Lead', 'Work or Home']);
    assert.deepEqual(read('Work or Home, Lead, or Order', workOrHome), ['Work or Home', 'Lead', 'Order']);
    assert.deepEqual(read('Sales, B2B, or Lead', 'Shop Sales, B2B to Desk Person'), ['Sales, B2B', 'Lead']);
    assert.deepEqual(read('Work or Home, or Lead', 'Shop Work or Home, or Lead to Desk Person'), [
      'Work or Home, or Lead',
    ]);
  });

  it('knows the systems and labels of all headings of the document', () => {
    const text = titled(
      'Shop to Desk Dataflow',
      headed(
        'Shop Order to Desk Ticket',
        'A new Desk Ticket will be created from a Shop Order if it is connected to a Shop Two Sales Lead that is synchronized into Desk.',
      ),
      headed(
        'Shop Two Sales Lead to Desk Person',
        'The following properties are synchronized between a Shop Two Sales Lead and a Desk Person:',
      ),
      headed(
        'Desk Person to Shop Two Sales Lead',
        'The following properties are synchronized between a Desk Person and a Shop Two Sales Lead:',
        table(['Desk Person Property', 'Shop Two Sales Lead Property', 'Shop Two Data Type']),
      ),
    );
    const [statement] = parse(text).sections[0]?.statements ?? [];
    assert.ok(statement?.kind === 'create-if-connected');
    assert.deepEqual(statement.connectedTo, {
      system: 'Shop Two',
      datatypes: ['Sales Lead'],
      synchronizedInto: 'Desk',
    });
  });

  it('takes an unknown system for one word, and the place it is synchronized into as it is written', () => {
    assert.deepEqual(connectionOf('Crm Lead that is synchronized into Wix.com Two'), {
      system: 'Crm',
      datatypes: ['Lead'],
      synchronizedInto: 'Wix.com Two',
    });
  });

  it('finds the end of a system name of several words that the section knows', () => {
    const text = titled(
      'Business Central to Desk Dataflow',
      headed(
        'Business Central Order to Desk Ticket',
        'A new Desk Ticket will be created from a Business Central Order if it is connected to a Business Central Customer, or Vendor that is synchronized into Desk.',
      ),
    );
    const [statement] = parse(text).sections[0]?.statements ?? [];
    assert.ok(statement?.kind === 'create-if-connected');
    assert.deepEqual(statement.connectedTo, {
      system: 'Business Central',
      datatypes: ['Customer', 'Vendor'],
      synchronizedInto: 'Desk',
    });
  });
});
