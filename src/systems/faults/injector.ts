import type { Clock } from '../core/types';
import { createRules } from './rules';
import { createSystemFaults } from './session';
import type { SystemFaults } from './session';
import type { Crash, FaultPlan, FaultRule, FiredFault } from './types';

/** The faults of a scenario; its systems share one injector, like their call log. */
export interface FaultInjector {
  /** Adds a rule behind the others. */
  add(rule: FaultRule): void;
  /**
   * No rule fires any more, and everything that was written is seen. What has happened stays: jumped clocks, merged
   * records, altered values, events that were lost.
   */
  heal(): void;
  /** What fired, in order. */
  fired(): readonly FiredFault[];
  /** The rules that never fired, in order: a scenario with any of them shows less than it says. */
  neverFired(): readonly FaultRule[];
  /**
   * Calls a listener when the engine is to crash: at once, from within the call that is never answered.
   * @returns takes the listener away again
   */
  onCrash(listener: (crash: Crash) => void): () => void;
  /** Reports that the engine is to crash. For systems. */
  crashed(crash: Crash): void;
  /** The faults of one system. For systems. */
  forSystem(system: string, clock: Clock): SystemFaults;
}

/** What a fault injector is made of. */
export interface FaultInjectorOptions {
  /** Default: no faults, until some are added. */
  readonly plan?: FaultPlan;
  /** The harness's clock: by it, what is stale for some milliseconds is. */
  readonly clock: Clock;
}

/** Makes a fault injector with the faults of a plan. Everything it decides follows from the plan, its seed and the calls. */
export function createFaultInjector({ plan, clock }: FaultInjectorOptions): FaultInjector {
  const rules = createRules(plan?.seed ?? 0);
  plan?.faults.forEach((rule) => {
    rules.add(rule);
  });
  const systems: SystemFaults[] = [];
  const listeners = new Set<(crash: Crash) => void>();
  return {
    add: (rule) => {
      rules.add(rule);
    },
    heal() {
      rules.clear();
      systems.forEach((system) => {
        system.heal();
      });
    },
    fired: () => rules.fired(),
    neverFired: () => rules.neverFired(),
    onCrash(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    crashed(crash) {
      listeners.forEach((listener) => {
        listener(crash);
      });
    },
    forSystem(system, systemClock) {
      const made = createSystemFaults({ system, rules, harnessClock: clock, clock: systemClock });
      systems.push(made);
      return made;
    },
  };
}
