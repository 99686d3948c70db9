/** The environment of one scenario: the simulated systems of its sections, the clock, and the engine's session. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DatatypeName } from '../model';
import type { SystemProfile } from '../config/profiles';
import { EngineSession, Mismatch, type EngineHost, type Fleet } from '../engines';
import type { Bindings, Capability, Configure, LinkedRecord, Policies } from '../protocol';
import {
  createCallLog,
  createClock,
  createFaultInjector,
  parseFaultPlan,
  type CallLog,
  type Clock,
  type FaultInjector,
  type FaultRule,
  type ManualClock,
  type MockedSystem,
  type Transport,
} from '../systems';
import type { Scope } from './scope';
import { Interruptions } from './interruptions';
import { createInstance, type SystemInstance } from './system-instance';
import { Values } from './values';
import { QUIET_LIMITS, QuietWatch, type QuietLimits } from './quiet';
import { WebhookDelivery } from './delivery';

/** Cycles within which an engine must become quiescent. */
export const MOST_CYCLES = 10;
/** Between two actions of people, so that "later" is later also where a system keeps whole seconds. */
const SECOND = 1000;
const START = Date.UTC(2024, 0, 1, 8);

/** The bases of the scenarios that had systems on a transport: one of them may still call when another has begun. */
const SCENARIOS = new WeakMap<Transport, Set<string>>();

function scenariosOf(transport: Transport): Set<string> {
  const known = SCENARIOS.get(transport) ?? new Set();
  SCENARIOS.set(transport, known);
  return known;
}

/** How the systems of a fleet are served in a scenario. */
export interface FleetServing {
  readonly systems: Fleet['systems'];
  /** What the engine is set to: the scenario's own scope, or more. */
  readonly scope: Scope;
}

export interface TestbedOptions {
  /** Runs the engine under test. */
  readonly engine: EngineHost;
  readonly transport: Transport;
  /** Where engines keep their state: each scenario has its own directory in it. */
  readonly stateRoot: string;
  /** Distinguishes the scenario's base URLs, tokens, ids and state from those of the run's other scenarios. */
  readonly number: number;
  readonly seed: number;
  /** For every answer of the engine, in milliseconds. */
  readonly timeout: number;
  readonly bindings: Bindings;
  readonly policies: Policies;
  /** What is switched on; scenarios may share one. */
  readonly scope: Scope;
  /** How long an engine that synchronizes by itself is watched. Default `QUIET_LIMITS`. */
  readonly quiet?: QuietLimits;
  /** Lets real time pass, in milliseconds. Default: a timer. */
  readonly pause?: (milliseconds: number) => Promise<void>;
  /** Systems whose profile has a native API speak it. Default: all speak plain REST. */
  readonly native?: boolean;
  /** Where the engine is set to fixed systems. Default: `configure` names the scenario's own. */
  readonly fleet?: FleetServing;
  /** Default: no system has a profile. */
  readonly profileOf?: (system: string) => SystemProfile | undefined;
}

export class Testbed {
  readonly scope: Scope;
  readonly clock: ManualClock = createClock(START);
  readonly log: CallLog = createCallLog();
  /** What goes wrong in the systems: nothing, until a step orders it. */
  readonly faults: FaultInjector;
  readonly values: Values;
  /** What people will do while the engine synchronizes. */
  readonly interruptions = new Interruptions();
  readonly session: EngineSession;
  /** Sends the systems' events to engines that claim `webhooks`. */
  readonly webhooks: WebhookDelivery;
  private readonly watch: QuietWatch;
  /** The last synchronization ended with a cycle that wrote nothing. */
  quiescent = true;
  /** Why the last cycle did not finish; absent where it did. */
  unfinished: string | undefined;
  private faultsOrdered = false;
  /** How far the clocks of systems are from the scenario's, in milliseconds; by the systems' names. */
  private readonly clockOffsets = new Map<string, number>();
  /** By the systems' names. */
  private readonly instances = new Map<string, SystemInstance>();
  /** How many unmatched requests the transport had seen before this scenario. */
  private earlierUnmatched: number;

  constructor(private readonly options: TestbedOptions) {
    this.scope = options.scope;
    this.values = new Values(options.seed);
    this.faults = createFaultInjector({ clock: this.clock, plan: { seed: options.seed, faults: [] } });
    this.earlierUnmatched = options.transport.unmatched().length;
    this.webhooks = this.createDelivery();
    this.session = new EngineSession({
      host: options.engine,
      name: `s${options.number}`,
      fetch: options.transport.fetch,
      timeout: options.timeout,
      clock: this.clock,
      webhooks: this.webhooks,
    });
    this.watch = new QuietWatch({
      log: this.log,
      systems: () => this.allSystems,
      limits: options.quiet ?? QUIET_LIMITS,
      status: () => this.session.status(),
      pause: async (milliseconds) => {
        await this.webhooks.deliver();
        await (options.pause ?? pause)(milliseconds);
        this.clock.advance(milliseconds);
      },
    });
    scenariosOf(options.transport).add(`/s${options.number}`);
    this.createSystems();
  }

