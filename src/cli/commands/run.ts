/** `syncproof run`: lint, generate, execute, judge, report. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checksOf, type DataflowDocument } from '../../model';
import { toTerminal, writeReports } from '../../reports';
import type { GeneratedFeature } from '../../scenarios';
import { UsageError } from '../../spec';
import { verdictOf, type Evidence, type RunLine, type RunResults } from '../../verdict';
import type { Context } from '../context';
import { engineModule } from '../engines';
import { execute, type Execution } from '../execute';
import { writeRunFeatures } from '../features';
import { packageVersion } from '../package-root';
import { startProgress } from '../progress';
import { repeatingCommand } from '../repeat';
import { featuresOf, reportDiagnostics } from './generate';

export interface RunOptions {
  readonly engine?: string;
  readonly tags?: string;
  readonly name: readonly string[];
  readonly parallel?: number;
  readonly out?: string;
  readonly transport: 'nock' | 'direct';
  readonly seed?: number;
  readonly timeout?: number;
  readonly strict?: boolean;
  /** commander's form of `--no-allure`. */
  readonly allure: boolean;
  readonly bail?: boolean;
}

/** The seed of a run for which no one chooses another. */
const DEFAULT_SEED = 1;

/** What a run is about, before anything is executed. */
interface Plan {
  readonly documents: readonly DataflowDocument[];
  readonly features: readonly GeneratedFeature[];
  readonly engine: string;
  readonly module: string;
  readonly seed: number;
  readonly specs: readonly string[];
  readonly options: RunOptions;
}

async function planOf(context: Context, specs: readonly string[], options: RunOptions): Promise<Plan> {
  const engine = options.engine ?? context.config.engine;
  const module = engineModule(engine, context.config, context.terminal.cwd);
  const documents = await context.documents(specs);
  const features = featuresOf(context, documents);
  return { documents, features, engine, module, specs, seed: options.seed ?? context.config.seed ?? DEFAULT_SEED, options };
}

async function executeIn(directory: string, context: Context, plan: Plan): Promise<Execution> {
  const { options, documents } = plan;
  await writeRunFeatures(directory, plan.features);
  const progress = startProgress(context);
  try {
    return await execute({
      features: directory,
      cwd: context.terminal.cwd,
      parallel: options.parallel ?? context.config.parallel,
      names: options.name,
      bail: options.bail ?? false,
      listener: progress.listener,
      ...(options.tags === undefined ? {} : { tags: options.tags }),
      worldParameters: {
        cwd: context.terminal.cwd,
        ...(context.options.config === undefined ? {} : { config: context.options.config }),
        specs: documents.map(({ path }) => path),
        engine: plan.module,
        transport: options.transport,
        seed: plan.seed,
        timeout: options.timeout ?? context.config.timeout,
      },
    });
  } finally {
    progress.stop();
  }
}

function evidenceOf(context: Context, plan: Plan, { collector }: Execution): Evidence {
  return {
    checks: plan.documents.flatMap((document) => checksOf(document)),
    planned: plan.features.flatMap(({ scenarios }) => scenarios),
    without: plan.features.flatMap(({ without }) => without),
    selected: collector.selected,
    results: collector.results,
    disputed: new Map(context.config.disputed.map(({ check, reason }) => [check, reason])),
  };
}

function runLine(plan: Plan, startedAt: Date): RunLine {
  return {
    type: 'run',
    schemaVersion: 1,
    syncproof: packageVersion(),
    startedAt: startedAt.toISOString(),
    engine: { name: plan.engine, version: packageVersion() },
    seed: plan.seed,
    command: repeatingCommand(plan.specs, { ...plan.options, engine: plan.engine, seed: plan.seed }),
    transport: plan.options.transport,
    documents: plan.documents.map(({ path, slug, title, sha256 }) => ({ path, slug, title, sha256 })),
  };
}

/** Nothing selected by the user's words is the user's error; nothing to select is the run's (exit 3 by the verdict). */
function demandSelection({ options, features }: Plan, { collector, complaints }: Execution): void {
  const planned = features.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  if (planned === 0 || collector.selected.size > 0) return;
  if (options.tags === undefined && options.name.length === 0) {
    throw new Error(`cucumber ran none of the ${planned} scenarios. It says: ${complaints === '' ? 'nothing' : complaints}`);
  }
  throw new UsageError(`--tags and --name select none of the ${planned} scenarios. Loosen them, or leave them out.`);
}

async function report(context: Context, results: RunResults, options: RunOptions): Promise<void> {
  const out = options.out ?? context.config.out;
  context.progress('Writing the reports …');
  const written = await writeReports(results, resolve(context.terminal.cwd, out), { allure: options.allure });
  if (written.allureProblem !== undefined) context.terminal.err(`${written.allureProblem}\n`);
  const columns = context.terminal.columns;
  context.progress(`Reports in ${out}/: ${written.written.join(', ')}`);
  context.terminal.out(toTerminal(results, { colour: context.colour, width: columns }));
}

/** Runs the documents; answers the exit code. */
export async function runCommand(context: Context, specs: readonly string[], options: RunOptions): Promise<number> {
  const startedAt = new Date();
  const started = performance.now();
  const plan = await planOf(context, specs, options);
  const wrong = await reportDiagnostics(context, plan.documents);
  const planned = plan.features.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  context.progress(`${plan.documents.length} documents, ${planned} scenarios, engine ${plan.engine}, seed ${plan.seed}`);
  const directory = await mkdtemp(join(tmpdir(), 'syncproof-run-'));
  try {
    const execution = await executeIn(directory, context, plan);
    demandSelection(plan, execution);
    const { checks, summary } = verdictOf(evidenceOf(context, plan, execution), {
      strict: options.strict ?? false,
      durationMs: performance.now() - started,
      allDocuments: specs.length === 0,
    });
    const exitCode = wrong && summary.exitCode === 0 ? 1 : summary.exitCode;
    const results = { run: runLine(plan, startedAt), checks, summary: { ...summary, exitCode } };
    await report(context, results, options);
    return exitCode;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
