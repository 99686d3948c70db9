/** A faulty engine: the reference engine with exactly one part replaced. */
import type { CreateEngine } from '../../protocol';
import { assembleEngine } from '../assemble';
import type { Strategies } from '../planner/strategies';

export interface Mutant {
  /** As the catalogue names the engine. */
  readonly name: string;
  /** What it does wrong, in one sentence. */
  readonly what: string;
  /** The decisions that it breaks. */
  readonly decisions: readonly string[];
}

/** The engine with that fault. */
export function mutantEngine(fault: Mutant, replace: () => Partial<Strategies>): CreateEngine {
  return assembleEngine(`syncproof faulty engine: ${fault.name}`, replace);
}
