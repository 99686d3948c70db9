/**
 * The mutants and controls as engines, each exported under its name: `createEngine`, or a function from the parameters to
 * it where the name has parameters. The catalogue names this module by its path, and the harness loads it.
 */
import type { CreateEngine } from '../../protocol';
import { assembleEngine } from '../assemble';
import { MUTANTS } from './all-mutants';
import { CONTROLS } from './controls';
import type { EngineVariant } from './mutant';

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

const VARIANTS: readonly EngineVariant[] = [...CONTROLS, ...MUTANTS];

const ENGINES: Readonly<Record<string, Exported>> = Object.fromEntries(
  VARIANTS.map((variant) => [variant.name, exported(variant)]),
);

export = ENGINES;
