import assert from 'node:assert/strict';
import fc from 'fast-check';
import { awkwardName } from '../model/testing';
import { escapeForGherkin, stepLabel } from './labels';

describe('stepLabel', () => {
  it('holds nothing that a step could not quote, an outline could fill in, or Gherkin would trim', () => {
    fc.assert(
      fc.property(awkwardName, awkwardName, (system, datatype) => {
        const text = stepLabel({ system, datatype });
        assert.doesNotMatch(text, /["<>]/);
        assert.equal(text, text.trim());
      }),
    );
  });

  it('is the system and the datatype where nothing has to be escaped', () => {
    assert.equal(stepLabel({ system: 'Custom CRM', datatype: 'Quote' }), 'Custom CRM Quote');
  });
});

describe('escapeForGherkin', () => {
  it('replaces quotation marks and angle brackets, and trims', () => {
    assert.equal(escapeForGherkin(' a "b" <c> '), "a 'b' ‹c›");
  });
});