  private createDelivery(): WebhookDelivery {
    const { timeout, transport } = this.options;
    return new WebhookDelivery({
      instances: () => this.instances.values(),
      limit: timeout,
      pause: this.options.pause ?? pause,
      note: (line) => {
        this.session.note(line);
      },
      isClosed: transport.closesLoopback === true,
    });
  }

  private createSystems(): void {
    const { transport, number, native = false, profileOf = () => undefined } = this.options;
    const { log: calls, faults, interruptions: listener } = this;
    const { fleet } = this.options;
    const dependencies = {
      ...{ transport, number, native, profileOf, calls, faults, listener },
      ...(fleet === undefined ? {} : { fleet: fleet.systems }),
    };
    for (const definition of (fleet?.scope ?? this.scope).systems) {
      const clock = this.clockOf(definition.name);
      this.instances.set(definition.name, createInstance(definition, { ...dependencies, clock }));
    }
    if (fleet === undefined) {
      this.serve();
    }
  }

  private clockOf(system: string): Clock {
    return { now: () => this.clock.now() + (this.clockOffsets.get(system) ?? 0) };
  }

  /** From now on the system's clock is behind the others', in milliseconds. */
  setClockBack(system: string, milliseconds: number): void {
    this.clockOffsets.set(system, (this.clockOffsets.get(system) ?? 0) - milliseconds);
  }

  /** Of two systems the one that the engine's configuration names first: it wins where times are equal (D11). */
  firstNamed(one: string, other: string): string {
    const names = [...this.instances.keys()];
    return names.indexOf(one) <= names.indexOf(other) ? one : other;
  }

  /** The systems answer from now on. */
  private serve(): void {
    this.earlierUnmatched = this.options.transport.unmatched().length;
    for (const system of this.allSystems) {
      this.options.transport.add(system);
    }
  }

  system(name: string): MockedSystem {
    const found = this.instances.get(name);
    if (found === undefined) {
      throw new Error(`This scenario has no system "${name}".`);
    }
    return found.system;
  }

  get allSystems(): readonly MockedSystem[] {
    return [...this.instances.values()].map(({ system }) => system);
  }

  /** Moves the clock on, in milliseconds: by default as far as between two things that people do. */
  tick(milliseconds = SECOND): void {
    if (this.session.claims('continuous')) {
      this.watch.beforeChange();
    }
    this.clock.advance(milliseconds);
  }

  private configuration(): Configure {
    const systems = [...this.instances.values()].map(
      ({ system, configuration }) => [system.id, configuration] as const,
    );
    return {
      systems: Object.fromEntries(systems),
      dataflows: this.scope.dataflows,
      bindings: this.options.bindings,
      policies: this.options.policies,
      stateDir: join(this.options.stateRoot, `s${this.options.number}`),
      limits: { answerSeconds: this.options.timeout / 1000 },
    };
  }

  /** Starts and configures the engine, unless it runs. */
  async start(): Promise<void> {
    if (this.session.started) {
      return;
    }
    const configuration = this.configuration();
    mkdirSync(configuration.stateDir, { recursive: true });
    await this.watched(() => this.session.start(configuration));
    if (this.options.fleet !== undefined) {
      // Only now: the engine, which runs, must not see a scenario before it has forgotten the one before.
      this.serve();
    }
  }

  /** A message to the engine, and whether it kept to the systems meanwhile: an unmatched request explains what else went wrong. */
  private async watched(send: () => Promise<void>): Promise<void> {
    try {
      await send();
    } finally {
      this.assertKnownHosts();
    }
  }

  /** @throws Mismatch where the engine called something that is not a system of the scenario; the call reached nothing. */
  private assertKnownHosts(): void {
    const calls = this.unmatchedRequests();
    if (calls.length === 0) {
      return;
    }
    const bases = this.allSystems.map(({ baseUrl }) => baseUrl).join(', ');
    throw new Mismatch(
      `the engine made a call that leads to none of its systems: ${calls.join(', ')}\n  It reached nothing. The base URLs that "configure" named: ${bases}`,
    );
  }

