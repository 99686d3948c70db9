#!/usr/bin/env node
/** A sync engine as a process: a message a line on stdin, an answer a line on stdout, the log on stderr. */
'use strict';
const { createInterface } = require('node:readline');
const { answer } = require('./messages');

const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
});
lines.on('close', () => process.exit());
