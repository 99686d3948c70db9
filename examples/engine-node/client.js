/** A client of the plain REST dialect (docs/rest-dialect.md): it reads all pages, waits where asked to, and repeats. */
'use strict';
const { setTimeout: wait } = require('node:timers/promises');

const ATTEMPTS = 5;

class Client {
  constructor({ baseUrl, token }, log) {
    Object.assign(this, { baseUrl, token, log });
  }

  /** The status and the body of the answer; a system that asks to wait is asked again. */
  async call(method, steps, { query = '', body, headers } = {}) {
    const url = `${this.baseUrl}/${steps.map(encodeURIComponent).join('/')}${query}`;
    const all = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', ...headers };
    for (let attempt = 1; ; attempt += 1) {
      const answer = await fetch(url, { method, headers: all, body: JSON.stringify(body) });
      const pause = answer.headers.get('retry-after');
      if (pause === null || attempt === ATTEMPTS) {
        return { status: answer.status, body: await answer.json().catch(() => ({})) };
      }
      this.log(`${method} ${url} was answered ${answer.status}: once more in ${pause} s`);
      await wait(Number(pause) * 1000 || 1000);
    }
  }

  /** All records that were modified at that time or later; without a time, all that there are. */
  async *list(datatype, modifiedSince) {
    for (let cursor; cursor !== null;) {
      const parameters = Object.entries({ modifiedSince, cursor }).filter(([, value]) => value !== undefined);
      const { status, body } = await this.call('GET', [datatype], {
        query: `?${new URLSearchParams(parameters)}`,
      });
      if (status !== 200) {
        throw new Error(`${datatype} cannot be listed: ${status} ${body.detail}`);
      }
      yield* body.items;
      cursor = body.next;
    }
  }

  /** The same key twice creates one record, where the system has such keys. */
  create(datatype, properties, key) {
    const headers = { 'idempotency-key': encodeURIComponent(key) };
    return this.call('POST', [datatype], { body: { properties }, headers });
  }

  /** Answered with 412 where the record has another version by now. */
  change(datatype, id, properties, version) {
    const headers = version && { 'if-match': `"${version}"` };
    return this.call('PATCH', [datatype, id], { body: { properties }, headers });
  }
}

module.exports = { Client };
