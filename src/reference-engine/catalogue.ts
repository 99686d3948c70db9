/** The built-in engines by name, and the modules that make them. No engine is loaded from here. */
import { join } from 'node:path';

export interface BuiltInEngine {
  readonly name: string;
  /** Absolute path without extension. */
  readonly module: string;
  /** What the module exports the engine as; default `createEngine`. */
  readonly exportName?: string;
  /** The export is a function from these to `createEngine`. */
  readonly parameters?: readonly number[];
  /** It has one bug. */
  readonly mutant: boolean;
  /** It is a correct engine of another strategy than the reference engine's. */
  readonly control: boolean;
}

const MUTANTS = [
  'all-merge-rows-must-match',
  'always-create',
  'blank-matches-blank',
  'capitalizes-words',
  'carries-first-change-only',
  'clears-whole-list',
  'collapses-blanks',
  'composes-accents',
  'confuses-datatypes',
  'confuses-systems',
  'decodes-percent',
  'deletes-when-not-found',
  'deletes-when-not-listed',
  'doubles-apostrophes',
  'doubles-quotes',
  'drop-row-<n>',
  'drops-astral-characters',
  'drops-clears',
  'drops-leading-zeros',
  'drops-time-of-day',
  'drops-trailing-zeros',
  'echo',
  'echoes-creation',
  'equal-times-last-system-wins',
  'equal-times-stay-apart',
  'escapes-entities',
  'falsy-becomes-null',
  'falsy-matches-nothing',
  'first-document-only',
  'first-list-element-only',
  'first-merge-row-only',
  'first-page-only',
  'forgets-links',
  'garble-row-<n>',
  'guards-formulas',
  'ignores-ambiguous-matches',
  'ignores-equal-sources',
  'ignores-return-to-old-value',
  'joins-first-of-two-pairs',
  'joins-lines',
  'leaves-third-system-out',
  'lenient-conversion',
  'links-equal-ids',
  'links-first-source-only',
  'links-first-target-only',
  'list-links-one-target-only',
  'lower-cases-addresses',
  'matches-any-property',
  'matches-by-prefix',
  'matches-letters-and-digits',
  'matches-long-texts-by-beginning',
  'matches-rounded-digits',
  'matches-stale-values',
  'matches-without-accents',
  'matches-without-leading-zeros',
  'matches-without-plus-tag',
  'merges-duplicates',
  'merges-equal-looking',
  'misreads-encoding',
  'missing-becomes-cleared',
  'never-retries-refused-record',
  'no-conversion',
  'no-creation',
  'normalizes-line-breaks',
  'null-becomes-text',
  'one-way',
  'overflows-month-ends',
  'overwrites-newer-edit',
  'patches-after-restart',
  'patches-on-full-sync',
  'plus-becomes-blank',
  'record-level-latest-wins',
  'replaces-nested-objects',
  'resends-first-values',
  'resends-linked-record',
  'resends-required-defaults',
  'rounds-long-digits',
  'rounds-to-cents',
  'shifts-dates-by-local-zone',
  'shifts-dates-to-utc',
  'skips-edit-in-same-second',
  'skips-first-of-later-pages',
  'skips-watermark-time',
  'stops-after-100-records',
  'stops-after-one-hop',
  'stops-at-first-matching-row',
  'stops-at-refused-record',
  'strips-markup',
  'strips-plus-tag',
  'swap-rows-<n>-<m>',
  'takes-survivor-for-merged-record',
  'text-false-is-true',
  'third-system-only-receives',
  'trims-text',
  'truncates-text',
  'trusts-stamps-alone',
  'unreadable-number-becomes-null',
  'unreadable-number-becomes-zero',
  'watermark-after-own-writes',
  'whole-record-overwrite',
  'writes-twice',
] as const;

const CONTROLS = [
  'control-all-mapped-properties',
  'control-case-insensitive',
  'control-chatty',
  'control-create-then-fill',
  'control-full-listing',
  'control-nulls-on-create',
  'control-one-property-per-update',
  'control-optimistic-version',
  'control-reverse-order',
  'control-slow',
  'control-whole-record',
] as const;

/** `<n>` and `<m>` in a name. */
const PARAMETER = /<[a-z]>/g;

const VARIANTS_MODULE = join(__dirname, 'mutants', 'engines');

/** Engines by their names, where `<n>` and `<m>` stand for any numbers. */
const ENTRIES: readonly BuiltInEngine[] = [
  ...['reference', 'noop'].map((name) => ({
    name,
    module: join(__dirname, name),
    mutant: false,
    control: false,
  })),
  ...MUTANTS.map((name) => ({
    name,
    module: VARIANTS_MODULE,
    exportName: name,
    mutant: true,
    control: false,
  })),
  ...CONTROLS.map((name) => ({
    name,
    module: VARIANTS_MODULE,
    exportName: name,
    mutant: false,
    control: true,
  })),
];

function hasParameters({ name }: BuiltInEngine): boolean {
  return name.search(PARAMETER) >= 0;
}

/** `reference`, `noop`, then the mutants and the controls that have no parameters, both sorted by name. */
export const BUILT_IN_ENGINES: readonly BuiltInEngine[] = ENTRIES.filter((entry) => !hasParameters(entry));

/** The names of all built-in engines as a user can write them; `<n>` and `<m>` stand for two different rows, from 1. */
export const BUILT_IN_NAMES: readonly string[] = ENTRIES.map(({ name }) => name);

/** The engine that the entry makes of a name; absent where the name is not one of its. */
function engineOf(entry: BuiltInEngine, name: string): BuiltInEngine | undefined {
  if (!hasParameters(entry)) {
    return entry.name === name ? entry : undefined;
  }
  const pattern = new RegExp(`^${entry.name.replace(PARAMETER, '([1-9]\\d{0,3})')}$`);
  const parameters = pattern.exec(name)?.slice(1).map(Number) ?? [];
  const isNamed = parameters.length > 0 && new Set(parameters).size === parameters.length;
  return isNamed ? { ...entry, name, parameters } : undefined;
}

/** The built-in engine of a name, with its parameters; absent where there is none, or a parameter is wrong. */
export function builtInEngine(name: string): BuiltInEngine | undefined {
  for (const entry of ENTRIES) {
    const engine = engineOf(entry, name);
    if (engine !== undefined) {
      return engine;
    }
  }
  return undefined;
}
