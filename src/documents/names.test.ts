import assert from 'node:assert/strict';
import type { Section } from '../model';
import { headed, parse, table, titled } from './testing';

interface Sides {
  readonly title: string;
  readonly heading: string;
  /** The third header of the property table; no table without it. */
  readonly third?: string;
  readonly source?: string;
  readonly target?: string;
}

function sectionOf({ title, heading, third, source = '', target = '' }: Sides): Section | undefined {
  const parts =
    third === undefined
      ? []
      : [
          `The following properties are synchronized between a ${source} and a ${target}:`,
          table([`${source} Property`, `${target} Property`, third]),
        ];
  return parse(titled(title, headed(heading, ...parts))).sections[0];
}

describe('sides of a section', () => {
  it("takes the title's systems where the heading starts with them", () => {
    const section = sectionOf({
      title: 'Wix.com to Business Central Dataflow',
      heading: 'Wix.com Orders to Business Central Customers (human data)',
    });
    assert.deepEqual(section?.source, { system: 'Wix.com', datatype: 'Orders' });
    assert.deepEqual(section.target, { system: 'Business Central', datatype: 'Customers (human data)' });
  });

  it('goes by position where both sides have the same label, and keeps the label', () => {
    const section = sectionOf({
      title: 'Custom CRM to Custom Webshop Dataflow',
      heading: 'Custom Order to Custom Order',
      third: 'Custom Data Type',
      source: 'Custom Order',
      target: 'Custom Order',
    });
    assert.deepEqual(section?.source, { system: 'Custom CRM', label: 'Custom', datatype: 'Order' });
    assert.deepEqual(section.target, { system: 'Custom Webshop', label: 'Custom', datatype: 'Order' });
  });

  it('is one system on both sides where the title says so', () => {
    const section = sectionOf({
      title: 'HubSpot to HubSpot Dataflow',
      heading: 'HubSpot Contact to HubSpot Lead',
    });
    assert.deepEqual([section?.source.system, section?.target.system], ['HubSpot', 'HubSpot']);
  });

  it("lets the third header tell where the target's name ends", () => {
    const section = sectionOf({
      title: 'Shop to Desk Dataflow',
      heading: 'Shop Order to Desk Two Ticket',
      third: 'Desk Two Data Type',
      source: 'Shop Order',
      target: 'Desk Two Ticket',
    });
    assert.deepEqual(section?.target, { system: 'Desk', label: 'Desk Two', datatype: 'Ticket' });
  });

  it("takes a name at a word's end only", () => {
    const section = sectionOf({ title: 'Wix to Exact Dataflow', heading: 'Wix.com Orders to Exact Items' });
    assert.deepEqual(section?.source, { system: 'Wix', label: 'Wix.com', datatype: 'Orders' });
  });

  it("takes the target's label for the source where nothing of the title fits", () => {
    const section = sectionOf({
      title: 'Alpha to Beta Dataflow',
      heading: 'Custom Webshop Order to Custom Webshop Item',
      third: 'Custom Webshop Data Type',
      source: 'Custom Webshop Order',
      target: 'Custom Webshop Item',
    });
    assert.deepEqual(section?.source, { system: 'Alpha', label: 'Custom Webshop', datatype: 'Order' });
  });

  it('takes the whole phrase for the datatype where the title names no system, the first word for the label where it does', () => {
    const nameless = sectionOf({ title: 'Shop to  Dataflow', heading: 'Shop Order to  Sales Lead' });
    assert.deepEqual(nameless?.target, { system: '', datatype: 'Sales Lead' });
    const other = sectionOf({ title: 'Shop to Desk Dataflow', heading: 'Shop Order to Crm Sales Lead' });
    assert.deepEqual(other?.target, { system: 'Desk', label: 'Crm', datatype: 'Sales Lead' });
  });

  it('always leaves a datatype', () => {
    const section = sectionOf({ title: 'Shop to Desk Dataflow', heading: 'Shop to Desk Ticket' });
    assert.deepEqual(section?.source, { system: 'Shop', label: '', datatype: 'Shop' });
  });
});

describe('"to" inside of names', () => {
  it('cuts the heading where the table headers do', () => {
    const section = sectionOf({
      title: 'Shop to Desk Dataflow',
      heading: 'Shop Things to do to Desk Path to glory',
      third: 'Desk Data Type',
      source: 'Shop Things to do',
      target: 'Desk Path to glory',
    });
    assert.deepEqual([section?.source.datatype, section?.target.datatype], ['Things to do', 'Path to glory']);
    assert.deepEqual(section?.notUnderstood, []);
  });

  it("cuts the heading where the sentences do, and else where the systems' names stand", () => {
    const text = titled(
      'Shop to Desk Dataflow',
      headed(
        'Shop Go to Desk to Desk Ticket',
        'Every Shop Go to Desk will be synchronized with a Desk Ticket.',
      ),
      headed('Shop Back to front to Desk Ticket'),
    );
    const [first, second] = parse(text).sections;
    assert.equal(first?.source.datatype, 'Go to Desk');
    assert.equal(second?.source.datatype, 'Back to front');
  });

  it('cuts the title where the headings do, and else at the first "to"', () => {
    const title = 'Back to Basics to Desk Dataflow';
    const known = parse(titled(title, headed('Back to Basics Order to Desk Ticket')));
    assert.deepEqual(known.systems, { source: 'Back to Basics', target: 'Desk' });
    assert.deepEqual(known.sections[0]?.source, { system: 'Back to Basics', datatype: 'Order' });
    assert.deepEqual(parse(titled(title)).systems, { source: 'Back', target: 'Basics to Desk' });
  });
});
