#!/usr/bin/env node
/** The messages of the engine protocol (docs/engine-protocol.md): one a line on stdin, answers on stdout, the log on stderr. */
'use strict';
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createInterface } = require('node:readline');
const { Synchronizer } = require('./synchronize');

const sessions = new Map();

/** What shows in `configure` that it needs a capability which the engine does not have. */
const LACKING = {
  native: /"api":"native"/,
  conditions: /"kind":"conditional"/,
  references: /"kind":"create-if-connected"/,
  gates: /"gate":\{/,
  deletes: /"deletes":"propagate"/,
  fullSync: /"fullSync":false/,
};

/** What a session knows, in a file that is replaced as a whole: a crash leaves the old one or the new one. */
function stateIn(directory) {
  const file = `${directory}/state.json`;
  let saved = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  const state = JSON.parse(saved);
  const save = () => {
    const text = JSON.stringify(state);
    if (text !== saved) {
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
      saved = text;
    }
  };
  return { state, save };
}

const METHODS = {
  hello: () => ({
    engine: { name: 'engine-node', version: '1.0.0', language: 'JavaScript' },
    capabilities: ['links', 'restart', 'clear', 'sessions'],
    concurrentSessions: 8,
  }),
  configure(message, log) {
    const text = JSON.stringify([
      message.dataflows,
      message.policies,
      Object.values(message.systems).map(({ api }) => ({ api })),
    ]);
    const synchronizer = new Synchronizer(message, { ...stateIn(message.stateDir), log });
    sessions.set(message.session, synchronizer);
    const capability = Object.keys(LACKING).find((name) => LACKING[name].test(text));
    return { unsupported: capability };
  },
  sync: ({ session, mode }) => sessions.get(session).sync(mode),
  links: ({ session }) => ({ clusters: sessions.get(session).links() }),
  stop: ({ session }) => void sessions.delete(session),
};

/** The answer to a message, whatever goes wrong. */
async function answerTo({ type, seq, session, ...members }, log = console.error) {
  try {
    return { seq, session, ...(await METHODS[type]({ session, ...members }, log)) };
  } catch (error) {
    log(error.stack);
    return { seq, session, error: error.message };
  }
}

if (require.main === module) {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) =>
    answerTo(JSON.parse(line)).then((answer) => console.log(JSON.stringify(answer))),
  );
  lines.on('close', () => process.exit());
}

module.exports = { answerTo, stateIn };
