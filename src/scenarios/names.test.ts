import assert from 'node:assert/strict';
import { row, section, sentence, table } from '../model/testing';
import { featureOfSections, picklesOf } from './testing';
import { scenarioNames } from './names';
import { draft, outline } from './section-context';

describe('scenario names', () => {
  it('are those of the rows where an outline is spelled out', () => {
    const base = draft('<left> meets <right>, then <left>');
    assert.deepEqual(
      scenarioNames(
        outline(
          base,
          ['left', 'right'],
          [
            ['a', 'b'],
            ['$&', ''],
          ],
        ),
      ),
      ['a meets b, then a', '$& meets , then $&'],
    );
    assert.deepEqual(scenarioNames(base), ['<left> meets <right>, then <left>']);
  });

  it('are distinguished by a number where two sections have the same datatypes', () => {
    const part = section(
      'Shop.Order',
      'Desk.Ticket',
      sentence('create-always'),
      table('properties', row('a', 'b')),
    );
    const feature = featureOfSections(part, part, part);
    const names = feature.scenarios
      .map(({ name }) => name)
      .filter((name) => name.includes('a new Shop Order'));
    const first = 'Order to Ticket: a new Shop Order becomes exactly one Desk Ticket';
    assert.deepEqual(names, [first, `${first} (2)`, `${first} (3)`]);
    assert.deepEqual(
      picklesOf(feature).map(({ name }) => name),
      feature.scenarios.map(({ name }) => name),
    );
  });

  it('are distinguished where two systems have datatypes of one name', () => {
    const feature = featureOfSections(
      section('Shop.Order', 'Desk.Order', sentence('create-always')),
      section('Till.Order', 'Desk.Order', sentence('create-always')),
    );
    const names = feature.scenarios.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });

  it('are distinguished by the number of the example where two datatypes read alike', () => {
    const sides = section(
      '.<x>',
      '. <x>',
      sentence('create-always'),
      sentence('keep-in-sync'),
      table('properties', row('a', 'a')),
    );
    const feature = featureOfSections(sides);
    const names = feature.scenarios.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.some((name) => name.endsWith('(example 2)')));
    assert.deepEqual(
      picklesOf(feature).map(({ name }) => name),
      names,
    );
  });
});