  /** The calls since the scenario began that met no system; late ones of other scenarios are not this engine's. */
  private unmatchedRequests(): string[] {
    const own = `/s${this.options.number}`;
    const others = scenariosOf(this.options.transport);
    const unmatched = this.options.transport.unmatched();
    if (unmatched.length === this.earlierUnmatched) {
      return [];
    }
    const calls = unmatched.slice(this.earlierUnmatched);
    return [...new Set(calls)].filter((call) => {
      const base = /^[A-Z]+ https?:\/\/[^ ]*?\.test(\/s\d+)(?![^/?#])/.exec(call)?.[1];
      return base === undefined || base === own || !others.has(base);
    });
  }

  /** One cycle; answers whether the engine sent a write, or was kept from its work by a fault. */
  async cycle(mode: 'incremental' | 'full' = 'incremental'): Promise<boolean> {
    await this.start();
    if (this.session.claims('continuous')) {
      return this.watchedCycle();
    }
    const mark = this.log.mark();
    await this.webhooks.deliver();
    await this.watched(() => this.syncOnce(mode));
    return this.unfinished !== undefined || this.log.since(mark).some(({ mutating }) => mutating);
  }

  /** Where faults were ordered, an engine may say that they kept it from its work, and continue with the next cycle. */
  private async syncOnce(mode: 'incremental' | 'full'): Promise<void> {
    this.unfinished = undefined;
    try {
      await this.session.sync({ mode });
    } catch (error) {
      if (!(error instanceof Mismatch && this.faultsOrdered)) {
        throw error;
      }
      this.unfinished = error.message;
    }
  }

  /** Waits until a continuous engine is quiet; answers whether it sent a write. */
  private async watchedCycle(): Promise<boolean> {
    let wrote = false;
    await this.watched(async () => {
      const outcome = await this.watch.wait();
      this.quiescent = !outcome.busy;
      wrote = outcome.wrote;
      if (outcome.unread.length > 0) {
        this.session.note(`(harness: not read within the time limit: ${outcome.unread.join(', ')})`);
      }
    });
    return wrote;
  }

  /**
   * Orders faults, as docs/fault-plans.md has them. Systems may be named as the documents do; what is left to chance follows
   * the scenario's seed. @throws FaultPlanError
   */
  order(plan: string): void {
    parseFaultPlan(plan).faults.forEach(this.orderRule);
  }

  /** Orders one fault; its system may be named as the documents do. */
  readonly orderRule = (rule: FaultRule): void => {
    this.faultsOrdered = true;
    const system = this.instances.get(rule.on?.system ?? '')?.system.id;
    this.faults.add(system === undefined ? rule : { ...rule, on: { ...rule.on, system } });
  };

  /** Whether the system speaks its vendor's API. */
  isNative(system: string): boolean {
    return this.instances.get(system)?.configuration.api === 'native';
  }

  /** How long the engine was given to become quiescent. */
  get patience(): string {
    const { longest } = this.options.quiet ?? QUIET_LIMITS;
    return this.session.claims('continuous') ? `${longest / 1000} s` : `${MOST_CYCLES} cycles`;
  }

  /** Cycles until one of them writes nothing; not `quiescent` where none does within `MOST_CYCLES`. */
  async synchronize(): Promise<void> {
    this.quiescent = true;
    await this.start();
    if (this.session.claims('continuous')) {
      await this.watchedCycle();
      return;
    }
    for (let count = 0; count < MOST_CYCLES; count += 1) {
      if (!(await this.cycle())) {
        return;
      }
    }
    this.quiescent = false;
  }

  /** The writes of one more cycle, where the last synchronization seemed to have left nothing to write; 0 where it cannot be asked. */
  async workLeft(): Promise<number> {
    if (!this.quiescent || !this.session.started || this.session.claims('continuous')) {
      return 0;
    }
    const mark = this.log.mark();
    try {
      await this.cycle();
    } catch {
      return 0;
    }
    return this.log.since(mark).filter(({ mutating }) => mutating).length;
  }

  /** A new engine on the same state, that reads everything again. */
  async restart(): Promise<void> {
    await this.start();
    await this.session.restart();
    await this.cycle('full');
  }

  async links(): Promise<readonly (readonly LinkedRecord[])[]> {
    await this.start();
    const clusters = await this.session.links();
    return this.options.fleet === undefined ? clusters : clusters.map((records) => records.map(this.withId));
  }

  /** The engine of a fleet learns no ids: it may call a system by its name. */
  private readonly withId = (record: LinkedRecord): LinkedRecord => {
    const system = this.instances.get(record.system)?.system.id ?? record.system;
    return { ...record, system };
  };

  async require(capability: Capability): Promise<boolean> {
    await this.start();
    return this.session.claims(capability);
  }

  /** The records of a datatype that people or the engine made; not those that the system added beside others. */
  recordsOf({ system: name, datatype }: DatatypeName): ReturnType<MockedSystem['records']> {
    const system = this.system(name);
    return system.records(datatype).filter((record) => !system.isCompanion(datatype, record));
  }

  async close(): Promise<void> {
    try {
      await this.session.stop();
    } finally {
      for (const system of this.allSystems) {
        this.options.transport.remove(system);
      }
    }
  }
}
