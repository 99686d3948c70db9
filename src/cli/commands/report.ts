/** `syncproof report`: the reports rebuilt from the results of the last run. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromNdjson, ResultsError } from '../../reports';
import { UsageError } from '../../core/usage-error';
import type { Context } from '../context';
import { report } from './run';

export interface ReportCommandOptions {
  readonly out?: string;
  readonly allure: boolean;
}

/** Rebuilds the reports; answers the run's exit code. */
export async function reportCommand(context: Context, options: ReportCommandOptions): Promise<number> {
  const file = join(context.directory(options.out, context.config.out), 'results.ndjson');
  const path = context.shown(file);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(
      `${path} cannot be read: run "syncproof run" first, or name its directory with --out.`,
      { cause: error },
    );
  });
  try {
    const results = fromNdjson(text);
    await report(context, results, options);
    return results.summary.exitCode;
  } catch (error) {
    if (error instanceof ResultsError) {
      throw new UsageError(`${path}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
