/** A client of the plain REST dialect (docs/rest-dialect.md): paging, waiting where it is asked for, repeating. */
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

  /** The status and body of the answer; status 0 or 5xx: nobody knows what became of the call. */
  async call(method, path, { body, headers, isRepeatable = true } = {}) {
    const all = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', ...headers };
    for (let attempt = 1; ; attempt += 1) {
      const init = { method, headers: all, body: JSON.stringify(body) };
      const response = await fetch(`${this.baseUrl}/${path}`, init).catch(({ message }) => ({ message, status: 0 }));
      const { status, message } = response;
      const isOver = status >= 500 || status === 0 ? !isRepeatable : status !== 429;
      if (isOver || attempt === ATTEMPTS) {
        return { status, body: status === 0 ? { detail: message } : await response.json().catch(() => ({})) };
      }
      this.log(`${method} ${path}: ${message ?? status}, trying again`);
      await wait(pause(response.headers, attempt));
    }
  }

  /** All records that were modified at that time or later; without a time, all that there are. */
  async *list(datatype, since) {
    for (let cursor = ''; cursor !== null; ) {
      const query = new URLSearchParams({ ...(since && { modifiedSince: since }), ...(cursor && { cursor }) });
      const { status, body } = await this.call('GET', `${encodeURIComponent(datatype)}?${query}`);
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
    const headers = isRepeatable && { 'idempotency-key': key };
    return this.call('POST', encodeURIComponent(datatype), { body: { properties }, headers, isRepeatable });
  }

  /** PATCH with the properties that change, or GET without any; 412 where the record has another version by now. */
  record(datatype, id, properties, version) {
    const path = [datatype, id].map(encodeURIComponent).join('/');
    const headers = properties && version && { 'if-match': `"${version}"` };
    return this.call(properties ? 'PATCH' : 'GET', path, { body: properties && { properties }, headers });
  }
}

module.exports = { Client };
