import assert from 'node:assert/strict';
import { documentOf, row, section, sentence, table } from '../model/testing';
import { featureOfSections, picklesOf, stepsOf } from './testing';
import { generateFeatures } from '.';
import type { DataflowDocument, Section } from '../model';

const WHOLE = 'every record that it asks for, and no other';
function creating(source: string, target: string): Section {
  return section(source, target, sentence('create-always'));
}
function linking(source: string, target: string, ...rows: [string, string][]): Section {
  return section(
    source,
    target,
    sentence('link-required'),
    table('merge-on-match', ...rows.map(([one, other]) => row(one, other))),
  );
}

/** The counts that the scenario over the whole document expects. */
function countsOf(...sections: readonly Section[]): string[] {
  const steps = stepsOf(featureOfSections(...sections), WHOLE);
  const counts = steps.filter((text) => text.includes(' has '));
  assert.deepEqual(
    counts.slice(counts.length / 2),
    counts.slice(0, counts.length / 2),
    'counted again at the end',
  );
  return counts.slice(0, counts.length / 2);
}

function hasWhole(...sections: readonly Section[]): boolean {
  return featureOfSections(...sections).scenarios.some(({ name }) => name.includes(WHOLE));
}

describe('the whole document', () => {
  it('has one new record for each of two that match nothing (D3)', () => {
    assert.deepEqual(countsOf(creating('Shop.Order', 'Desk.Ticket')), [
      'Shop has 2 Order',
      'Desk has 2 Ticket',
    ]);
  });

  it('has the sum where three datatypes all become Orders (D3)', () => {
    const sections = ['Quote', 'User', 'Order'].map((datatype) => creating(`Shop.${datatype}`, 'Desk.Order'));
    assert.deepEqual(countsOf(...sections), [
      'Shop has 2 Quote',
      'Desk has 6 Order',
      'Shop has 2 User',
      'Shop has 2 Order',
    ]);
  });

  it('has one of each where one datatype becomes several (D8)', () => {
    assert.deepEqual(countsOf(creating('Shop.Order', 'Desk.Ticket'), creating('Shop.Order', 'Desk.Task')), [
      'Shop has 2 Order',
      'Desk has 2 Ticket',
      'Desk has 2 Task',
    ]);
  });

  it('follows a chain of creations, without ping-pong where it closes (D8)', () => {
    const chain = [creating('Shop.Order', 'Desk.Ticket'), creating('Desk.Ticket', 'Desk.Task')];
    assert.deepEqual(countsOf(...chain), ['Shop has 2 Order', 'Desk has 4 Ticket', 'Desk has 4 Task']);
    assert.deepEqual(countsOf(...chain, creating('Desk.Task', 'Shop.Order')), [
      'Shop has 6 Order',
      'Desk has 6 Ticket',
      'Desk has 6 Task',
    ]);
  });

  it('distinguishes the datatypes of one system', () => {
    assert.deepEqual(countsOf(creating('Shop.Lead', 'Shop.Order')), ['Shop has 2 Lead', 'Shop has 2 Order']);
  });

  it('creates nothing for a datatype that only merges with itself (D25)', () => {
    const itself = section(
      'Shop.Person',
      'Shop.Person',
      sentence('create-always'),
      table('merge-on-match', row('a', 'a')),
    );
    assert.equal(hasWhole(itself), false);
  });

  it('creates nothing where a link is required, and links a pair (D4)', () => {
    const sections = [
      creating('Shop.Order', 'Desk.Ticket'),
      linking('Shop.Person', 'Desk.Agent', ['email', 'login']),
    ];
    assert.deepEqual(countsOf(...sections), [
      'Shop has 2 Order',
      'Desk has 2 Ticket',
      'Shop has 1 Person',
      'Desk has 1 Agent',
    ]);
    const steps = stepsOf(featureOfSections(...sections), WHOLE);
    assert.ok(
      steps.includes('a Shop Person "pair 1" and a Desk Agent "pair 1" match by "email" and "login"'),
    );
    assert.ok(steps.includes('the Shop Person "pair 1" and the Desk Agent "pair 1" are linked'));
  });

  it('lets a linked pair become more where another section creates (D8)', () => {
    const sections = [
      linking('Shop.Person', 'Desk.Agent', ['email', 'login']),
      creating('Desk.Agent', 'Desk.Seat'),
    ];
    assert.deepEqual(countsOf(...sections), ['Shop has 1 Person', 'Desk has 3 Agent', 'Desk has 3 Seat']);
  });

  it('counts both records of a pair of one datatype (D25)', () => {
    assert.deepEqual(countsOf(linking('Shop.Person', 'Shop.Person', ['email', 'email'])), [
      'Shop has 2 Person',
    ]);
  });

  it('makes no scenario where no section can do anything (D27)', () => {
    assert.equal(hasWhole(linking('Shop.Person', 'Desk.Agent')), false);
    assert.equal(hasWhole(section('Shop.Order', 'Desk.Ticket', sentence('conditional'))), false);
    assert.equal(hasWhole(), false);
  });

  it('judges the sentences that create or link, of those sections that can', () => {
    const feature = featureOfSections(
      creating('Shop.Order', 'Desk.Ticket'),
      linking('Shop.Person', 'Desk.Agent'),
    );
    const whole = feature.scenarios.find(({ name }) => name.includes(WHOLE));
    assert.deepEqual(whole?.checks, ['shop-to-desk/shop-order-to-desk-ticket/create-always']);
  });
});

describe('documents that run together', () => {
  function together(there: Section, back: Section): { steps: string[]; names: string[] } {
    const documents: DataflowDocument[] = [
      documentOf([there], { slug: 'shop-to-desk' }),
      documentOf([back], { slug: 'desk-to-shop' }),
      documentOf([back], { slug: 'stranger' }),
    ];
    const features = generateFeatures(documents, { systems: {}, groups: [['shop-to-desk', 'desk-to-shop']] });
    const names = features.flatMap((feature) =>
      picklesOf(feature).map(({ name }) => `${feature.document.slug}:${name}`),
    );
    return { steps: stepsOf(features[0]!, 'no record comes back'), names };
  }

  it('have a scenario in each, and in no other document', () => {
    const { names } = together(creating('Shop.Order', 'Desk.Ticket'), creating('Desk.Ticket', 'Shop.Order'));
    assert.deepEqual(
      names.filter((name) => name.includes('together')),
      [
        'shop-to-desk:together with desk-to-shop: no record comes back',
        'desk-to-shop:together with shop-to-desk: no record comes back',
      ],
    );
  });

  it('create each record once, in both directions (D8)', () => {
    const { steps } = together(creating('Shop.Order', 'Desk.Ticket'), creating('Desk.Ticket', 'Shop.Order'));
    assert.equal(steps[0], 'the documents "shop-to-desk" and "desk-to-shop" are switched on');
    assert.ok(steps.includes('Shop has 4 Order'));
    assert.ok(steps.includes('Desk has 4 Ticket'));
  });

  it('link in both directions, each by its own row', () => {
    const { steps } = together(
      linking('Shop.Person', 'Desk.Agent', ['email', 'login']),
      linking('Desk.Agent', 'Shop.Person', ['phone', 'mobile']),
    );
    assert.ok(
      steps.includes('a Shop Person "pair 1" and a Desk Agent "pair 1" match by "email" and "login"'),
    );
    assert.ok(
      steps.includes('a Desk Agent "pair 2" and a Shop Person "pair 2" match by "phone" and "mobile"'),
    );
    assert.ok(steps.includes('Shop has 2 Person'));
    assert.ok(steps.includes('Desk has 2 Agent'));
  });
});
