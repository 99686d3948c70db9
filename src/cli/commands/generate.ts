/** `syncproof generate`: the features of the documents. */
import { resolve } from 'node:path';
import { compareFeatures, featuresOf, plannedScenarios, writeFeatures } from '../../run';
import type { Context } from '../context';
import { reportDiagnostics } from '../diagnostics';

export interface GenerateCommandOptions {
  readonly out: string;
  readonly check?: boolean;
}

/** Writes or compares the features; answers the exit code. */
export async function generateCommand(
  context: Context,
  specs: readonly string[],
  options: GenerateCommandOptions,
): Promise<number> {
  const documents = await context.documents(specs);
  const wrong = await reportDiagnostics(context, documents);
  const features = featuresOf(
    context.config,
    documents.filter(({ title }) => title !== ''),
  );
  const directory = resolve(context.terminal.cwd, options.out);
  const whole = specs.length === 0;
  if (options.check === true) {
    const differences = await compareFeatures(directory, features, whole);
    for (const { fileName, state } of differences)
      context.terminal.out(`${options.out}/${fileName}: ${state}\n`);
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
  context.terminal.out(
    `${features.length} features with ${plannedScenarios(features)} scenarios in ${options.out}/.\n`,
  );
  return 0;
}
