import assert from 'node:assert/strict';
import fc from 'fast-check';
import { slug } from '.';

describe('slugs', () => {
  it('keeps letters, digits, dots, underscores and hyphens, in lower case', () => {
    assert.equal(slug('Wix.com_Orders-2'), 'wix.com_orders-2');
    assert.equal(slug('Ordrer Æ Zoë 日本'), 'ordrer-æ-zoë-日本');
  });

  it('makes one hyphen of a run of anything else, and none at the ends', () => {
    assert.equal(slug('  Customers (human data)  to X!'), 'customers-human-data-to-x');
  });

  it('gives a hyphen where nothing is left', () => {
    assert.equal(slug(''), '-');
    assert.equal(slug('(/%)'), '-');
  });

  it('changes nothing the second time, and never holds what a path or a tag cannot', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = slug(text);
        assert.equal(slug(once), once);
        assert.match(once, /^[\p{L}\p{N}._-]+$/u);
      }),
    );
  });
});
