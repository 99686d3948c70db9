/** Engines that differ from the reference engine in one strategy: mutants, which are wrong, and controls, which are right. */
import type { StatementKind } from '../../model';
import type { Strategies } from '../strategies';

/** An engine as data: what it does differently, and the strategies that make it so. */
export interface EngineVariant {
  /** As the catalogue names it; `<n>` and `<m>` are the parameters, numbers of rows. */
  readonly name: string;
  /** What it does differently, in one sentence. */
  readonly what: string;
  /** What replaces the defaults; called once for each engine, with the parameters in the order of the name. */
  readonly strategies: (...parameters: number[]) => Partial<Strategies>;
}

/** The kinds of bugs: there is a module for each. */
export type MutantTopic =
  | 'creation'
  | 'dates'
  | 'frame'
  | 'groups'
  | 'listing'
  | 'matching'
  | 'memory'
  | 'numbers'
  | 'propagation'
  | 'rows'
  | 'shape'
  | 'text'
  | 'time'
  | 'values';

/** An engine with one bug. */
export interface Mutant extends EngineVariant {
  readonly topic: MutantTopic;
  /** The decisions that it breaks. */
  readonly decisions: readonly string[];
  /** The kinds of the sentences and rows that forbid the bug: one of them should fail. */
  readonly caughtBy: readonly StatementKind[];
}
