/** Reads documents in a worker and posts back their models, or their diagnostics alone. */
const { readFileSync } = require('node:fs');
const { parentPort } = require('node:worker_threads');
const { parseDocument } = require('../dist/src/documents');

parentPort.on('message', ({ paths, whole }) => {
  const documents = paths.map((path) => parseDocument({ path, bytes: readFileSync(path) }));
  parentPort.postMessage(whole ? documents : documents.flatMap(({ diagnostics }) => diagnostics));
});
