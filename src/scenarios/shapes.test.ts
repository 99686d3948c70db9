/** Every scenario of every shape of sections, word by word: none can vanish or change without a reviewer who sees it. */
import assert from 'node:assert/strict';
import { featuresOf, textOf, type Corpus } from './testing';

const SHAPES: Corpus = { specs: 'fixtures/shapes', config: 'fixtures/shapes/syncproof.config.yaml' };
const COMMAND = `npx syncproof generate --config ${SHAPES.config}`;

describe('the scenarios of each shape of sections', () => {
  it('are those in fixtures/shapes/features', async () => {
    const features = await featuresOf(SHAPES);
    assert.equal(features.length, 2);
    for (const { fileName, text } of features) {
      assert.equal(text, textOf(`${SHAPES.specs}/features/${fileName}`), `${fileName}: run "${COMMAND}"`);
    }
  });

  it('say what a pass rests on in the section without a property, and in no other', async () => {
    const [toBooks] = await featuresOf(SHAPES);
    const section = 'market-to-books/market-voucher-to-books-coupon';
    assert.deepEqual(toBooks?.bases, [
      {
        check: `${section}/merge-on-match/code~code`,
        basis:
          'counts of records, and the links that the engine reports: no row of this section can be compared',
      },
      {
        check: `${section}/keep-in-sync`,
        basis: 'no write and no new record after an edit: this section has no property to keep in sync',
      },
      { check: `${section}/properties`, basis: 'no write after an edit: the table has no row' },
    ]);
  });
});
