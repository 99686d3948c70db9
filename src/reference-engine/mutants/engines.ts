/**
 * The mutants and controls as engines, each exported under its name: `createEngine`, or a function from the parameters to
 * it where the name has parameters. The catalogue names this module by its path, and the harness loads it.
 */
import type { CreateEngine } from '../../protocol';
import { assembleEngine } from '../assemble';
import { CONTROLS } from './controls';
import { CREATION_MUTANTS } from './creation';
import { LISTING_MUTANTS } from './listing';
import { MATCHING_MUTANTS } from './matching';
import { MEMORY_MUTANTS } from './memory';
import type { EngineVariant } from './mutant';
import { PROPAGATION_MUTANTS } from './propagation';
import { ROW_MUTANTS } from './rows';
import { VALUE_MUTANTS } from './values';

type Exported = CreateEngine | ((...parameters: number[]) => CreateEngine);

/** The name with the parameters in it. */
function nameWith(name: string, parameters: readonly number[]): string {
  const numbers = parameters.values();
  return name.replace(/<[a-z]>/g, () => String(numbers.next().value));
}

function exported({ name, strategies }: EngineVariant): Exported {
  return name.includes('<')
    ? (...parameters: number[]) =>
        assembleEngine(`syncproof ${nameWith(name, parameters)}`, () => strategies(...parameters))
    : assembleEngine(`syncproof ${name}`, strategies);
}

const VARIANTS: readonly EngineVariant[] = [
  ...CONTROLS,
  ...CREATION_MUTANTS,
  ...LISTING_MUTANTS,
  ...MATCHING_MUTANTS,
  ...MEMORY_MUTANTS,
  ...PROPAGATION_MUTANTS,
  ...ROW_MUTANTS,
  ...VALUE_MUTANTS,
];

const ENGINES: Readonly<Record<string, Exported>> = Object.fromEntries(
  VARIANTS.map((variant) => [variant.name, exported(variant)]),
);

export = ENGINES;
