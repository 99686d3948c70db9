/** What all scenarios of a process share: the run's plan, the transport, the engine's module. Opened once. */
import { resolve } from 'node:path';
import { DEFAULT_SEED, loadConfig } from '../src/config';
import { declaredSystems, loadProfiles, type SystemProfile } from '../src/config/profiles';
import { scratchRoot, temporaryDirectory, type TemporaryDirectory } from '../src/core/temporary-directory';
import { readDocuments } from '../src/documents';
import { withReferences, type DeclaredSystems } from '../src/model';
import {
  CLOSED_THREAD,
  forbidNetwork,
  openDirect,
  openHttp,
  openNock,
  openProxy,
  type Transport,
} from '../src/systems';
import { stepLabel } from '../src/scenarios/steps';
import { listeningFor } from './fleet';
import { RunProgress } from './run-progress';
import { claimedCapabilities, openEngineHost, type EngineHost, type EngineLocation } from '../src/engines';
import {
  quietLimits,
  readTestPlan,
  Scope,
  testConditions,
  type ScopedSection,
  type TestPlan,
  type TransportName,
} from '../src/testbed';

/** cucumber's world parameters where `syncproof run` started it. */
interface PlannedParameters {
  /** The file of the run's plan. */
  readonly plan: string;
}

/** cucumber's world parameters where it was started without a run around it: the plan is then made here. */
interface UnplannedParameters {
  /** Directory that `specs` and `config` are relative to; default the current one. */
  readonly cwd?: string;
  /** Config file; default the one that is found from `cwd`. */
  readonly config?: string;
  /** Documents; default the config's. */
  readonly specs?: readonly string[];
  /** Path of the engine's module. */
  readonly engine: string;
  /** What the module exports the engine as; default `createEngine`. */
  readonly engineExport?: string;
  /** The export is a function from these to `createEngine`. */
  readonly engineParameters?: readonly number[];
  /** The module is one of syncproof's own engines, and runs inside this thread. */
  readonly engineBuiltIn?: true;
  readonly transport?: TransportName;
  readonly seed?: number;
  /** For every answer of the engine, in seconds. */
  readonly timeout?: number;
}

export type RunParameters = PlannedParameters | UnplannedParameters;

export interface RunContext {
  readonly plan: TestPlan;
  /** The documents' sections, by the documents' slugs. */
  readonly sections: ReadonlyMap<string, readonly ScopedSection[]>;
  /** By the systems' names. */
  readonly profiles: ReadonlyMap<string, SystemProfile>;
  readonly transport: Transport;
  /** Runs the engine under test. */
  readonly engine: EngineHost;
  /** The scope of sections; the same sections get the same one. */
  readonly scopeOf: (sections: readonly ScopedSection[]) => Scope;
  readonly progress: RunProgress;
  /** The state directories of the engines, removed at the end. */
  readonly states: TemporaryDirectory;
}

let runContext: Promise<RunContext> | undefined;
let allowNetwork: (() => void) | undefined;
let isKept = false;

function rememberScopes(declared: DeclaredSystems): RunContext['scopeOf'] {
  const scopes = new Map<string, Scope>();
  return (sections) => {
    const key = sections.map(({ id }) => id).join(' ');
    const scope = scopes.get(key) ?? new Scope(sections, declared, stepLabel);
    scopes.set(key, scope);
    return scope;
  };
}

/** A worker whose run has been stopped ends at once, whatever its engine is doing: its scratch directory is gone. */
function endWithTheRun(): void {
  if (process.env.CUCUMBER_WORKER_ID === undefined) {
    return;
  }
  process.once('disconnect', () => {
    process.exit();
  });
}

const OPEN: Readonly<Record<TransportName, (engine: EngineLocation) => Transport | Promise<Transport>>> = {
  nock: openNock,
  http: (engine) => openHttp(listeningFor(engine)),
  direct: openDirect,
  proxy: (engine) => openProxy('url' in engine ? engine.proxy : undefined),
};

function engineLocation(parameters: UnplannedParameters, cwd: string): EngineLocation {
  const { engine, engineExport, engineParameters, engineBuiltIn } = parameters;
  return {
    name: engine,
    module: resolve(cwd, engine),
    ...(engineBuiltIn === undefined ? {} : { builtIn: engineBuiltIn }),
    ...(engineExport === undefined ? {} : { exportName: engineExport }),
    ...(engineParameters === undefined ? {} : { parameters: engineParameters }),
  };
}

/** What `syncproof run` would plan for these parameters. */
async function makePlan(parameters: UnplannedParameters): Promise<TestPlan> {
  const { cwd = process.cwd() } = parameters;
  const file = parameters.config === undefined ? {} : { file: parameters.config };
  const config = await loadConfig({ cwd, ...file });
  const read = await readDocuments(parameters.specs ?? config.specs, cwd);
  const profiles = await loadProfiles(config);
  const declared = declaredSystems(config, profiles, read);
  const documents = withReferences(read, { bindings: config.bindings.references, systems: declared });
  const conditions = testConditions({
    ...{ documents, profiles },
    declared,
    engine: engineLocation(parameters, cwd),
    quiet: quietLimits(),
    bindings: config.bindings,
    policies: config.policies,
    transport: parameters.transport ?? 'nock',
    seed: parameters.seed ?? config.seed ?? DEFAULT_SEED,
    timeout: (parameters.timeout ?? config.timeout) * 1000,
  });
  const { timeout } = conditions;
  const host = openEngineHost(conditions.engine, { threadModule: CLOSED_THREAD, timeout });
  const capabilities = await claimedCapabilities(host, timeout);
  await host.close();
  return { ...conditions, native: capabilities.includes('native'), stateRoot: scratchRoot(), scenarios: [] };
}

async function open(parameters: RunParameters): Promise<RunContext> {
  endWithTheRun();
  allowNetwork = forbidNetwork();
  const plan = 'plan' in parameters ? readTestPlan(parameters.plan) : await makePlan(parameters);
  const transport = await OPEN[plan.transport](plan.engine);
  return {
    plan,
    sections: new Map(Object.entries(plan.sections)),
    profiles: new Map(Object.entries(plan.profiles)),
    engine: openEngineHost(plan.engine, {
      environment: transport.environment?.() ?? {},
      threadModule: transport.threadModule,
      timeout: plan.timeout,
    }),
    transport,
    scopeOf: rememberScopes(plan.declared),
    progress: new RunProgress(plan.scenarios),
    states: temporaryDirectory(plan.stateRoot, 'syncproof-engines-'),
  };
}

/** Opens the run context at the first call; later ones get the same. */
export function runContextOf(parameters: RunParameters): Promise<RunContext> {
  runContext ??= open(parameters);
  return runContext;
}

/**
 * Lets one run context serve several runs of cucumber in this process: it stays open after each.
 *
 * @returns closes it.
 */
export function keepRunContext(): () => Promise<void> {
  isKept = true;
  return async () => {
    isKept = false;
    await endRunContext();
  };
}

/** Closes the transport and lets the process reach its network again, unless the run context is kept. */
export async function endRunContext(): Promise<void> {
  if (isKept) {
    return;
  }
  if (runContext !== undefined) {
    const { transport, states, engine } = await runContext;
    await engine.close();
    transport.close();
    states.remove();
  }
  allowNetwork?.();
  runContext = undefined;
}
