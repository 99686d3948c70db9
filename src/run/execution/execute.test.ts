/** Features that generation would never make: what cucumber makes of them is a harness error, never a pass. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { shopDocument, project, SHOP } from '../../cli/testing';
import { loadConfig } from '../../config';
import { NO_PROFILES } from '../../config/profiles';
import { planRun, readProject } from '..';
import { writeTestPlan } from '../../testbed';
import { UsageError } from '../../core/usage-error';
import type { ScenarioResult } from '../../verdict';
import { execute, type Execution } from './execute';

const HEAD = `@document:shop-to-desk
Feature: Shop to Desk Dataflow
  @section:shop-order-to-desk-ticket
  Rule: Shop Order to Desk Ticket
    @check:shop-to-desk/shop-order-to-desk-ticket/create-always
`;

async function run(text: string, more: { tags?: string } = {}): Promise<Execution> {
  const cwd = project({ [SHOP]: shopDocument(), 'features/shop-to-desk.feature': text });
  const config = await loadConfig({ cwd });
  const { conditions, filters } = await planRun(
    await readProject({ config, profiles: NO_PROFILES }, [], cwd),
    {
      ...{ specs: [], engine: 'reference', name: [], transport: 'direct', seed: 1, timeout: 5 },
      ...more,
    },
  );
  const plan = join(cwd, 'plan.json');
  writeTestPlan(plan, { ...conditions, native: false, stateRoot: cwd, scenarios: [] });
  return execute({
    features: join(cwd, 'features'),
    cwd,
    worldParameters: { plan },
    parallel: 1,
    timeout: conditions.timeout,
    filters,
    bail: false,
    listener: {},
  });
}

async function only(steps: readonly string[]): Promise<ScenarioResult> {
  const text = `${HEAD}    Scenario: by hand\n${steps.map((step) => `      ${step}\n`).join('')}`;
  const { collector } = await run(text);
  assert.equal(collector.results.length, 1);
  return collector.results[0]!;
}

describe('a feature written by hand', () => {
  it('runs like a generated one', async () => {
    const steps = [
      'Given there is a Shop Order "a"',
      'When the systems are synchronized',
      'Then Desk has 1 Ticket',
    ];
    const result = await only(steps);
    assert.equal(result.status, 'passed', result.error);
  });

  const faults = (...rules: string[]): string[] => [
    'Given these faults:',
    '  """',
    'faults:',
    ...rules,
    '"""',
  ];

  it('injects faults into the systems, and an engine continues after them', async () => {
    const result = await only([
      ...faults(
        '  - fault: {kind: connection-lost}',
        '    on: {system: Desk, operation: create}',
        '  - fault: {kind: server-error}',
        '    on: {system: Shop, operation: list}',
      ),
      'And there is a Shop Order "a"',
      'When the systems are synchronized',
      'Then every fault has fired',
      'And Desk has 1 Ticket',
    ]);
    assert.equal(result.status, 'passed', result.error);
  });

  it('proves nothing where one of its faults never fired', async () => {
    const result = await only([
      ...faults('  - fault: {kind: server-error}', '    on: {system: Desk, operation: delete}'),
      'And there is a Shop Order "a"',
      'When the systems are synchronized',
      'Then every fault has fired',
    ]);
    assert.equal(result.status, 'harness-error');
    assert.match(result.error ?? '', /never fired.*"operation":"delete"/);
  });

  it('is a harness error where its fault plan is wrong', async () => {
    const result = await only(faults('  - fault: {kind: earthquake}'));
    assert.equal(result.status, 'harness-error');
    assert.match(result.error ?? '', /line 2/);
  });

  it('never passes with a step that has no definition', async () => {
    assert.equal((await only(['Given there is a Shop Order "a"', 'Then all is well'])).status, 'undefined');
  });

  it('is a harness error where it speaks of what the document does not have', async () => {
    const result = await only(['Given there is a Lion Tamer "a"']);
    assert.equal(result.status, 'harness-error');
    assert.match(result.error ?? '', /Lion Tamer/);
  });

  it('is a harness error where its tags name no document', async () => {
    const text = 'Feature: lost\n  Scenario: by hand\n    Given there is a Shop Order "a"\n';
    const { collector } = await run(text);
    const [result] = collector.results;
    assert.equal(result?.status, 'harness-error');
    assert.match(result.error ?? '', /has no tag @document/);
  });

  it('is reported where cucumber cannot read it', async () => {
    const { collector } = await run('This is not a feature.\n');
    assert.equal(collector.results.length, 0);
    assert.match(collector.parseErrors.join(), /This is not a feature/);
  });

  it('is not run where the tags are not a tag expression', async () => {
    await assert.rejects(run(`${HEAD}    Scenario: by hand\n`, { tags: '@a @b (' }), UsageError);
  });
});
