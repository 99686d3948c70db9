/** Executes a plan and judges what it found. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checksOf } from '../model';
import { UsageError } from '../core/usage-error';
import { CLOSED_THREAD, forbidNetwork, openHttp, proxyEnvironment } from '../systems';
import {
  engineClaims,
  holdDaemonOf,
  openEngineHost,
  type EngineClaims,
  type EngineLocation,
} from '../engines';
import { fixedPorts, writeTestPlan, type TestConditions } from '../testbed';
import type { Evidence, InterruptedExitCode, RunLine, VerdictOptions } from '../verdict';
import type { CollectListener } from './execution/collect';
import { execute, type ExecuteOptions, type Execution } from './execution/execute';
import { mergeMessages } from './execution/message-merge';
import { writeRunFeatures } from './features';
import { judgeRun, type JudgedRun } from './judge-run';
import { packageVersion } from '../core/package-root';
import { fleetOf } from './plan/fleet';
import { processesFor } from './plan/parallel';
import { plannedScenarios, type RunPlan } from './plan/plan';
import { defaultTransport, isProxy } from './plan/transport';
import { rerunCommand } from '../core/rerun-command';
import { shellWord } from '../core/text';
import { whenAborted } from '../core/when-aborted';
import { scratchRoot, temporaryDirectory } from '../core/temporary-directory';

/** Asks the engine once, before the processes of the run start engines of their own. */
async function claimsOf({ engine, timeout }: TestConditions): Promise<EngineClaims> {
  const host = openEngineHost(engine, { threadModule: CLOSED_THREAD, timeout });
  try {
    return await engineClaims(host, timeout);
  } finally {
    await host.close();
  }
}

/** The ports of a fleet are the user's to choose: one that is taken is found before anything runs. @throws UsageError */
async function assertPortsFree(engine: EngineLocation): Promise<void> {
  const fleet = fleetOf(engine);
  if (fleet === undefined) {
    return;
  }
  try {
    (await openHttp({ fixedPorts: fixedPorts(fleet) })).close();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `The systems of the fleet of the engine "${engine.name}" cannot be served: ${why} End the other program, or change "fleet.systems" and the engine's own settings.`,
    );
  }
}

/** The engine as the processes of a run see it: where there are several, what starts it is this one's matter. */
function engineFor(engine: EngineLocation, parallel: number): EngineLocation {
  if (parallel === 1 || !('url' in engine)) {
    return engine;
  }
  const { name, url } = engine;
  return { name, url };
}

/** Says what a daemon that runs already needs in its environment, in words that a shell takes. */
function announceProxy({ engine, transport }: TestConditions, listener: CollectListener): void {
  if (!isProxy(transport) || !('url' in engine) || engine.proxy === undefined) {
    return;
  }
  const variables = Object.entries(proxyEnvironment(engine.proxy)).map(
    ([name, value]) => `  export ${name}=${shellWord(value)}`,
  );
  listener.notice?.(
    [`The daemon of the engine "${engine.name}" must have been started with:`, ...variables].join('\n'),
  );
}

/** What a run is watched and stopped by, from outside and from inside. */
type Watch = Pick<ExecuteOptions, 'listener' | 'interrupt' | 'begun'>;

/** Where the processes of a run write cucumber's messages. */
function messagesIn(directory: string): string {
  return join(directory, 'messages');
}

