/** What the tests of this room share: a stage of two systems, and engines that do what a script tells them. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDirect, type Transport, type Properties } from '../systems';
import type { Capability, Configure, CreateEngine, Engine, LinkedRecord } from '../protocol';
import type { Datatype, Section, DeclaredSystems } from '../model';
import { row, section, sentence, table } from '../model/testing';
import { moduleHost, Mismatch } from '../engines';
import {
  UserActions,
  Expectations,
  Links,
  Scope,
  ScenarioState,
  Testbed,
  ValueTrials,
  type NamedRecord,
} from '.';
import { type Json } from '../core/json';
import { scratchRoot } from '../core/temporary-directory';

/** An engine's way to the systems, with the token of each. */
export interface EngineAccess {
  create(datatype: Datatype, properties: Properties): Promise<void>;
  patch(record: { system: string; datatype: string; id: string }, properties: Properties): Promise<void>;
  call(system: string, path: string, init?: RequestInit): Promise<Response>;
}

/** What an engine does in its cycles, counted from 1. */
export type Script = (access: EngineAccess, cycle: number) => Promise<void> | void;

export interface Scripted {
  readonly script?: Script;
  readonly capabilities?: readonly Capability[];
  readonly links?: () => readonly (readonly LinkedRecord[])[];
}

function accessOf(configuration: Configure, fetch: typeof globalThis.fetch): EngineAccess {
  const call: EngineAccess['call'] = async (system, path, init = {}) => {
    const found = Object.values(configuration.systems).find(({ name }) => name === system)!;
    const headers = { authorization: `Bearer ${found.token}`, 'content-type': 'application/json' };
    return fetch(`${found.baseUrl}/${path}`, { headers, ...init });
  };
  const write = async (system: string, path: string, method: string, properties: Json): Promise<void> => {
    const response = await call(system, path, { method, body: JSON.stringify({ properties }) });
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${await response.text()}`);
    }
  };
  return {
    call,
    create: (datatype, properties) =>
      write(datatype.system, encodeURIComponent(datatype.datatype), 'POST', properties),
    patch: ({ system, datatype, id }, properties) =>
      write(system, `${encodeURIComponent(datatype)}/${encodeURIComponent(id)}`, 'PATCH', properties),
  };
}

/** An engine that does what its script says, and nothing else. */
export function scripted({ script, capabilities = [], links }: Scripted = {}): CreateEngine {
  return ({ fetch }): Engine => {
    let access: EngineAccess | undefined;
    let cycle = 0;
    return {
      hello: () => Promise.resolve({ engine: { name: 'scripted', version: '1' }, capabilities }),
      configure: (configuration) => {
        access = accessOf(configuration, fetch);
        return Promise.resolve({});
      },
      sync: async () => {
        cycle += 1;
        if (access !== undefined) {
          await script?.(access, cycle);
        }
        return {};
      },
      ...(links === undefined ? {} : { links: () => Promise.resolve({ clusters: links() }) }),
      stop: () => Promise.resolve(),
    };
  };
}

export interface Stage {
  readonly testbed: Testbed;
  readonly state: ScenarioState;
  readonly actions: UserActions;
  readonly expectations: Expectations;
  readonly links: Links;
  readonly trials: ValueTrials;
  readonly transport: Transport;
  /** The datatype of that name: `Shop Order`. */
  readonly datatype: (phrase: string) => Datatype;
  /** A person adds a record. */
  readonly add: (phrase: string, name: string) => NamedRecord;
}

export interface StageOptions {
  readonly sections?: readonly Section[];
  readonly engine?: CreateEngine;
  readonly declared?: DeclaredSystems;
}

/** Orders of a shop that become tickets of a desk, one property of each kind. */
export const ORDERS = section(
  'Shop.Order',
  'Desk.Ticket',
  sentence('create-always'),
  table('merge-on-match', row('number', 'reference')),
  sentence('keep-in-sync'),
  table(
    'properties',
    row('name', 'title', { type: 'string' }),
    row('count', 'amount', { type: 'integer' }),
    row('paid', 'settled', { type: 'boolean' }),
    row('address.city', 'place.city', { type: 'string' }),
  ),
);

const opened: { testbed: Testbed; root: string }[] = [];
let stages = 0;

/** Stages of one test; `closeStages` ends them. */
export function stage({ sections = [ORDERS], engine = scripted(), declared = {} }: StageOptions = {}): Stage {
  stages += 1;
  const root = mkdtempSync(join(scratchRoot(), 'syncproof-test-'));
  const transport = openDirect();
  const scoped = sections.map((each, index) => ({ section: each, document: 'doc', id: `doc/${index}` }));
  const testbed = new Testbed({
    engine: moduleHost(engine),
    transport,
    stateRoot: root,
    number: stages,
    seed: 1,
    timeout: 1000,
    bindings: {},
    policies: {},
    scope: new Scope(scoped, declared),
  });
  opened.push({ testbed, root });
  const state = new ScenarioState(testbed);
  const actions = new UserActions(state);
  const expectations = new Expectations(state);
  const datatype = (phrase: string): Datatype => testbed.scope.datatype(phrase);
  return {
    testbed,
    state,
    actions,
    expectations,
    links: new Links(state, actions, expectations),
    trials: new ValueTrials(state, actions, expectations),
    transport,
    datatype,
    add: (phrase, name) => actions.add(datatype(phrase), name),
  };
}

/** To be called after each test that made a stage. */
export async function closeStages(): Promise<void> {
  for (const { testbed, root } of opened.splice(0)) {
    await testbed.close();
    rmSync(root, { recursive: true, force: true });
  }
}

export function mismatch(message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Mismatch, String(error));
    assert.match(error.message, message);
    return true;
  };
}

/** An error of the harness: a feature asks what no step has prepared. */
export function harness(message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Error && !(error instanceof Mismatch), String(error));
    assert.match(error.message, message);
    return true;
  };
}

export interface Pair extends Stage {
  readonly order: NamedRecord;
  readonly ticket: NamedRecord;
}

/** An order and a ticket, before an engine that does what the script says. */
export function pair(script: (pair: Pair) => Script = () => () => undefined): Pair {
  const built: { script?: Script } = {};
  const base = stage({
    engine: scripted({ script: (access, cycle) => built.script?.(access, cycle) }),
  });
  const both = { ...base, order: base.add('Shop Order', 'first'), ticket: base.add('Desk Ticket', 'first') };
  built.script = script(both);
  return both;
}

export function nameOf({ state }: Stage, order: NamedRecord): string {
  return state.current(order).properties.name as string;
}

/** Carries the name of the order into the title of the ticket, once. */
export function carry(both: Pair): Script {
  return async (access, cycle) => {
    if (cycle === 1) {
      await access.patch(both.ticket, { title: nameOf(both, both.order) });
    }
  };
}
