/** A client of the plain REST dialect (docs/rest-dialect.md): it reads all pages, waits where asked to, and repeats. */
'use strict';
const { setTimeout: wait } = require('node:timers/promises');

const ATTEMPTS = 5;

/** Milliseconds until the next attempt: what the system says, in seconds or as a date, else 0.2, 0.4, 0.8 s … */
function pause(headers, attempt) {
  const said = headers?.get('retry-after') ?? '';
  const until = Date.parse(said) - Date.parse(headers?.get('date'));
  return /^\d+$/.test(said) ? said * 1000 : until > 0 ? until : 100 * 2 ** attempt;
}

class Client {
  constructor({ baseUrl, token, abilities }, log) {
    Object.assign(this, { baseUrl, token, abilities, log });
  }

  /** The status and body of the answer; with the status 0 or 5xx nobody knows what became of the call. */
  async call(method, steps, { query = '', body, headers, isRepeatable = true } = {}) {
    const url = `${this.baseUrl}/${steps.map(encodeURIComponent).join('/')}${query}`;
    const all = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', ...headers };
    for (let attempt = 1; ; attempt += 1) {
      const init = { method, headers: all, body: JSON.stringify(body) };
      const answer = await fetch(url, init).catch(({ message }) => ({
        status: 0,
        json: () => ({ detail: message }),
      }));
      const isOver = answer.status === 0 || answer.status >= 500 ? !isRepeatable : answer.status !== 429;
      if (isOver || attempt === ATTEMPTS) {
        return { status: answer.status, body: await Promise.resolve(answer.json()).catch(() => ({})) };
      }
      this.log(`${method} ${url} was answered ${answer.status}: attempt ${attempt}`);
      await wait(pause(answer.headers, attempt));
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
    const { idempotencyKey: isRepeatable } = this.abilities;
    const headers = isRepeatable && { 'idempotency-key': encodeURIComponent(key) };
    return this.call('POST', [datatype], { body: { properties }, headers, isRepeatable });
  }

  /** Answered with 412 where the record has another version by now. */
  change(datatype, id, properties, version) {
    const headers = version && { 'if-match': `"${version}"` };
    return this.call('PATCH', [datatype, id], { body: { properties }, headers });
  }
}

module.exports = { Client };
