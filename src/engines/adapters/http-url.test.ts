import assert from 'node:assert/strict';
import { UsageError } from '../../core/usage-error';
import { daemonUrl } from './http';

describe('the url of a daemon', () => {
  it('is on this machine, and spoken to over plain HTTP', () => {
    for (const url of ['http://127.0.0.1:4010', 'http://localhost:1/a/b', 'http://[::1]:2']) {
      assert.ok(daemonUrl({ name: 'mine', url }));
    }
    const refused: readonly (readonly [string, RegExp])[] = [
      ['http://192.0.2.1:4010', /is another machine: it could not reach the simulated systems/],
      ['http://engine.example', /is another machine/],
      ['https://127.0.0.1:1', /over plain HTTP: write http:\/\/127\.0\.0\.1:<port>/],
      ['http://127.0.0.1:1/?a=b', /and nothing else/],
      ['http://user:word@127.0.0.1:1', /and nothing else/],
      ['4010', /has the url 4010/],
    ];
    for (const [url, message] of refused) {
      assert.throws(
        () => daemonUrl({ name: 'mine', url }),
        (error: Error) => error instanceof UsageError && message.test(error.message),
        url,
      );
    }
  });
});
