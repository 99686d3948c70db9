export { builtInEngine, builtInEngines, type BuiltInEngine } from './catalogue';
export type { Fault } from './mutants/mutant';
