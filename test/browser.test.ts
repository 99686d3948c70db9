/** Where the tests of pages find a browser. */
import assert from 'node:assert/strict';
import { findBrowser } from './browser';

describe('the browser of the tests', () => {
  it('is the one that CHROMIUM names', () => {
    assert.equal(
      findBrowser({ CHROMIUM: '/opt/chromium' }, () => true),
      '/opt/chromium',
    );
  });

  it('is not skipped where CHROMIUM names nothing', () => {
    assert.throws(
      () => findBrowser({ CHROMIUM: '/nowhere' }, () => false),
      /\/nowhere, and there is no such file/,
    );
  });

  it('is else the first that is installed, or none', () => {
    assert.equal(
      findBrowser({}, (path) => path === '/usr/bin/google-chrome'),
      '/usr/bin/google-chrome',
    );
    assert.equal(
      findBrowser({ CHROMIUM: '' }, () => false),
      undefined,
    );
  });
});
