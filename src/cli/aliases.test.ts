/** Documents that call one system by several names: one simulated system, under one name. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { packageRoot } from '../core/package-root';
import type { Configure } from '../protocol';
import { contents, project, quickRun, resultsOf, shopDocument, syncproof } from './testing';

/** The second document calls the first one's target by another name. */
const DOCUMENTS = {
  'specs/shop-to-desk.rst': shopDocument('Shop', 'Desk'),
  'specs/helpdesk-to-crm.rst': shopDocument('Helpdesk', 'CRM').replaceAll(
    'Helpdesk Order',
    'Helpdesk Ticket',
  ),
};

/** The reference engine, which notes what it is configured with. */
const ENGINE = `const { appendFileSync } = require('node:fs');
const { createEngine } = require(${JSON.stringify(join(packageRoot(), 'src/reference-engine/reference'))});
exports.createEngine = (context) => {
  const engine = createEngine(context);
  const configure = engine.configure.bind(engine);
  engine.configure = (message) => {
    appendFileSync(__dirname + '/configured', JSON.stringify(message) + '\\n');
    return configure(message);
  };
  return engine;
};
`;

function withConfig(systems: string): string {
  return project({
    ...DOCUMENTS,
    'mine.js': ENGINE,
    'syncproof.config.yaml': `engines: {mine: {module: ./mine.js}}
engine: mine
groups: [[shop-to-desk, helpdesk-to-crm]]
bindings: {references: {Helpdesk Ticket.owner: Agent}}
${systems}`,
  });
}

const ALIAS = 'systems: {Desk: {aliases: [Helpdesk]}}\n';

function configurations(cwd: string): Configure[] {
  return readFileSync(join(cwd, 'configured'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Configure);
}

function namesOf({ systems }: Configure): string[] {
  return Object.values(systems).map(({ name }) => name);
}

describe('a system with aliases', () => {
  it('is one system under its own name in everything that the engine gets', async () => {
    const cwd = withConfig(ALIAS);
    const { code, out, err } = await quickRun(cwd);
    assert.equal(code, 0, out);
    assert.doesNotMatch(err, /aliases/);
    const configured = configurations(cwd);
    const together = configured.filter(({ dataflows }) => dataflows.length === 2);
    assert.ok(together.length > 0);
    for (const each of together) {
      assert.deepEqual(namesOf(each), ['Desk', 'CRM', 'Shop']);
      assert.deepEqual(
        each.dataflows.map(({ systems }) => systems),
        [
          { source: 'Desk', target: 'CRM' },
          { source: 'Shop', target: 'Desk' },
        ],
      );
    }
    assert.doesNotMatch(
      JSON.stringify(configured.map(({ systems, dataflows }) => [systems, dataflows])),
      /Helpdesk/,
    );
    assert.equal(configured[0]?.bindings.references?.['Desk Ticket.owner'], 'Agent');
  });

  it('is two systems without them', async () => {
    const cwd = withConfig('');
    await quickRun(cwd);
    const together = configurations(cwd).filter(({ dataflows }) => dataflows.length === 2);
    assert.deepEqual(namesOf(together[0]!), ['Helpdesk', 'CRM', 'Shop', 'Desk']);
  });

  it('leaves ids, texts and headings of checks as the documents write them', async () => {
    const identities = async (systems: string): Promise<unknown> => {
      const cwd = withConfig(systems);
      await quickRun(cwd);
      return resultsOf(cwd).checks.map(({ id, text, heading, line }) => [id, text, heading, line]);
    };
    const written = await identities(ALIAS);
    assert.deepEqual(written, await identities(''));
    assert.match(JSON.stringify(written), /helpdesk-to-crm\/helpdesk-ticket-to-crm-ticket\/keep-in-sync/);
  });

  it('has one name in the steps, in features that pass the check, and one place in serve', async () => {
    const cwd = withConfig(ALIAS);
    await syncproof(cwd, ['generate']);
    const feature = contents(cwd).get('features/helpdesk-to-crm.feature') ?? '';
    const steps = feature.split('\n').filter((line) => /^ *(Given|When|Then|And|Scenario) /.test(line));
    assert.ok(steps.some((line) => line.includes('Desk Ticket')));
    assert.deepEqual(
      steps.filter((line) => line.includes('Helpdesk')),
      [],
    );
    assert.match(feature, /Rule: Helpdesk Ticket to CRM Ticket\n/);
    assert.equal((await syncproof(cwd, ['generate', '--check'])).code, 0);
    let printed = '';
    await syncproof(cwd, ['serve', '--format', 'json', '--quiet'], {
      out: (text) => (printed += text),
      untilStopped: () => Promise.resolve(130 as const),
    });
    assert.deepEqual(namesOf(JSON.parse(printed) as Configure), ['Desk', 'CRM', 'Shop']);
  });

  it('may be on both sides of a document', async () => {
    const cwd = project({
      'specs/a-to-b.rst': shopDocument('A', 'B'),
      'mine.js': ENGINE,
      'syncproof.config.yaml':
        'engines: {mine: {module: ./mine.js}}\nengine: mine\nsystems: {A: {aliases: [B]}}\n',
    });
    const { code, out } = await quickRun(cwd);
    assert.equal(code, 0, out);
    assert.deepEqual(
      configurations(cwd).map(({ systems }) => Object.keys(systems)),
      configurations(cwd).map(() => ['a']),
    );
  });

  it('has its schema and the built-in profile of a name that is an alias', async () => {
    const cwd = project({
      'specs/ours-to-crm.rst': shopDocument('Ours', 'CRM'),
      'specs/wix.com-to-crm.rst': shopDocument('Wix.com', 'CRM').replaceAll(
        'Wix.com Order',
        'Wix.com Contacts',
      ),
      'mine.js': ENGINE,
      'syncproof.config.yaml': `engines: {mine: {module: ./mine.js}}
systems:
  Ours: {aliases: [Wix.com], schema: {Contacts: {properties: {name: {type: integer}}}}}
`,
    });
    await quickRun(cwd, '--engine', 'mine', '--transport', 'direct');
    const found = configurations(cwd).flatMap(({ systems }) => Object.values(systems));
    const contacts = found.find(({ schema }) => schema.Contacts !== undefined);
    assert.equal(contacts?.name, 'Ours');
    assert.equal(contacts.schema.Contacts?.properties.name?.type, 'integer');
    assert.notEqual(contacts.schema.Contacts.properties['info.emails'] ?? contacts.profile, undefined);
  });
});
