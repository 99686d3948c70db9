import assert from 'node:assert/strict';
import { conditionOf } from '.';

describe('conditionOf (D21)', () => {
  const known: readonly (readonly [string, unknown])[] = [
    ['When a Shop Order has a 100% probability of beeing sold', { property: 'probability', equals: 100 }],
    ['When a Desk Sales Person is of type Agent', { property: 'type', equals: 'Agent' }],
    ['removed person customers for now until that pattern is resolved', { property: 'type', not: 'person' }],
    [
      'preliminary mapping until we can sort out suppliers. This removes all supplier products for now',
      { property: 'isSupplier', not: true },
    ],
  ];
  for (const [text, condition] of known) {
    it(`knows "${text}"`, () => {
      assert.deepEqual(conditionOf(text, {}), condition);
    });
  }

  it('knows no text that differs in a word, a letter or by lacking the datatype', () => {
    for (const text of [
      'When a Shop Order has a 90% probability of beeing sold',
      'When a Shop Order is of type agent',
      'When a  is of type Agent',
      'When a is of type Agent',
      'Removed person customers for now until that pattern is resolved',
      'constructor',
      '',
    ]) {
      assert.equal(conditionOf(text, {}), undefined, text);
    }
  });

  it('takes the config before what ships', () => {
    const text = 'When a Shop Agent is of type Agent';
    const mine = { property: 'role', in: ['agent', 'broker'] };
    assert.deepEqual(conditionOf(text, { [text]: mine }), mine);
    assert.deepEqual(conditionOf('When paid', { 'When paid': mine }), mine);
  });
});
