import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nameOf, phrase, sameDatatype } from '.';
import { awkwardName } from './testing';

describe('phrases', () => {
  it('are the system and the datatype, never the label of the heading', () => {
    const side = { system: 'Custom CRM', label: 'Custom', datatype: 'Quote' };
    assert.equal(phrase(side), 'Custom CRM Quote');
    assert.deepEqual(nameOf(side), { system: 'Custom CRM', datatype: 'Quote' });
  });

  it('are the datatype alone where the system has no name', () => {
    assert.equal(phrase({ system: '', datatype: 'Product' }), 'Product');
  });

  it('hold nothing that a step could not quote, an outline could fill in, or Gherkin would trim', () => {
    fc.assert(
      fc.property(awkwardName, awkwardName, (system, datatype) => {
        const text = phrase({ system, datatype });
        assert.doesNotMatch(text, /["<>]/);
        assert.equal(text, text.trim());
      }),
    );
  });

  it('tell a datatype from its namesake in another system', () => {
    assert.equal(sameDatatype({ system: 'A', datatype: 'X' }, { system: 'A', datatype: 'X' }), true);
    assert.equal(sameDatatype({ system: 'A', datatype: 'X' }, { system: 'B', datatype: 'X' }), false);
    assert.equal(sameDatatype({ system: 'A', datatype: 'X' }, { system: 'A', datatype: 'x' }), false);
  });
});
