import assert from 'node:assert/strict';
import { parse } from '../documents/testing';
import { shopDocument } from '../cli/testing';
import { bindingsWithSystemNames, checksOf, documentWithSystemNames, systemNameOf, withSystemNames } from '.';
import type { ConnectedStatement, DeclaredSystems } from '.';
import { section, sentence } from './testing';

const DECLARED: DeclaredSystems = { 'Help Desk': { aliases: ['Desk', 'Service Portal'] }, Shop: {} };

function connected(connectedTo: ConnectedStatement['connectedTo']): ConnectedStatement['connectedTo'] {
  const statement = { ...sentence('create-if-connected'), connectedTo } as ConnectedStatement;
  const [named] = withSystemNames([section('Desk.Ticket', 'Shop.Order', statement)], DECLARED);
  return (named?.statements[0] as ConnectedStatement).connectedTo;
}

describe('the one name of a system', () => {
  it('is what the config lists, for each of its aliases; every other name is as it is written', () => {
    const names = ['Desk', 'Service Portal', 'Help Desk', 'Shop', 'desk', 'constructor'];
    assert.deepEqual(
      names.map((name) => systemNameOf(name, DECLARED)),
      ['Help Desk', 'Help Desk', 'Help Desk', 'Shop', 'desk', 'constructor'],
    );
  });

  it('is on both sides of sections; what the heading writes becomes the label', () => {
    const [one] = withSystemNames([section('Shop.Order', 'Desk.Ticket')], DECLARED);
    assert.deepEqual(one?.source, { system: 'Shop', datatype: 'Order' });
    assert.deepEqual(one.target, { system: 'Help Desk', label: 'Desk', datatype: 'Ticket' });
    const labelled = { system: 'Desk', label: 'D', datatype: 'Ticket' };
    assert.equal(withSystemNames([section(labelled, 'Shop.Order')], DECLARED)[0]?.source.label, 'D');
  });

  it('leaves texts, places and ids of checks as the document has them', () => {
    const document = parse(shopDocument('Shop', 'Desk'), 'specs/shop-to-desk.rst');
    const named = documentWithSystemNames(document, DECLARED);
    assert.deepEqual(named.systems, { source: 'Shop', target: 'Help Desk' });
    assert.deepEqual(
      named.sections.map(({ target }) => target.system),
      ['Help Desk'],
    );
    assert.deepEqual(checksOf(named), checksOf(document));
    assert.equal(named.title, document.title);
  });

  it('changes nothing where nothing is an alias', () => {
    const document = parse(shopDocument());
    assert.equal(documentWithSystemNames(document, { Shop: { aliases: [] } }), document);
    assert.equal(withSystemNames(document.sections, {}), document.sections);
  });

  it('is in sentences that name other datatypes', () => {
    const read = { system: 'Desk', datatypes: ['Ticket', 'Note'], synchronizedInto: 'Service Portal' };
    assert.deepEqual(connected(read), {
      system: 'Help Desk',
      datatypes: ['Ticket', 'Note'],
      synchronizedInto: 'Help Desk',
    });
  });

  it('counts there where the words begin with a longer alias than the word that was read', () => {
    const read = { system: 'Service', datatypes: ['Portal Case', 'Note'], synchronizedInto: 'Shop' };
    assert.deepEqual(connected(read), {
      system: 'Help Desk',
      datatypes: ['Case', 'Note'],
      synchronizedInto: 'Shop',
    });
    for (const other of [
      { system: 'Service', datatypes: ['Portals'], synchronizedInto: 'Shop' },
      { system: 'Desk One', datatypes: ['Ticket'], synchronizedInto: 'Shop' },
    ]) {
      assert.deepEqual(connected(other), other);
    }
  });

  it('is in bindings of references, whose keys name datatypes as documents do', () => {
    const document = parse(shopDocument('Shop', 'Desk'));
    const references = {
      'Desk Ticket.owner': 'Agent',
      'Desk Ticket.seller': 'Agent',
      'Help Desk Ticket.seller': 'Person',
      'Desk Tickets.owner': 'Agent',
    };
    assert.deepEqual(bindingsWithSystemNames({ references, conditions: {} }, [document], DECLARED), {
      conditions: {},
      references: { ...references, 'Help Desk Ticket.owner': 'Agent' },
    });
    const same = { references: {} };
    assert.equal(bindingsWithSystemNames(same, [document], DECLARED), same);
  });
});
