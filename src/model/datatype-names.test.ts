import assert from 'node:assert/strict';
import { datatypeLabel, nameOf, sameDatatype } from '.';

describe('datatype names', () => {
  it('are labelled by the system and the datatype, never by the label of the heading', () => {
    const side = { system: 'Custom CRM', label: 'Custom', datatype: 'Quote' };
    assert.equal(datatypeLabel(side), 'Custom CRM Quote');
    assert.deepEqual(nameOf(side), { system: 'Custom CRM', datatype: 'Quote' });
  });

  it('are labelled by the datatype alone where the system has no name', () => {
    assert.equal(datatypeLabel({ system: '', datatype: 'Product' }), 'Product');
  });

  it('are labelled as the document writes them: escaping is a matter of those who write Gherkin', () => {
    assert.equal(datatypeLabel({ system: 'A "B"', datatype: '<C>' }), 'A "B" <C>');
  });

  it('distinguish a datatype from its namesake in another system', () => {
    assert.equal(sameDatatype({ system: 'A', datatype: 'X' }, { system: 'A', datatype: 'X' }), true);
    assert.equal(sameDatatype({ system: 'A', datatype: 'X' }, { system: 'B', datatype: 'X' }), false);
    assert.equal(sameDatatype({ system: 'A', datatype: 'X' }, { system: 'A', datatype: 'x' }), false);
  });
});
