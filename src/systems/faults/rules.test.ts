import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { createRandom } from './random';
import { createRules, fitsGlob } from './rules';
import type { FaultRule, FaultTarget, Trigger } from './types';

const KINDS = new Set(['not-found'] as const);
const TRIGGER: Trigger = {
  system: 'crm',
  by: 'engine',
  operation: 'read',
  method: 'GET',
  path: '/Contacts/crm-1',
  datatype: 'Contacts',
  id: 'crm-1',
};

/** On which of a number of triggers a rule fires, from 0. */
function firingsOf(rule: Omit<FaultRule, 'fault'>, triggers: number, seed = 0): readonly number[] {
  const rules = createRules(seed);
  rules.add({ fault: { kind: 'not-found' }, ...rule });
  return Array.from({ length: triggers }, (_, index) => index).filter(
    () => [...rules.fire(KINDS, TRIGGER)].length > 0,
  );
}

describe('a rule', () => {
  it('fires once, unless it says otherwise', () => {
    assert.deepEqual(firingsOf({}, 4), [0]);
    assert.deepEqual(firingsOf({ skip: 2 }, 4), [2]);
    assert.deepEqual(firingsOf({ skip: 1, times: 2 }, 4), [1, 2]);
    assert.deepEqual(firingsOf({ times: 'always' }, 4), [0, 1, 2, 3]);
    assert.deepEqual(firingsOf({ skip: 4 }, 4), []);
    assert.deepEqual(firingsOf({ probability: 0, times: 'always' }, 100), []);
  });

  it('draws by its seed', () => {
    const half = { probability: 0.5, times: 'always' } as const;
    assert.deepEqual(firingsOf(half, 50, 3), firingsOf(half, 50, 3));
    assert.notDeepEqual(firingsOf(half, 50, 3), firingsOf(half, 50, 4));
    const count = firingsOf(half, 1000).length;
    assert.ok(count > 400 && count < 600, String(count));
  });

  it('is about what its target says, all of it', () => {
    const about = (on: FaultTarget): boolean => firingsOf({ on }, 1).length === 1;
    const fitting: readonly FaultTarget[] = [
      { system: 'crm' },
      { operation: 'read', method: 'GET', datatype: 'Contacts', id: 'crm-1', path: '/Contacts/*' },
      { by: 'engine' },
    ];
    const foreign: readonly FaultTarget[] = [
      { system: 'other' },
      { operation: 'list' },
      { method: 'get' },
      { datatype: 'contacts', id: 'crm-1' },
      { id: 'crm-2' },
      { path: '/Contacts' },
      { by: 'person' },
    ];
    assert.deepEqual(fitting.map(about), [true, true, true]);
    assert.ok(foreign.every((on) => !about(on)));
  });

  it('is not used up by a trigger without effect', () => {
    const rules = createRules(0);
    rules.add({ fault: { kind: 'not-found' } });
    assert.deepEqual([...rules.fire(KINDS, TRIGGER, () => false)], []);
    assert.equal(rules.neverFired().length, 1);
    assert.equal([...rules.fire(KINDS, TRIGGER)].length, 1);
    assert.deepEqual([rules.neverFired().length, rules.fired().length, rules.live()], [0, 1, false]);
  });

  it('fires no more once the rules are cleared, and is still reported as never fired', () => {
    const rules = createRules(0);
    rules.add({ fault: { kind: 'not-found' } });
    rules.clear();
    assert.deepEqual([...rules.fire(KINDS, TRIGGER)], []);
    assert.equal(rules.neverFired().length, 1);
  });
});

describe('fitsGlob', () => {
  it('agrees with the regular expression of the pattern', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 8 });
    fc.assert(
      fc.property(letters, patterns, (text, pattern) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
        assert.equal(fitsGlob(text, pattern), expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('createRandom', () => {
  it('is even enough to draw lots by, in every stream', () => {
    for (const stream of [-1, 0, 1, 2]) {
      const random = createRandom(1, stream);
      const buckets = Array.from({ length: 10 }, () => 0);
      for (let count = 0; count < 10_000; count += 1) {
        const bucket = Math.floor(random() * 10);
        buckets[bucket] = (buckets[bucket] ?? 0) + 1;
      }
      assert.ok(
        buckets.every((count) => count > 850 && count < 1150),
        buckets.join(),
      );
    }
  });
});
