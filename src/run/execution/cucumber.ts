/** cucumber's API: the only module that calls it. */
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { Writable } from 'node:stream';
import type { Envelope } from '@cucumber/messages';
import {
  loadConfiguration,
  loadSources,
  loadSupport,
  runCucumber,
  type IConfiguration,
  type IResolvedConfiguration,
  type ISupportCodeLibrary,
} from '@cucumber/cucumber/api';
import { packageRoot } from '../../core/package-root';
import { UsageError } from '../../core/usage-error';
import type { ScenarioFilter } from '../plan/selection';
import { messageRecorder } from './message-file';

/** One run of cucumber. */
export interface CucumberRun {
  readonly cwd: string;
  /** Features; with line numbers behind them (`a.feature:3:9`) only the scenarios there. */
  readonly paths: readonly string[];
  readonly worldParameters: IConfiguration['worldParameters'];
  /** All filters together. */
  readonly selection: ScenarioFilter['cucumber'];
  /** After the first scenario that fails, the others are skipped. */
  readonly bail: boolean;
  /** A directory for the messages of all processes (`messageRecorder`). Default: they are not written. */
  readonly messages?: string;
  /** Every scenario is skipped. Default false. */
  readonly dryRun?: boolean;
}

/** Where a scenario is written. */
export interface ScenarioPlace {
  readonly uri: string;
  readonly line: number;
  readonly name: string;
}

/** What a selection comes to. */
export interface SelectedScenarios {
  readonly places: readonly ScenarioPlace[];
  readonly parseErrors: readonly string[];
  /** What cucumber itself said. */
  readonly complaints: string;
}

const EXTENSION = extname(__filename);

/** The step definitions: compiled where this module is, else TypeScript. */
const STEPS = EXTENSION === '.ts' ? join(packageRoot(), 'steps') : join(packageRoot(), 'dist', 'steps');

/** cucumber's own formatter that says least: the run makes its progress and reports from the messages. */
const TERSE_FORMATTER = 'rerun';

class Sink extends Writable {
  readonly chunks: string[] = [];

  override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
    this.chunks.push(chunk.toString());
    done();
  }
}

interface Output {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly cwd: string;
}

function outputIn(cwd: string): Output {
  const sink = new Sink();
  return { cwd, stdout: sink, stderr: sink };
}

/** The step definitions of an earlier run: node loads their modules only once in a process. */
let loadedSupport: ISupportCodeLibrary | undefined;

async function configurationOf(
  { paths, worldParameters, selection, bail, dryRun = false }: Omit<CucumberRun, 'cwd'>,
  output: Output,
): Promise<IResolvedConfiguration['runConfiguration']> {
  const { runConfiguration } = await loadConfiguration(
    {
      file: false,
      provided: {
        require: [join(STEPS, `index${EXTENSION}`)],
        requireModule: EXTENSION === '.ts' ? ['ts-node/register'] : [],
        paths: [...paths],
        format: [TERSE_FORMATTER],
        publish: false,
        worldParameters,
        failFast: bail,
        dryRun,
        ...selection,
      },
    },
    output,
  );
  return runConfiguration;
}

/**
 * cucumber reads the tag expression when it filters, and wraps what it finds wrong with it.
 *
 * @param tags - of all filters together; only the user's own can be wrong.
 */
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

/**
 * Runs the scenarios in this process, one after the other; never throws for what they do.
 *
 * @param accept - gets cucumber's messages.
 * @param begun - gets what makes cucumber skip every scenario that follows one which did not pass, from then on.
 * @returns what cucumber itself said besides.
 * @throws UsageError where the tags are not a tag expression.
 */
export async function runFeatures(
  run: CucumberRun,
  accept: (envelope: Envelope) => void,
  begun: (skipTheRest: () => void) => void = () => undefined,
): Promise<string> {
  const output = outputIn(run.cwd);
  const configuration = await configurationOf(run, output);
  begun(() => {
    configuration.runtime.failFast = true;
  });
  const record = run.messages === undefined ? undefined : messageRecorder(run.messages);
  const { support } = await runCucumber(
    { ...configuration, support: loadedSupport ?? configuration.support },
    output,
    (envelope) => {
      record?.(envelope);
      accept(envelope);
    },
  ).catch((error: unknown) => {
    throw usageErrorOf(error, run.selection.tags);
  });
  loadedSupport = support;
  return output.stdout.chunks.join('');
}

/**
 * The scenarios that a run selects, in the order in which it runs them.
 *
 * @throws UsageError where the tags are not a tag expression.
 */
export async function selectScenarios(run: CucumberRun): Promise<SelectedScenarios> {
  const output = outputIn(run.cwd);
  const { sources } = await configurationOf(run, output);
  const { plan, errors } = await loadSources(sources, output).catch((error: unknown) => {
    throw usageErrorOf(error, run.selection.tags);
  });
  return {
    places: plan.map(({ uri, location: { line }, name }) => ({ uri, line, name })),
    parseErrors: errors.map(({ message }) => message),
    complaints: output.stdout.chunks.join(''),
  };
}

/** Loads the step definitions before they are needed. */
export async function loadSteps(cwd: string): Promise<void> {
  const output = outputIn(cwd);
  const anything = { paths: [], worldParameters: {}, selection: {}, bail: false };
  loadedSupport ??= await loadSupport(await configurationOf(anything, output), output);
}

/** What `steps/run-context` exports for whoever runs cucumber more than once. */
interface RunContextModule {
  readonly keepRunContext: () => () => Promise<void>;
}

/**
 * Lets several runs of cucumber in this process share what the scenarios share: the transport, the engine's process.
 *
 * @returns ends it, after the last run.
 */
export function keepRunContext(): () => Promise<void> {
  const load: (path: string) => unknown = createRequire(__filename);
  return (load(join(STEPS, 'run-context')) as RunContextModule).keepRunContext();
}
