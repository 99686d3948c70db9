/**
 * A sync engine to begin with: it creates a record for each new one, and nothing else yet.
 *
 * syncproof starts this program, writes one message a line to its standard input, and reads one answer a line from its
 * standard output (node_modules/syncproof/docs/engine-protocol.md). Everything else that it prints goes to standard error.
 * "Next" marks what to do next; D1 to D27 are decisions in node_modules/syncproof/docs/semantics.md. A complete engine to
 * compare with is in node_modules/syncproof/examples/engine-node.
 */
'use strict';
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

/** What runs at the moment, by the name that syncproof gives it: each scenario is a session of its own. */
const sessions = new Map();

/** A call to a simulated system (node_modules/syncproof/docs/rest-dialect.md). Next: wait and repeat after 429 and 503. */
async function call({ baseUrl, token }, method, path, body) {
  const response = await fetch(`${baseUrl}/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(`${method} ${path} was answered ${response.status}: ${answer.detail}`);
  }
  return answer;
}

/** All records of one side of a section, page by page. */
async function list({ system, datatype }) {
  const records = [];
  for (let cursor = ''; cursor !== null;) {
    const query = cursor && `?cursor=${encodeURIComponent(cursor)}`;
    const page = await call(system, 'GET', encodeURIComponent(datatype) + query);
    records.push(...page.items);
    cursor = page.next;
  }
  return records;
}

/** Which record is meant, as text, so that two can be compared. */
function keyOf({ system, datatype }, { id }) {
  return JSON.stringify({ system: system.id, datatype, id });
}

/** A value as the schema wants it at a property. Next: the rules of the rows' data types (D15). */
function converted(value, { system, datatype }, property) {
  const { type } = system.schema[datatype].properties[property] ?? {};
  if (value === undefined || value === null) {
    return null;
  }
  if (type === 'integer' || type === 'number') {
    if (Number.isNaN(Number(value))) {
      throw new Error(`${JSON.stringify(value)} is not a number, and ${datatype} ${property} is a ${type}`);
    }
    return Number(value);
  }
  return type === 'string' ? String(value) : value;
}

/** What is linked is on disk before "sync" is answered, so that a restart finds it. */
function save({ file, links }) {
  writeFileSync(`${file}.new`, JSON.stringify(links));
  renameSync(`${file}.new`, file);
}

/** Creates a counterpart of a record; the link keeps the values on which the two agreed. */
async function create(session, { source, target, rows }, record) {
  const filled = rows.filter((row) => (record.properties[row.source] ?? null) !== null);
  const properties = Object.fromEntries(
    filled.map((row) => [row.target, converted(record.properties[row.source], target, row.target)]),
  );
  const made = await call(target.system, 'POST', encodeURIComponent(target.datatype), { properties });
  session.links.push({
    ...{ from: keyOf(source, record), to: keyOf(target, made) },
    ...{ source: record.properties, target: made.properties },
  });
  save(session);
}

/** One section of a document: brings its target up to date. */
async function synchronize(session, section) {
  const { source, target, kinds } = section;
  const counterparts = new Map((await list(target)).map((record) => [keyOf(target, record), record]));
  for (const record of await list(source)) {
    const from = keyOf(source, record);
    const link = session.links.find((each) => each.from === from && counterparts.has(each.to));
    try {
      // Next: merge-on-match (D5 to D8): a record that was there already may be the counterpart.
      if (link === undefined && kinds.includes('create-always')) {
        await create(session, section, record);
      }
      // Next: edits (D12).
    } catch (error) {
      // A record that cannot be written does not hold up the others.
      console.error(error.message);
    }
  }
}

/** What this engine cannot do of what a scenario asks for: its checks are then "unsupported". */
function lacking({ systems, dataflows, policies }) {
  const statements = dataflows.flatMap(({ sections }) => sections.flatMap((section) => section.statements));
  const kinds = statements.map(({ kind }) => kind);
  const needs = {
    native: Object.values(systems).some(({ api }) => api === 'native'),
    references: kinds.includes('create-if-connected'),
    conditions: kinds.includes('conditional'),
    gates: statements.some(({ rows = [] }) => rows.some(({ gate }) => gate !== undefined)),
    clear: policies.clear === 'restore',
    deletes: policies.deletes === 'propagate',
    fullSync: policies.fullSync === false,
  };
  return Object.keys(needs).find((capability) => needs[capability]);
}

/** The sections of all documents, with their systems in place of the systems' names. */
function sectionsOf({ systems, dataflows }) {
  const named = Object.entries(systems).map(([id, system]) => [system.name, { id, ...system }]);
  const byName = new Map(named);
  const side = ({ system, datatype }) => ({ system: byName.get(system), datatype });
  return dataflows.flatMap(({ sections }) =>
    sections.map(({ source, target, statements }) => ({
      ...{ source: side(source), target: side(target) },
      kinds: statements.map(({ kind }) => kind),
      rows: statements.find(({ kind }) => kind === 'properties')?.rows ?? [],
    })),
  );
}

function sessionOf({ session }) {
  if (!sessions.has(session)) {
    throw new Error(`there is no session ${session}: "configure" comes first`);
  }
  return sessions.get(session);
}

/** What is done with each message, by its type. */
const METHODS = {
  hello: () => ({
    engine: { name: 'my engine', version: '0.0.1', language: 'JavaScript' },
    capabilities: ['links', 'restart', 'sessions'],
  }),
  configure(message) {
    const unsupported = lacking(message);
    if (unsupported !== undefined) {
      return { unsupported };
    }
    const file = join(message.stateDir, 'links.json');
    const links = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
    sessions.set(message.session, { file, links, sections: sectionsOf(message) });
    return {};
  },
  async sync(message) {
    const session = sessionOf(message);
    for (const section of session.sections) {
      await synchronize(session, section);
    }
    return {};
  },
  links(message) {
    return { clusters: sessionOf(message).links.map(({ from, to }) => [JSON.parse(from), JSON.parse(to)]) };
  },
  stop({ session }) {
    sessions.delete(session);
    return {};
  },
};

/** The answer to a message. It repeats "seq" and "session", whatever goes wrong. */
async function answer(message) {
  const { type, seq, session } = message;
  try {
    if (METHODS[type] === undefined) {
      throw new Error(`there is no message "${type}"`);
    }
    return { seq, session, ...(await METHODS[type](message)) };
  } catch (error) {
    console.error(error.stack);
    return { seq, session, error: error.message };
  }
}

// A message a line; at the end of the input the process ends.
createInterface({ input: process.stdin }).on('line', async (line) => {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
});
