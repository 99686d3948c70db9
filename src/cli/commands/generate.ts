/** `syncproof generate`: the features of the documents. */
import type { DataflowDocument } from '../../model';
import {
  compareFeatures,
  featuresOf,
  plannedScenarios,
  writeFeatures,
  type FeatureDifference,
} from '../../run';
import type { Context } from '../context';
import { reportDiagnostics } from '../diagnostics';
import { plural } from '../../core/text';

export interface GenerateCommandOptions {
  readonly out?: string;
  readonly check?: boolean;
}

const FOUND: Readonly<Record<FeatureDifference['state'], string>> = {
  missing: 'missing',
  stale: 'stale',
  'left over': 'left over',
  foreign: 'in the place of a feature, and was not generated',
};

type Features = ReturnType<typeof featuresOf>;

/** A document without a title does not describe a dataflow: it gets no feature. */
function isDataflow({ title }: DataflowDocument): boolean {
  return title !== '';
}

async function check(
  context: Context,
  directory: string,
  features: Features,
  isComplete: boolean,
): Promise<boolean> {
  const differences = await compareFeatures(directory, features, isComplete);
  for (const { fileName, state } of differences) {
    context.terminal.out(`${context.shown(directory)}/${fileName}: ${FOUND[state]}\n`);
  }
  context.terminal.out(
    differences.length === 0
      ? `${plural(features.length, 'feature')} checked: current.\n`
      : `${plural(differences.length, 'feature')} not current: run "syncproof generate" and commit what it writes.\n`,
  );
  return differences.length === 0;
}

/** Writes or compares the features; answers the exit code. */
export async function generateCommand(
  context: Context,
  specs: readonly string[],
  options: GenerateCommandOptions,
): Promise<number> {
  const project = await context.project(specs);
  const { documents, isComplete } = project;
  const features = featuresOf({ ...project, documents: documents.filter(isDataflow) });
  const wrong = await reportDiagnostics(context, documents);
  const directory = context.directory(options.out, 'features');
  if (options.check === true) {
    const current = await check(context, directory, features, isComplete);
    return current && !wrong ? 0 : 1;
  }
  if (wrong) {
    context.terminal.err('Nothing was written: fix the errors above first.\n');
    return 1;
  }
  const differences = await writeFeatures(directory, features, isComplete);
  for (const { fileName, state } of differences) {
    context.progress(
      `${context.shown(directory)}/${fileName}: ${state === 'left over' ? 'removed' : 'written'}`,
    );
  }
  const totals = `${plural(features.length, 'feature')} with ${plural(plannedScenarios(features), 'scenario')}`;
  context.terminal.out(`${totals} in ${context.shown(directory)}/.\n`);
  return 0;
}
