#!/usr/bin/env node
/** A sync engine as a daemon: each message of the engine protocol is a POST, and many sessions are open at once. */
'use strict';
const { createServer } = require('node:http');
const { answerTo } = require('../engine-node/engine');

const PATH = /^\/syncproof\/v1\/([a-z]+)$/;
const { PORT = '4010' } = process.env;

async function textOf(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function handle(request, response) {
  const [, type] = PATH.exec(request.url) ?? [];
  if (request.method !== 'POST' || type === undefined) {
    send(response, 404, {
      error: `${request.method} ${request.url} is not a message: POST /syncproof/v1/<message>`,
    });
    return;
  }
  try {
    const message = JSON.parse(await textOf(request));
    send(response, 200, await answerTo({ ...message, type }));
  } catch (error) {
    send(response, 400, { error: `The body is not a message: ${error.message}` });
  }
}

const server = createServer(handle);
server.listen(Number(PORT), '127.0.0.1', () => {
  console.error(`Ready at http://127.0.0.1:${server.address().port}`);
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => process.exit());
}
