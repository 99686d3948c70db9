/** A program that knows of changes by webhooks alone, in features written by hand: what it does not hear of, it does not write. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { project, shopDocument, SHOP, SHOP_SECTION } from '../../cli/testing';
import { loadConfig } from '../../config';
import { NO_PROFILES } from '../../config/profiles';
import {
  receivedEvents,
  webhookSource,
  type ReceivedEvent,
  type WebhookProgram,
} from '../../engines/testing-webhooks';
import { planRun, readProject } from '..';
import { writeTestPlan } from '../../testbed';
import type { ScenarioResult } from '../../verdict';
import { execute } from './execute';

/** Before them, the program has subscribed. */
function faulty(kind: string): readonly string[] {
  return [
    'Given the engine has synchronized once before',
    'And these faults:',
    '  """',
    '  faults:',
    `    - fault: {kind: ${kind}}`,
    '      on: {system: Shop, operation: create}',
    '  """',
  ];
}

const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  'an event': [
    'Given the engine has synchronized once before',
    'When a Shop Order "a" is added',
    'And the systems are synchronized',
    'Then one Desk Ticket was created for the Shop Order "a"',
  ],
  lost: [
    ...faulty('webhook-lost'),
    'When a Shop Order "a" is added',
    'And the systems are synchronized',
    'Then every fault has fired',
    'And Desk has 0 Ticket',
  ],
  duplicate: [
    ...faulty('webhook-duplicate'),
    'When a Shop Order "a" is added',
    'And the systems are synchronized',
    'Then every fault has fired',
    'And Desk has 1 Ticket',
  ],
  late: [
    ...faulty('webhook-late'),
    'When a Shop Order "a" is added',
    'And the systems are synchronized',
    'Then every fault has fired',
    'And Desk has 0 Ticket',
    'When the systems are synchronized',
    'Then Desk has 1 Ticket',
  ],
  reordered: [
    ...faulty('webhook-reordered'),
    'When a Shop Order "a" is added',
    'And a Shop Order "b" is added',
    'And the systems are synchronized',
    'Then every fault has fired',
    'And Desk has 2 Ticket',
  ],
};

function feature(scenarios: readonly string[]): string {
  const [document, section] = SHOP_SECTION.split('/');
  const texts = scenarios.map(
    (name) =>
      `    @check:${SHOP_SECTION}/create-always\n    Scenario: ${name}\n${(SCENARIOS[name] ?? []).map((line) => `      ${line}\n`).join('')}`,
  );
  return `@document:${document ?? ''}\nFeature: Events\n  @section:${section ?? ''}\n  Rule: Shop Order to Desk Ticket\n${texts.join('\n')}`;
}

interface Tried {
  readonly results: readonly ScenarioResult[];
  readonly events: readonly ReceivedEvent[];
}

async function tried(names: readonly string[], program: Partial<WebhookProgram> = {}): Promise<Tried> {
  const notes = join(project(), 'notes');
  const command = JSON.stringify([process.execPath, 'engine.js']);
  const cwd = project({
    [SHOP]: shopDocument(),
    'features/events.feature': feature(names),
    'engine.js': webhookSource({ notes, ...program }),
    'syncproof.config.yaml': `engines: {mine: {command: ${command}}}\n`,
  });
  const config = await loadConfig({ cwd });
  const read = await readProject({ config, profiles: NO_PROFILES }, [], cwd);
  const { conditions, filters } = await planRun(read, {
    ...{ specs: [], engine: 'mine', name: [], seed: 1, timeout: 20 },
  });
  const plan = join(cwd, 'plan.json');
  writeTestPlan(plan, { ...conditions, native: false, stateRoot: cwd, scenarios: [] });
  const { collector } = await execute({
    ...{ features: join(cwd, 'features'), cwd, worldParameters: { plan }, parallel: 1, filters, bail: false },
    timeout: conditions.timeout,
    listener: {},
  });
  return { results: collector.results, events: receivedEvents(notes) };
}

describe('webhooks in a run', () => {
  it('reach a program that claims them, and faults lose, double, delay and reorder them', async () => {
    const names = Object.keys(SCENARIOS);
    const { results, events } = await tried(names);
    assert.deepEqual(
      results.map(({ name, status, error }) => [name, status, error]),
      names.map((name) => [name, 'passed', undefined]),
    );
    assert.deepEqual(
      events
        .filter(({ path }) => path === '/events/shop')
        .map(({ event, signed }) => [event.recordId, signed]),
      ['shop-1', 'shop-1', 'shop-1', 'shop-1', 'shop-2', 'shop-1'].map((id) => [id, true]),
    );
  }).timeout(60_000);

  it('are noted in the log of a program that does not take them, and judge nothing by themselves', async () => {
    const { results } = await tried(['an event'], { status: '401' });
    assert.deepEqual(
      results.map(({ status }) => status),
      ['failed'],
    );
    assert.match(
      results[0]?.log?.join('\n') ?? '',
      /event shop-event-1 to .*: it was answered 401; it is sent again/,
    );
  }).timeout(60_000);
});
