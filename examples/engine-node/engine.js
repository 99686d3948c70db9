#!/usr/bin/env node
/** The messages of the engine protocol (docs/engine-protocol.md): one a line on stdin, answers on stdout, the log on stderr. */
'use strict';
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createInterface } = require('node:readline');
const { Synchronizer } = require('./synchronize');

const sessions = new Map();

/** The first capability that the configuration asks for, and the engine does not have. */
function lacking({ systems, dataflows, policies }) {
  const all = Object.values(systems);
  const sections = dataflows.flatMap((dataflow) => dataflow.sections);
  const schemaOf = ({ system, datatype }) =>
    all.find(({ name }) => name === system).schema[datatype].properties;
  const has = (test) =>
    sections.some((section) => section.statements.some((statement) => test(statement, section)));
  const refers = ({ rows = [] }, section) =>
    rows.some((row) => ['source', 'target'].some((side) => schemaOf(section[side])[row[side]]?.references));
  const needs = {
    native: all.some(({ api }) => api === 'native'),
    conditions: has(({ kind }) => kind === 'conditional'),
    references: has(
      (statement, section) => statement.kind === 'create-if-connected' || refers(statement, section),
    ),
    gates: has(({ rows = [] }) => rows.some(({ gate }) => gate)),
    deletes: policies.deletes === 'propagate',
    fullSync: policies.fullSync === false,
  };
  return Object.keys(needs).find((capability) => needs[capability]);
}

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
  configure(message, log) {
    const unsupported = lacking(message);
    const { session, stateDir } = message;
    sessions.set(session, unsupported || new Synchronizer(message, { ...stateIn(stateDir), log }));
    return { unsupported };
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

module.exports = { answerTo };