/** Writes the messages where they are wanted. A run whose messages are lost has its verdict all the same. */
async function keepMessages(
  directory: string,
  { request: { messages } }: RunPlan,
  listener: CollectListener,
): Promise<void> {
  if (messages === undefined) {
    return;
  }
  try {
    await mergeMessages(messagesIn(directory), messages);
  } catch (error) {
    rmSync(messages, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    listener.notice?.(
      `There is no messages.ndjson, because cucumber's messages could not be written: ${why}`,
    );
  }
}

async function executeIn(directory: string, plan: RunPlan, watch: Watch): Promise<Execution> {
  const { conditions } = plan;
  const { listener } = watch;
  const features = join(directory, 'features');
  const stateRoot = join(directory, 'states');
  const testPlan = join(directory, 'plan.json');
  mkdirSync(stateRoot);
  mkdirSync(messagesIn(directory));
  await writeRunFeatures(features, plan.features);
  const claims = await claimsOf(conditions);
  const { parallel, reason } = processesFor(conditions, claims, plan.parallel);
  if (reason !== undefined) {
    listener.notice?.(reason);
  }
  announceProxy(conditions, listener);
  const scenarios = plan.features.flatMap((feature) => feature.scenarios.map(({ id }) => id));
  const native = claims.capabilities.includes('native');
  const engine = engineFor(conditions.engine, parallel);
  writeTestPlan(testPlan, { ...conditions, engine, native, stateRoot, scenarios });
  return execute({
    features,
    cwd: plan.cwd,
    parallel,
    filters: plan.filters,
    bail: plan.request.bail ?? false,
    timeout: conditions.timeout,
    ...watch,
    ...(plan.request.messages === undefined ? {} : { messages: messagesIn(directory) }),
    worldParameters: { plan: testPlan },
  });
}

/** Executes with the daemon started once, where commands of the config start it, and ended at the end. */
async function executeWithEngine(directory: string, plan: RunPlan, watch: Watch): Promise<Execution> {
  const { engine, timeout, transport } = plan.conditions;
  await assertPortsFree(engine);
  // A daemon that goes through the proxy must learn of it at its start: the hosts start it, each with its proxy.
  const isStartedByHosts = isProxy(transport);
  const release = isStartedByHosts ? undefined : holdDaemonOf(engine, { environment: {}, timeout });
  try {
    return await executeIn(directory, plan, watch);
  } finally {
    await release?.();
  }
}

function evidenceOf(plan: RunPlan, { collector }: Execution, interrupted: boolean): Evidence {
  return {
    checks: plan.documents.flatMap((document) => checksOf(document)),
    planned: plan.features.flatMap(({ scenarios }) => scenarios),
    without: plan.features.flatMap(({ without }) => without),
    bases: new Map(
      plan.features.flatMap(({ bases }) => bases.map(({ check, basis }) => [check, basis] as const)),
    ),
    selected: collector.selected,
    results: collector.results,
    interrupted,
    disputed: plan.disputed,
    cutGroups: plan.cutGroups,
    ...(plan.baseline === undefined ? {} : { baseline: plan.baseline.known }),
  };
}

/** The command that repeats the run. */
function commandOf({ configFile, conditions, request }: RunPlan): string {
  const { specs, tags, name, profile, baseline, only = [] } = request;
  const { engine, transport } = conditions;
  return rerunCommand({
    specs,
    engine: engine.name,
    seed: conditions.seed,
    name,
    ...(configFile === undefined ? {} : { config: configFile }),
    ...(transport === defaultTransport(engine) ? {} : { transport }),
    ...(tags === undefined ? {} : { tags }),
    ...(profile === 'full' ? { profile } : {}),
    ...(baseline === undefined ? {} : { baseline }),
    rerunFailed: only.some(({ option }) => option === '--rerun-failed'),
  });
}

function runLine(plan: RunPlan, startedAt: Date, version: string | undefined): RunLine {
  return {
    type: 'run',
    schemaVersion: 1,
    syncproof: packageVersion(),
    startedAt: startedAt.toISOString(),
    engine: { name: plan.conditions.engine.name, version: version ?? 'unknown' },
    seed: plan.conditions.seed,
    command: commandOf(plan),
    transport: plan.conditions.transport,
    ...(plan.baseline === undefined ? {} : { baseline: plan.baseline.path }),
    documents: plan.documents.map(({ path, slug, title, sha256 }) => ({ path, slug, title, sha256 })),
  };
}

/** What a run is refused with whose filters leave nothing. */
export function selectsNothing(planned: number): UsageError {
  return new UsageError(
    `--tags, --name and --rerun-failed select none of the ${planned} scenarios. Loosen them, or leave them out.`,
  );
}

/** Nothing selected by the user's words is the user's error; anything else is the harness's. */
function assertSelection({ filters, features }: RunPlan, { collector, complaints }: Execution): void {
  const planned = plannedScenarios(features);
  const { selected, parseErrors } = collector;
  if (parseErrors.length > 0 || (filters.length === 0 && selected.size < planned)) {
    const says = [...parseErrors, complaints.trim()].filter((each) => each !== '').join('\n');
    throw new Error(
      `cucumber took up ${selected.size} of the ${planned} scenarios. It says: ${says === '' ? 'nothing' : says}`,
    );
  }
  if (planned === 0 || selected.size > 0) {
    return;
  }
  throw selectsNothing(planned);
}

/** Someone stopped the run before it had come to its scenarios: there is nothing to judge. */
export class NothingRan extends Error {
  override readonly name = 'NothingRan';
}

/** How someone may stop a run. */
export interface RunControl {
  /**
   * Aborted when someone stops the run; the reason is the exit code, an `InterruptedExitCode`. What was executing goes on in
   * this process, and counts no more: the process must end soon.
   */
  readonly interrupt?: AbortSignal;
}

function exitCodeOf({ interrupt }: RunControl): InterruptedExitCode | undefined {
  return interrupt?.aborted === true ? (interrupt.reason as InterruptedExitCode) : undefined;
}

/** Executes to the end, or until someone stops it. @throws NothingRan */
async function executeUntilStopped(
  directory: string,
  plan: RunPlan,
  listener: CollectListener,
  { interrupt }: RunControl,
): Promise<Execution> {
  let soFar: (() => Execution) | undefined;
  const whole = executeWithEngine(directory, plan, {
    listener,
    ...(interrupt === undefined ? {} : { interrupt }),
    begun: (answer) => {
      soFar = answer;
    },
  });
  // What is stopped ends with an error of its own.
  whole.catch(() => undefined);
  const execution = (await Promise.race([whole, whenAborted(interrupt)])) ?? soFar?.();
  if (execution === undefined || (interrupt?.aborted === true && execution.collector.selected.size === 0)) {
    throw new NothingRan('The run was stopped before its first scenario.');
  }
  return execution;
}

function verdictOptions(
  { request }: RunPlan,
  { early, lostWorkers = [] }: Execution,
  interruptedBy: InterruptedExitCode | undefined,
): Omit<VerdictOptions, 'durationMs'> {
  return {
    strict: request.strict ?? false,
    cut: early?.isWanted === true,
    harnessFailed: lostWorkers.length > 0,
    ...(interruptedBy === undefined ? {} : { interruptedBy }),
    allDocuments: request.specs.length === 0,
  };
}

/**
 * Executes the plan's scenarios and judges every check of its documents. Where someone stops it, what has ended by then is
 * judged.
 *
 * @throws UsageError where the filters select nothing, the tags are not a tag expression, or the baseline is to be updated
 *   and the run turned out to be partial.
 * @throws NothingRan where someone stopped it before it had come to its scenarios.
 */
export async function runPlan(
  plan: RunPlan,
  listener: CollectListener = {},
  control: RunControl = {},
): Promise<JudgedRun> {
  const startedAt = new Date();
  const started = performance.now();
  const directory = temporaryDirectory(scratchRoot(), `syncproof-run-${process.pid}-`);
  const allowNetwork = forbidNetwork();
  try {
    const execution = await executeUntilStopped(directory.path, plan, listener, control);
    const interruptedBy = exitCodeOf(control);
    if (interruptedBy === undefined) {
      assertSelection(plan, execution);
    }
    await keepMessages(directory.path, plan, listener);
    const run = runLine(plan, startedAt, execution.collector.engine?.version);
    return judgeRun(plan, run, evidenceOf(plan, execution, interruptedBy !== undefined), {
      ...verdictOptions(plan, execution, interruptedBy),
      durationMs: performance.now() - started,
    });
  } finally {
    // What was stopped still runs: it must not reach the network meanwhile.
    if (exitCodeOf(control) === undefined) {
      allowNetwork();
      directory.remove();
    }
  }
}
