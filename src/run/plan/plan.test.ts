/** A run reads once: what is planned holds all that its processes need. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { project, shopDocument, SHOP } from '../../cli/testing';
import { loadConfig } from '../../config';
import { loadProfiles } from '../../config/profiles';
import { packageRoot } from '../../core/package-root';
import { UsageError } from '../../core/usage-error';
import { loadEngine } from '../../engines/adapters/module';
import { readTestPlan, writeTestPlan } from '../../testbed';
import type { RunResults } from '../../verdict';
import { planRun, readProject, runPlan, type RunPlan, type RunRequest } from '..';

const CONFIG = `engines: {mine: {module: ./mine.js}}
systems:
  Shop: {profile: ./shop.yaml, schema: {Order: {properties: {code: {required: true}}}}}
bindings: {references: {Shop Order.owner: Owner}}
seed: 5
timeout: 60
`;

const PROFILE = 'name: shop\nhost: shop.example\nabilities: {versions: false}\n';

/** The reference engine, which notes every "hello" that it gets, and begins once as many processes as it waits for have got one. */
const ENGINE = `const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { createEngine } = require(${JSON.stringify(join(__dirname, '../../reference-engine/reference'))});
exports.createEngine = (context) => {
  const engine = createEngine(context);
  const hello = engine.hello.bind(engine);
  const noted = () => readFileSync(__dirname + '/hellos', 'utf8').trim().split('\\n');
  engine.hello = async (message) => {
    appendFileSync(__dirname + '/hellos', process.pid + '\\n');
    while (existsSync(__dirname + '/together') && noted().length > 1 && new Set(noted()).size < 2) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return hello(message);
  };
  return engine;
};
`;

function shopProject(): string {
  return project({
    [SHOP]: shopDocument(),
    'specs/b-to-c.rst': shopDocument('B', 'C'),
    'syncproof.config.yaml': CONFIG,
    'shop.yaml': PROFILE,
    'mine.js': ENGINE,
  });
}

async function planned(cwd: string, request: Partial<RunRequest> = {}): Promise<RunPlan> {
  const config = await loadConfig({ cwd });
  const stated = { config, profiles: await loadProfiles(config) };
  return planRun(await readProject(stated, request.specs ?? [], cwd), {
    ...{ specs: [], engine: 'mine', name: [], transport: 'direct' },
    ...request,
  });
}

/** The run with the environment that its workers need to load the steps, as the command line's process has it. */
async function run(plan: RunPlan): Promise<RunResults> {
  const { TS_NODE_PROJECT } = process.env;
  process.env.TS_NODE_PROJECT = join(packageRoot(), 'tsconfig.json');
  try {
    return await runPlan(plan);
  } finally {
    delete process.env.TS_NODE_PROJECT;
    Object.assign(process.env, TS_NODE_PROJECT === undefined ? {} : { TS_NODE_PROJECT });
  }
}

function forget(cwd: string): void {
  for (const name of ['specs', 'syncproof.config.yaml', 'shop.yaml']) {
    rmSync(join(cwd, name), { recursive: true });
  }
}

function states({ checks }: RunResults): unknown {
  return checks.map(({ id, status, reason, scenarios }) => [
    ...[id, status, reason],
    scenarios.map((scenario) => [scenario.id, scenario.status]),
  ]);
}

describe('the plan of a run', () => {
  it('holds sections, profiles, declared systems and everything that decides what an engine gets, as data', async () => {
    const cwd = shopProject();
    const { conditions } = await planned(cwd);
    assert.deepEqual(Object.keys(conditions.sections), ['b-to-c', 'shop-to-desk']);
    assert.deepEqual(
      conditions.sections['shop-to-desk']?.map(({ id, document }) => [id, document]),
      [['shop-to-desk/shop-order-to-desk-ticket', 'shop-to-desk']],
    );
    assert.deepEqual(Object.keys(conditions.profiles), ['Shop']);
    assert.equal(conditions.profiles.Shop?.host, 'shop.example');
    assert.deepEqual(conditions.declared.Shop?.schema?.Order?.properties, { code: { required: true } });
    assert.deepEqual(conditions.engine, { name: 'mine', module: join(cwd, 'mine.js') });
    assert.deepEqual(
      [conditions.seed, conditions.timeout, conditions.transport, conditions.policies.clear],
      [5, 60_000, 'direct', 'spread'],
    );
    assert.deepEqual(conditions.bindings.references, { 'Shop Order.owner': 'Owner' });
    const plan = { ...conditions, native: true, stateRoot: cwd, scenarios: ['a:b'] };
    writeTestPlan(join(cwd, 'plan.json'), plan);
    assert.deepEqual(readTestPlan(join(cwd, 'plan.json')), plan);
  });

  it('takes from the request what the request says, before the config', async () => {
    const { conditions, parallel } = await planned(shopProject(), { seed: 9, timeout: 3, parallel: 4 });
    assert.deepEqual([conditions.seed, conditions.timeout, parallel], [9, 3000, 4]);
  });

  for (const parallel of [1, 2]) {
    it(`is all that ${parallel} process(es) read: the files may be gone, and the engine is asked once`, async () => {
      const cwd = shopProject();
      const expected = states(await run(await planned(cwd)));
      rmSync(join(cwd, 'hellos'));
      const plan = await planned(cwd, { parallel });
      forget(cwd);
      if (parallel > 1) {
        writeFileSync(join(cwd, 'together'), '');
      }
      const results = await run(plan);
      assert.deepEqual(states(results), expected);
      assert.equal(results.summary.conformant, true);
      const hellos = readFileSync(join(cwd, 'hellos'), 'utf8').trim().split('\n');
      const restarts = results.checks
        .flatMap(({ scenarios }) => scenarios.flatMap(({ steps }) => steps))
        .filter(({ text }) => text.includes('restarted')).length;
      assert.equal(hellos.length, 1 + results.summary.scenarios + restarts);
      assert.equal(new Set(hellos).size, parallel);
    }).timeout(120_000);
  }
});

describe('the filters of a run', () => {
  it('are one for each option that selects, and none without', async () => {
    const cwd = shopProject();
    assert.deepEqual((await planned(cwd)).filters, []);
    assert.deepEqual((await planned(cwd, { tags: '@a', name: ['x', 'y'] })).filters, [
      { option: '--tags', cucumber: { tags: '@a' } },
      { option: '--name', cucumber: { name: ['x', 'y'] } },
    ]);
  });

  it('refuse a pattern that is not a regular expression', async () => {
    await assert.rejects(planned(shopProject(), { name: ['('] }), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /^--name '\(' is not a regular expression: /);
      return true;
    });
  });
});

describe('the engine of a plan', () => {
  it('is what its module exports under the name, made from the parameters', () => {
    const cwd = project({
      'mutant.js': 'exports.swap = (...numbers) => Object.assign(() => ({}), { numbers });\n',
    });
    const location = { name: 'swap-1-2', module: join(cwd, 'mutant.js') };
    const createEngine = loadEngine({ ...location, exportName: 'swap', parameters: [1, 2] });
    assert.deepEqual(Reflect.get(createEngine, 'numbers'), [1, 2]);
    assert.throws(() => loadEngine(location), /exports no function "createEngine"/);
  });

  it('has the parameters that the name of a built-in one holds', async () => {
    const { conditions } = await planned(shopProject(), { engine: 'drop-row-2' });
    const { engine } = conditions;
    assert.ok('module' in engine);
    assert.deepEqual([engine.name, engine.parameters], ['drop-row-2', [2]]);
    assert.equal(typeof loadEngine(engine), 'function');
  });
});
