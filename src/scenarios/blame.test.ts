/** What keeps a red line the broken promise, and no other. */
import assert from 'node:assert/strict';
import { documentOf, row, section, sentence, table } from '../model/testing';
import { featureOfDocument, featureOfSections, picklesOf } from './testing';

const merging = table('merge-on-match', row('number', 'reference'));
const keep = sentence('keep-in-sync');
const synced = table('properties', row('name', 'title', { type: 'string' }));

describe('scenarios that blame', () => {
  it('rests what a sentence promises on two rows, named by the ids of their checks', () => {
    const rows = [row('name', 'title', { type: 'string' }), row('city', 'place', { type: 'string' })];
    const feature = featureOfSections(
      section('Shop.Order', 'Desk.Ticket', sentence('create-always'), keep, table('properties', ...rows)),
    );
    const ids = ['name~title', 'city~place'].map(
      (key) => `shop-to-desk/shop-order-to-desk-ticket/properties/${key}`,
    );
    const witnesses = picklesOf(feature).map(({ tags }) =>
      tags.filter(({ name }) => name.startsWith('@witness:')).map(({ name }) => name.slice(9)),
    );
    assert.deepEqual(new Set(witnesses.map(String)), new Set(['', ids[0], ids[1], String(ids)]));
  });

  it('goes one way only where no engine can write the other side, and nowhere where it can write neither', () => {
    const parts = [sentence('create-always'), keep, synced];
    const document = documentOf([section('Shop.Order', 'Desk.Ticket', ...parts)]);
    const namesWith = (readOnly: readonly string[]): string[] => {
      const schemaOf = (path: string) => ({ properties: { [path]: { readOnly: readOnly.includes(path) } } });
      const systems = {
        Shop: { schema: { Order: schemaOf('name') } },
        Desk: { schema: { Ticket: schemaOf('title') } },
      };
      return featureOfDocument(document, systems)
        .scenarios.map(({ name }) => name)
        .filter((name) => name.includes('agree after an edit'));
    };
    assert.deepEqual(
      [[], ['name'], ['title'], ['name', 'title']].map((readOnly) => namesWith(readOnly).length),
      [2, 1, 1, 0],
    );
  });

  it('lets a person decide between sentences that contradict each other, and judges the rest', () => {
    const parts = [sentence('create-always'), sentence('link-required'), merging, keep, synced];
    const feature = featureOfSections(section('Shop.Order', 'Desk.Ticket', ...parts));
    assert.deepEqual(
      feature.without.map(({ check, status }) => [check.split('/').at(-1), status]),
      [
        ['create-always', 'pending'],
        ['link-required', 'pending'],
      ],
    );
    assert.match(feature.without[0]?.reason ?? '', /^line \d+ contradicts line \d+: "/);
    assert.equal(
      feature.scenarios.some(({ checks }) => checks.some((id) => /create-always|link-required/.test(id))),
      false,
    );
    assert.ok(feature.scenarios.some(({ checks }) => checks.some((id) => id.endsWith('keep-in-sync'))));
  });

  it('says what a pass rests on where no row can be compared', () => {
    const bare = [sentence('create-always'), keep, table('properties')];
    const { bases } = featureOfSections(section('Shop.Order', 'Desk.Ticket', ...bare));
    assert.deepEqual(
      bases.map(({ check }) => check.split('/').at(-1)),
      ['keep-in-sync', 'properties'],
    );
    const full = [sentence('create-always'), keep, synced];
    assert.deepEqual(featureOfSections(section('Shop.Order', 'Desk.Ticket', ...full)).bases, []);
  });
});
