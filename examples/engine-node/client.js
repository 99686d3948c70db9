/** Calls of the plain REST dialect (docs/rest-dialect.md). */
'use strict';

/** @throws Error where nobody knows what became of the call, or it may work later */
async function call({ system, datatype }, method, rest, more, properties) {
  const url = `${system.baseUrl}/${encodeURIComponent(datatype)}${rest}`;
  const headers = { authorization: `Bearer ${system.token}`, 'content-type': 'application/json', ...more };
  const response = await fetch(url, { method, headers, body: properties && JSON.stringify({ properties }) });
  if (response.status >= 500 || [401, 410, 429].includes(response.status)) {
    throw new Error(`${method} ${url} was answered ${response.status}`);
  }
  return { status: response.status, answer: await response.json() };
}

/** All records of a datatype that were modified at that time or later; without a time, all that there are. */
async function* list(type, modifiedSince = '') {
  for (let cursor = ''; cursor !== null;) {
    const parameters = Object.entries({ modifiedSince, cursor }).filter(([, value]) => value !== '');
    const { answer } = await call(type, 'GET', `?${new URLSearchParams(parameters)}`);
    yield* answer.items;
    cursor = answer.next;
  }
}

/** Creates a record (the same key twice creates one) or changes it. 412: somebody was faster; 404: it is gone. */
async function send(type, { id, version, key }, properties) {
  if (!id) {
    return call(type, 'POST', '', { 'idempotency-key': encodeURIComponent(key) }, properties);
  }
  const path = `/${encodeURIComponent(id)}`;
  // The id of a record that people merged into another stands for that other, which a PATCH would change (D19).
  const { answer } = await call(type, 'GET', path);
  const change = () => call(type, 'PATCH', path, { 'if-match': `"${version}"` }, properties);
  return answer.id === id ? change() : { status: 404, answer: { detail: 'deleted, or merged into another' } };
}

module.exports = { list, send };
