import assert from 'node:assert/strict';
import type { Fleet } from '../engines';
import { Unsupported } from '../engines';
import type { Section } from '../model';
import type { ScopedSection } from './dataflows';
import { fixedPorts, servedSections } from './fleet';

function section(document: string, from: string, to: string): ScopedSection {
  const side = (text: string): Section['source'] => {
    const [system = '', datatype = ''] = text.split(' ');
    return { system, datatype };
  };
  return {
    document,
    id: `${document}/${from}-to-${to}`.replaceAll(' ', '-'),
    section: { source: side(from), target: side(to), statements: [] } as unknown as Section,
  };
}

const ORDERS = section('one', 'Shop Order', 'Desk Ticket');
const OWNERS = section('one', 'Shop Owner', 'Desk Person');
const LETTERS = section('two', 'Desk Ticket', 'Post Letter');
const SECTIONS = new Map([
  ['one', [ORDERS, OWNERS]],
  ['two', [LETTERS]],
]);

const PLACE = { baseUrl: 'http://127.0.0.1:4102', token: 'a' };
const SYSTEMS = { Shop: PLACE, Desk: PLACE, Post: PLACE };

function fleet(documents: readonly string[], more: Partial<Fleet> = {}): Fleet {
  return { systems: SYSTEMS, documents, ...more };
}

function reason(given: Fleet, needed: readonly ScopedSection[]): string {
  try {
    servedSections(given, needed, SECTIONS);
  } catch (error) {
    assert.ok(error instanceof Unsupported);
    return error.message;
  }
  return 'it can run';
}

describe('a scenario and the fleet of the engine', () => {
  it('runs where all of its sections are on, and is served all systems that are on', () => {
    assert.deepEqual(servedSections(fleet(['one']), [ORDERS, OWNERS], SECTIONS), [ORDERS, OWNERS]);
    assert.deepEqual(servedSections(fleet(['one']), [OWNERS], SECTIONS), [ORDERS, OWNERS]);
  });

  it('is unsupported where a section of its own is off', () => {
    assert.equal(
      reason(fleet(['one']), [LETTERS]),
      `the scenario needs the section ${LETTERS.id}, which is not switched on in the fleet of the engine`,
    );
  });

  it('is unsupported where another section that is on shares a datatype with it', () => {
    assert.equal(
      reason(fleet(['one', 'two']), [ORDERS]),
      `the scenario needs ${ORDERS.id} alone, and in the fleet of the engine ${LETTERS.id} is switched on as well, which shares Desk Ticket with it`,
    );
    assert.equal(reason(fleet(['one', 'two']), [ORDERS, LETTERS]), 'it can run');
    assert.equal(reason(fleet(['one', 'two']), [OWNERS]), 'it can run');
  });

  it('is unsupported where another section that is on connects over its datatype', () => {
    const connecting = {
      ...section('one', 'Shop Item', 'Desk Thing'),
      section: {
        ...section('one', 'Shop Item', 'Desk Thing').section,
        statements: [{ connectedTo: { system: 'Shop', datatypes: ['Owner'], synchronizedInto: 'Desk' } }],
      } as unknown as Section,
    };
    assert.throws(
      () => servedSections(fleet(['one']), [OWNERS], new Map([['one', [OWNERS, connecting]]])),
      /which shares Shop Owner with it/,
    );
  });

  it('is unsupported where the fleet lacks a system', () => {
    const systems = { Shop: PLACE, Post: PLACE };
    const expected = 'the fleet of the engine has no system "Desk"';
    assert.equal(reason(fleet(['one'], { systems }), [ORDERS, OWNERS]), expected);
    assert.equal(reason(fleet([], { systems, configuration: '/a' }), [ORDERS]), expected);
  });

  it('runs alone, whatever it needs, where the engine reads its configuration', () => {
    assert.deepEqual(servedSections(fleet(['two'], { configuration: '/a' }), [ORDERS], SECTIONS), [ORDERS]);
  });

  it('is served on the ports of the addresses on loopback', () => {
    const systems = {
      A: { baseUrl: 'http://127.0.0.1:4102/a', token: 'a' },
      B: { baseUrl: 'http://localhost:4101', token: 'a' },
      C: { baseUrl: 'http://127.0.0.1:4102/c', token: 'a' },
      D: { baseUrl: 'https://d.example', token: 'a' },
    };
    assert.deepEqual(fixedPorts({ systems, documents: [] }), [4101, 4102]);
  });
});
