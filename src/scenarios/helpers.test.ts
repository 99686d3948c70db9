/** What the tests of this room share: documents as features, read back as cucumber reads them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AstBuilder, GherkinClassicTokenMatcher, Parser, compile } from '@cucumber/gherkin';
import { IdGenerator, type Pickle } from '@cucumber/messages';
import { loadConfiguration, loadSupport, type ISupportCodeLibrary } from '@cucumber/cucumber/api';
import type { DataflowDocument, Section, StatedSystems } from '../model';
import { documentOf } from '../model/helpers.test';
import { loadConfig } from '../config';
import { readDocuments } from '../spec';
import { generateFeatures, type GeneratedFeature } from '.';

export const ROOT = join(__dirname, '../..');
const STEPS = join(ROOT, 'steps');

/** The scenarios of a feature, as cucumber would run them. */
export function picklesOf({ text, fileName }: GeneratedFeature): readonly Pickle[] {
  const newId = IdGenerator.incrementing();
  const parser = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher());
  return compile(parser.parse(text), fileName, newId);
}

export function featureOfDocument(document: DataflowDocument, systems: StatedSystems = {}): GeneratedFeature {
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

/** The five documents, or those of the fixtures, with the features that their config makes of them. */
export async function corpus(configFile: string): Promise<GeneratedFeature[]> {
  const config = await loadConfig({ cwd: ROOT, file: configFile });
  const documents = await readDocuments(config.specs, ROOT);
  const groups = config.groups.map((group) => group.map((name) => name.replace(/^.*\/|\.rst$/g, '')));
  return generateFeatures(documents, { systems: config.systems, groups });
}

export const CONFIGS = ['syncproof.config.yaml', 'fixtures/syncproof.config.yaml'];

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Node loads a module once; cucumber sees step definitions only while they load. Other tests run cucumber too. */
function forgetSteps(): void {
  for (const path of Object.keys(require.cache)) {
    if (path.startsWith(STEPS)) Reflect.deleteProperty(require.cache, path);
  }
}

/** The step definitions, without running anything. */
export async function stepDefinitions(): Promise<ISupportCodeLibrary['stepDefinitions']> {
  forgetSteps();
  const names = ['hooks', 'given', 'when', 'then'].map((name) => join(STEPS, `${name}.ts`));
  const { runConfiguration } = await loadConfiguration(
    { file: false, provided: { require: names, paths: ['features/*.feature'] } },
    { cwd: ROOT },
  );
  try {
    return (await loadSupport(runConfiguration, { cwd: ROOT })).stepDefinitions;
  } finally {
    forgetSteps();
  }
}
