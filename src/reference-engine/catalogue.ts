/** The built-in engines by name, and the modules that make them. No engine is loaded from here. */
import { join } from 'node:path';

export interface BuiltInEngine {
  readonly name: string;
  /** Absolute path without extension: the module exports `createEngine`, and `fault` where it has one. */
  readonly module: string;
  readonly mutant: boolean;
}

const sound = ['reference', 'noop'] as const;

const mutants = [
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
export const builtInEngines: readonly BuiltInEngine[] = [
  ...sound.map((name) => ({ name, module: join(__dirname, name), mutant: false })),
  ...mutants.map((name) => ({ name, module: join(__dirname, 'mutants', name), mutant: true })),
];

/** The built-in engine of a name; absent where there is none. */
export const builtInEngine = (name: string): BuiltInEngine | undefined =>
  builtInEngines.find((engine) => engine.name === name);
