/** Runs features with cucumber's API. */
import { extname, join } from 'node:path';
import { Writable } from 'node:stream';
import {
  loadConfiguration,
  runCucumber,
  type IConfiguration,
  type ISupportCodeLibrary,
} from '@cucumber/cucumber/api';

import { UsageError } from '../../core/usage-error';
import type { ScenarioFilter } from '../plan/selection';
import { Collector, type CollectListener } from './collect';
import { packageRoot } from '../../core/package-root';

export interface ExecuteOptions {
  /** Directory of the features to run. */
  readonly features: string;
  readonly cwd: string;
  readonly worldParameters: IConfiguration['worldParameters'];
  /** Worker processes; 1 runs inside this process. */
  readonly parallel: number;
  readonly filters: readonly ScenarioFilter[];
  readonly bail: boolean;
  readonly listener: CollectListener;
}

/** What cucumber itself said besides its messages, for example of features that it cannot read. */
export interface Execution {
  readonly collector: Collector;
  readonly complaints: string;
}

/** The step definitions beside this module: compiled where this is, else TypeScript. */
function supportCode(): { require: string[]; requireModule: string[] } {
  const extension = extname(__filename);
  const directory = extension === '.ts' ? join(packageRoot(), 'steps') : join(packageRoot(), 'dist', 'steps');
  return {
    require: [join(directory, `index${extension}`)],
    requireModule: extension === '.ts' ? ['ts-node/register'] : [],
  };
}

/** cucumber's own formatter that says least: the run makes its progress and reports from the messages. */
const TERSE_FORMATTER = 'rerun';

class Sink extends Writable {
  readonly chunks: string[] = [];

  override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
    this.chunks.push(chunk.toString());
    done();
  }
}

/** The step definitions of an earlier run: node loads their modules only once in a process. */
let loadedSupport: ISupportCodeLibrary | undefined;

/** cucumber reads the tag expression when it filters, and wraps what it finds wrong with it. */
function usageErrorOf(error: unknown, tags: string | undefined): unknown {
  const filtering = error instanceof Error && error.message.includes('"pickles:filter"');
  if (!filtering || tags === undefined || !(error.cause instanceof Error)) {
    return error;
  }
  return new UsageError(
    `--tags '${tags}' is not a tag expression: ${error.cause.message} Write tags with and, or, not and brackets: '@document:a and not @kind:b'.`,
    { cause: error },
  );
}

/** What cucumber goes by, all filters together. */
function selectionOf(filters: readonly ScenarioFilter[]): ScenarioFilter['cucumber'] {
  return filters.reduce((selection, { cucumber }) => ({ ...selection, ...cucumber }), {});
}

/**
 * Executes the features; never throws for what scenarios do.
 *
 * @throws UsageError where the tags are not a tag expression.
 */
export async function execute(options: ExecuteOptions): Promise<Execution> {
  const output = new Sink();
  const selection = selectionOf(options.filters);
  const environment = { cwd: options.cwd, stdout: output, stderr: output };
  const { runConfiguration } = await loadConfiguration(
    {
      file: false,
      provided: {
        ...supportCode(),
        paths: [join(options.features, '*.feature')],
        format: [TERSE_FORMATTER],
        publish: false,
        worldParameters: options.worldParameters,
        parallel: options.parallel > 1 ? options.parallel : 0,
        failFast: options.bail,
        ...selection,
      },
    },
    environment,
  );
  const collector = new Collector(options.listener);
  const { support } = await runCucumber(
    { ...runConfiguration, support: loadedSupport ?? runConfiguration.support },
    environment,
    collector.accept,
  ).catch((error: unknown) => {
    throw usageErrorOf(error, selection.tags);
  });
  loadedSupport = support;
  return { collector, complaints: output.chunks.join('') };
}
