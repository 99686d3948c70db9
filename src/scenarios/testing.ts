/** What the tests of this room share: documents as features, read back as cucumber reads them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AstBuilder, GherkinClassicTokenMatcher, Parser, compile } from '@cucumber/gherkin';
import { IdGenerator } from '@cucumber/messages';
import { loadConfiguration, loadSupport } from '@cucumber/cucumber/api';
import type { DataflowDocument, Section, DeclaredSystems } from '../model';
import { documentOf } from '../model/testing';
import { loadConfig } from '../config';
import { loadProfiles, declaredSystems } from '../config/profiles';
import { readDocuments } from '../documents';
import { generateFeatures, type GenerateOptions, type GeneratedFeature, type ScenarioProfile } from '.';

export const ROOT = join(__dirname, '../..');
const STEPS = join(ROOT, 'steps');

/** The scenarios of a feature, as cucumber would run them. */
export function picklesOf({ text, fileName }: GeneratedFeature): ReturnType<typeof compile> {
  const newId = IdGenerator.incrementing();
  const parser = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher());
  return compile(parser.parse(text), fileName, newId);
}

export function featureOfDocument(
  document: DataflowDocument,
  systems: DeclaredSystems = {},
): GeneratedFeature {
  return generateFeatures([document], { systems, groups: [] })[0]!;
}

export function featureOfSections(...sections: readonly Section[]): GeneratedFeature {
  return featureOfDocument(documentOf(sections));
}

/** The steps of the scenario whose name ends like that, one a line. */
export function stepsOf(feature: GeneratedFeature, ending: string): string[] {
  const found = picklesOf(feature).filter(({ name }) => name.endsWith(ending));
  if (found.length !== 1) {
    const names = picklesOf(feature).map(({ name }) => name);
    throw new Error(`${found.length} scenarios end in "${ending}"; there are\n${names.join('\n')}`);
  }
  return found[0]!.steps.map(({ text }) => text);
}

/** Documents of the project, with the config that they run with. */
export interface Corpus {
  readonly specs: string;
  readonly config: string;
}

export const CORPORA: readonly Corpus[] = [
  { specs: 'specs', config: 'syncproof.config.yaml' },
  { specs: 'fixtures/documents', config: 'fixtures/syncproof.config.yaml' },
];

interface Material {
  readonly documents: readonly DataflowDocument[];
  readonly options: GenerateOptions;
}

const MATERIAL = new Map<string, Promise<Material>>();

async function read({ specs, config }: Corpus): Promise<Material> {
  const loaded = await loadConfig({ cwd: ROOT, file: config });
  const documents = await readDocuments([specs], ROOT);
  const systems = declaredSystems(loaded, await loadProfiles(loaded), documents);
  return { documents, options: { systems, groups: loaded.groups } };
}

/** The features that their config makes of the documents, which are read once; the config names its groups by slug. */
export async function featuresOf(
  corpus: Corpus,
  profile: ScenarioProfile = 'core',
): Promise<GeneratedFeature[]> {
  const reading = MATERIAL.get(corpus.config) ?? read(corpus);
  MATERIAL.set(corpus.config, reading);
  const { documents, options } = await reading;
  return generateFeatures(documents, { ...options, profile });
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Node loads a module once; cucumber sees step definitions only while they load. Other tests run cucumber too. */
function forgetSteps(): void {
  for (const path of Object.keys(require.cache)) {
    if (path.startsWith(STEPS)) {
      Reflect.deleteProperty(require.cache, path);
    }
  }
}

/** What cucumber asks a step definition; its types keep this to themselves. */
export interface StepDefinition {
  readonly pattern: string | RegExp;
  readonly expression: {
    match(text: string): readonly { getValue(world: unknown): unknown }[] | null;
  };
  matchesStepName(text: string): boolean;
}

interface SupportCode {
  readonly stepDefinitions: readonly StepDefinition[];
  /** Milliseconds that cucumber gives a step; -1: as long as it takes. */
  readonly defaultTimeout: number;
}

/** The step definitions, without running anything. */
export async function stepDefinitions(): Promise<readonly StepDefinition[]> {
  return (await supportCode()).stepDefinitions;
}

/** What the steps' modules register with cucumber, without running anything. */
export async function supportCode(): Promise<SupportCode> {
  forgetSteps();
  const { runConfiguration } = await loadConfiguration(
    { file: false, provided: { require: [join(STEPS, 'index.ts')], paths: ['features/*.feature'] } },
    { cwd: ROOT },
  );
  try {
    const support: unknown = await loadSupport(runConfiguration, { cwd: ROOT });
    return support as SupportCode;
  } finally {
    forgetSteps();
  }
}
