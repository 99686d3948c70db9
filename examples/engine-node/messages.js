/** The messages of the engine protocol (docs/engine-protocol.md), for as many sessions as are open. */
'use strict';
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { Synchronizer } = require('./synchronize');

const sessions = new Map();

/** What the engine cannot do of what a configuration asks for. */
function lacking({ systems, dataflows, policies }) {
  const statements = dataflows.flatMap(({ sections }) => sections.flatMap((section) => section.statements));
  const kinds = statements.map(({ kind }) => kind);
  const schemaOf = ({ system, datatype }) => Object.values(systems).find(({ name }) => name === system).schema[datatype];
  const refers = ({ source, target, statements: all }) =>
    all.some(({ rows = [] }) => rows.some((row) => [[source, row.source], [target, row.target]].some(([side, property]) => schemaOf(side).properties[property]?.references)));
  const needs = {
    native: Object.values(systems).some(({ api }) => api === 'native'),
    conditions: kinds.includes('conditional'),
    references: kinds.includes('create-if-connected') || dataflows.some(({ sections }) => sections.some(refers)),
    gates: statements.some(({ rows = [] }) => rows.some(({ gate }) => gate)),
    deletes: policies.deletes === 'propagate',
    fullSync: policies.fullSync === false,
  };
  return Object.keys(needs).find((capability) => needs[capability]);
}

/** The state of a session: a file that is replaced as a whole, so that a crash leaves the old or the new one. */
function keeper(file) {
  const state = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  let saved;
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
    const unsupported = lacking(message);
    if (unsupported) {
      return { unsupported };
    }
    sessions.set(message.session, new Synchronizer(message, { ...keeper(path.join(message.stateDir, 'state.json')), log }));
    return {};
  },
  async sync({ session, mode }) {
    await sessions.get(session).sync(mode);
    return {};
  },
  links: ({ session }) => ({ clusters: sessions.get(session).links() }),
  stop({ session }) {
    sessions.delete(session);
    return {};
  },
};

/** The answer to a message, whatever goes wrong. */
async function answer(message, log = console.error) {
  const { type, seq, session } = message;
  try {
    return { seq, session, ...(await METHODS[type](message, log)) };
  } catch (error) {
    log(error.stack);
    return { seq, session, error: error.message };
  }
}

module.exports = { answer };
