/** A client of the plain REST dialect (docs/rest-dialect.md). */
'use strict';
const { setTimeout: wait } = require('node:timers/promises');

const ATTEMPTS = 5;

class Client {
  constructor({ baseUrl, token }) {
    Object.assign(this, { baseUrl, token });
  }

  /** @throws Error where nobody knows what became of the call: the next cycle repeats it. */
  async call(method, steps, { query = '', body, headers } = {}) {
    const url = `${this.baseUrl}/${steps.map(encodeURIComponent).join('/')}${query}`;
    const all = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', ...headers };
    for (let attempt = 1; ; attempt += 1) {
      const answer = await fetch(url, { method, headers: all, body: JSON.stringify(body) });
      if (answer.ok || (answer.status < 500 && ![401, 429].includes(answer.status))) {
        return { status: answer.status, body: await answer.json() };
      }
      const pause = answer.headers.get('retry-after');
      if (pause === null || attempt === ATTEMPTS) {
        throw new Error(`${method} ${url} was answered ${answer.status}`);
      }
      await wait(Number(pause) * 1000 || 1000);
    }
  }

  /** All records that were modified at that time or later; without a time, all that there are. */
  async *list(datatype, modifiedSince) {
    for (let cursor; cursor !== null;) {
      const parameters = Object.entries({ modifiedSince, cursor }).filter(([, value]) => value !== undefined);
      const query = `?${new URLSearchParams(parameters)}`;
      const { status, body } = await this.call('GET', [datatype], { query });
      if (status !== 200) {
        throw new Error(`${datatype} cannot be listed: ${status} ${body.detail}`);
      }
      yield* body.items;
      cursor = body.next;
    }
  }

  /** The same key twice creates one record. */
  create(datatype, properties, key) {
    const headers = { 'idempotency-key': encodeURIComponent(key) };
    return this.call('POST', [datatype], { body: { properties }, headers });
  }

  /** Answered with 412 where the record has another version by now. */
  change(datatype, id, properties, version) {
    const headers = { 'if-match': `"${version}"` };
    return this.call('PATCH', [datatype, id], { body: { properties }, headers });
  }
}

module.exports = { Client };
