/** The built-in engines by name, and the modules that make them. No engine is loaded from here. */
import { join } from 'node:path';

export interface BuiltInEngine {
  readonly name: string;
  /** Absolute path without extension: the module exports `createEngine`, and `fault` where it has one. */
  readonly module: string;
  readonly mutant: boolean;
}

const SOUND = ['reference', 'noop'] as const;

const MUTANTS = [
  'always-create',
  'blank-matches-blank',
  'echo',
  'first-list-element-only',
  'first-merge-row-only',
  'first-page-only',
  'forgets-links',
  'no-conversion',
  'no-creation',
  'one-way',
  'record-level-latest-wins',
  'whole-record-overwrite',
] as const;

/** `reference`, `noop`, and the engines with one fault each, these sorted by name. */
export const BUILT_IN_ENGINES: readonly BuiltInEngine[] = [
  ...SOUND.map((name) => ({ name, module: join(__dirname, name), mutant: false })),
  ...MUTANTS.map((name) => ({ name, module: join(__dirname, 'mutants', name), mutant: true })),
];

/** The built-in engine of a name; absent where there is none. */
export function builtInEngine(name: string): BuiltInEngine | undefined {
  return BUILT_IN_ENGINES.find((engine) => engine.name === name);
}
