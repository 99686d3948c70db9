export { builtInEngine, BUILT_IN_ENGINES, type BuiltInEngine } from './catalogue';
export type { Mutant } from './mutants/mutant';
