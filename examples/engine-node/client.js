/** Calls of the plain REST dialect (docs/rest-dialect.md). */
'use strict';

/** @throws Error where nobody knows what became of the call, or it may work later */
async function call({ system, datatype }, method, rest, more, properties) {
  const url = `${system.baseUrl}/${encodeURIComponent(datatype)}${rest}`;
  const headers = { authorization: `Bearer ${system.token}`, 'content-type': 'application/json', ...more };
  const body = properties && JSON.stringify({ properties });
  const response = await fetch(url, { method, headers, body });
  const { ok, status } = response;
  if (!ok && (method === 'GET' || status >= 500 || status === 401 || status === 429)) {
    throw new Error(`${method} ${url} was answered ${status}`);
  }
  return { status, answer: await response.json() };
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

/** Changes a record (412: somebody was faster), or creates it: the same key twice creates one. */
function send(type, { id, version, key }, properties) {
  return id
    ? call(type, 'PATCH', `/${encodeURIComponent(id)}`, { 'if-match': `"${version}"` }, properties)
    : call(type, 'POST', '', { 'idempotency-key': encodeURIComponent(key) }, properties);
}

module.exports = { list, send };
