/** What a sentence kind contributes to a feature. */
import type { Check, Row } from '../model';

/** `core`: what a sentence says. `full`: also what must hold when clocks, networks or systems fail. */
export type ScenarioProfile = 'core' | 'full';

export interface Step {
  readonly keyword: 'Given' | 'When' | 'Then' | 'And';
  readonly text: string;
  /** The table below it, with its header. */
  readonly table?: readonly (readonly string[])[];
}

/** One scenario, or one outline where `examples` is set (each of its rows is a scenario of its own). */
export interface ScenarioDraft {
  readonly name: string;
  readonly steps: readonly Step[];
  /** The rows whose properties show what the sentence promises; absent where none needs to, or where a row is tried itself. */
  readonly witnesses?: readonly Row[];
  /** It asks what any engine must keep when something goes wrong: generated for the full profile only. Default false. */
  readonly isFull?: boolean;
  readonly examples?: { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/** A line of the scenario catalogue that this section cannot express. */
export interface NotApplicable {
  readonly what: string;
  readonly because: string;
}

/** Why a check has no scenario. `pending`: the document leaves something open. `not-run`: syncproof cannot try it yet. */
export interface Without {
  readonly status: 'pending' | 'not-run';
  readonly reason: string;
}

/** What is known of one check: its scenarios, what does not apply, or why it has none. */
export interface CheckScenarios {
  readonly drafts: readonly ScenarioDraft[];
  readonly notApplicable: readonly NotApplicable[];
  /** Set where the check has no scenario. */
  readonly without?: Without;
}

/** A draft of a check, its witnesses as ids of their checks. */
export interface WitnessedDraft extends ScenarioDraft {
  readonly witnessIds: readonly string[];
}

/** A chapter with the check that it judges. */
export interface JudgedCheck extends CheckScenarios {
  readonly check: Check;
  readonly drafts: readonly WitnessedDraft[];
  /** What a pass rests on, where no property can be compared. */
  readonly basis?: string;
}

export const NOTHING: CheckScenarios = { drafts: [], notApplicable: [] };
