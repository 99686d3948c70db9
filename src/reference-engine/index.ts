export { builtInEngine, BUILT_IN_ENGINES, BUILT_IN_NAMES, type BuiltInEngine } from './catalogue';
