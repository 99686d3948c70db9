/** `syncproof generate`: the features of the documents. */
import { resolve } from 'node:path';
import { generateFeatures, type GeneratedFeature } from '../../scenarios';
import { formatDiagnosticsText, lint, readSources } from '../../spec';
import type { DataflowDocument } from '../../model';
import type { Context } from '../context';
import { compareFeatures, writeFeatures } from '../features';
import { groupsOf } from '../groups';

export interface GenerateCommandOptions {
  readonly out: string;
  readonly check?: boolean;
}

/** The features of the documents, by what the config says of systems and groups. */
export function featuresOf(context: Context, documents: readonly DataflowDocument[]): GeneratedFeature[] {
  const groups = groupsOf(context.config.groups, documents);
  return generateFeatures(documents, { systems: context.config.systems, groups });
}

/** Prints what lint has to say of the documents to stderr; answers whether any of it is an error. */
export async function reportDiagnostics(context: Context, documents: readonly DataflowDocument[]): Promise<boolean> {
  const diagnostics = lint(documents);
  if (diagnostics.length === 0) return false;
  const sources = await readSources(
    diagnostics.map(({ path }) => path),
    context.terminal.cwd,
  );
  context.terminal.err(formatDiagnosticsText(diagnostics, sources, { colour: context.colour }));
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** Writes or compares the features; answers the exit code. */
export async function generateCommand(context: Context, specs: readonly string[], options: GenerateCommandOptions): Promise<number> {
  const documents = await context.documents(specs);
  const wrong = await reportDiagnostics(context, documents);
  const features = featuresOf(context, documents.filter(({ title }) => title !== ''));
  const directory = resolve(context.terminal.cwd, options.out);
  const whole = specs.length === 0;
  if (options.check === true) {
    const differences = await compareFeatures(directory, features, whole);
    for (const { fileName, state } of differences) context.terminal.out(`${options.out}/${fileName}: ${state}\n`);
    const verdict =
      differences.length === 0
        ? `${features.length} features are current.`
        : `${differences.length} features are not current: run "syncproof generate" and commit what it writes.`;
    context.terminal.out(`${verdict}\n`);
    return differences.length > 0 || wrong ? 1 : 0;
  }
  if (wrong) {
    context.terminal.err('Nothing was written: mend the errors above first.\n');
    return 1;
  }
  const differences = await writeFeatures(directory, features, whole);
  for (const { fileName, state } of differences) {
    context.progress(`${options.out}/${fileName}: ${state === 'left over' ? 'removed' : 'written'}`);
  }
  const scenarios = features.reduce((sum, feature) => sum + feature.scenarios.length, 0);
  context.terminal.out(`${features.length} features with ${scenarios} scenarios in ${options.out}/.\n`);
  return 0;
}
