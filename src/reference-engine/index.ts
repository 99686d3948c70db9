export { builtInEngine, builtInEngines, type BuiltInEngine } from './catalogue';
export type { Mutant } from './mutants/mutant';
