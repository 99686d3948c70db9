#!/usr/bin/env node
/** The messages of the engine protocol (docs/engine-protocol.md): one a line on stdin, answers on stdout, the log on stderr. */
'use strict';
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createInterface } = require('node:readline');
const { Synchronizer } = require('./synchronize');

const sessions = new Map();

/** What shows in `configure` that it needs a capability which this engine lacks. */
const LACKING = {
  native: /"api":"native"/,
  conditions: /"kind":"conditional"/,
  references: /"kind":"create-if-connected"|"references":"/,
  gates: /"gate":\{/,
  deletes: /"deletes":"propagate"/,
  fullSync: /"fullSync":false/,
};

/** What a session knows, in a file that is replaced as a whole: a crash leaves the old one or the new one. */
function stateIn(directory) {
  const file = `${directory}/state.json`;
  const state = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const save = () => {
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  };
  return { state, save };
}

const METHODS = {
  hello: () => ({
    engine: { name: 'engine-node', version: '1.0.0', language: 'JavaScript' },
    capabilities: ['links', 'restart', 'clear', 'sessions'],
    concurrentSessions: 8,
  }),
  configure({ session, ...message }) {
    const synchronizer = new Synchronizer(message, stateIn(message.stateDir));
    const apis = Object.values(message.systems).map(({ api }) => ({ api }));
    const rows = synchronizer.sections.map((section) => section.rows);
    const text = JSON.stringify([message.dataflows, message.policies, apis, rows]);
    sessions.set(session, synchronizer);
    return { unsupported: Object.keys(LACKING).find((capability) => LACKING[capability].test(text)) };
  },
  sync: ({ session, mode }) => sessions.get(session).sync(mode),
  links: ({ session }) => ({ clusters: sessions.get(session).links() }),
  stop: ({ session }) => void sessions.delete(session),
};

/** The answer to a message, whatever goes wrong. */
async function answerTo({ type, seq, ...members }) {
  const { session } = members;
  try {
    return { seq, session, ...(await METHODS[type](members)) };
  } catch (error) {
    console.error(error.stack);
    return { seq, session, error: error.message };
  }
}

if (require.main === module) {
  const answer = async (line) => console.log(JSON.stringify(await answerTo(JSON.parse(line))));
  createInterface({ input: process.stdin }).on('line', answer).on('close', process.exit);
}

module.exports = { answerTo, stateIn };
