/** What a run is about, before anything is executed. */
import { DEFAULT_SEED } from '../../config';
import { generateFeatures, type GeneratedFeature, type ScenarioProfile } from '../../scenarios';
import { assertProxyInstalled } from '../../systems';
import { quietLimits, testConditions, type TestConditions, type TransportName } from '../../testbed';
import { cutGroups, disputedChecks, groupsOf } from './groups';
import type { Baseline } from '../../verdict';
import { assertFleetDocuments } from './fleet';
import { locateEngine } from './locate-engine';
import type { Project } from './read';
import { filtersOf, type ScenarioFilter, type TagSelection } from './selection';
import { assertProxyReachesDaemon, isProxy, transportFor } from './transport';

/** What the user asks of a run; what is absent comes from the config, or from the defaults. */
export interface RunRequest {
  /** As the user named them; empty for the config's. */
  readonly specs: readonly string[];
  readonly engine?: string;
  readonly tags?: string;
  readonly name: readonly string[];
  /** What else selects scenarios: all of it and `tags` and `name` together. Default: nothing. */
  readonly only?: readonly TagSelection[];
  readonly parallel?: number;
  /** Default: what suits the engine. */
  readonly transport?: TransportName;
  readonly seed?: number;
  /** Longest wait for an answer of the engine, in seconds. */
  readonly timeout?: number;
  readonly strict?: boolean;
  /** Which scenarios are generated. Default `core`. */
  readonly profile?: ScenarioProfile;
  readonly bail?: boolean;
  /** The baseline file, as the user named it. */
  readonly baseline?: string;
  /** The baseline is to be made right by this run. */
  readonly updateBaseline?: boolean;
  /** The file that gets cucumber's messages. Default: none are written. */
  readonly messages?: string;
}

/** A baseline as a run needs it. */
export interface PlannedBaseline {
  /** As people at the terminal write it. */
  readonly path: string;
  readonly known: Baseline;
  /** Check id → the entry's line in the file. */
  readonly lines: ReadonlyMap<string, number>;
}

/** All that a run needs: config, documents and profiles are not read again. */
export interface RunPlan extends Pick<Project, 'cwd' | 'documents'> {
  /** The config file that the user named, as they wrote it. */
  readonly configFile?: string;
  readonly request: RunRequest;
  readonly features: readonly GeneratedFeature[];
  /** What narrows the scenarios; none where all of them run. */
  readonly filters: readonly ScenarioFilter[];
  /** Processes. */
  readonly parallel: number;
  /** What every process of the run gets. */
  readonly conditions: TestConditions;
  /** Check id → reason. */
  readonly disputed: ReadonlyMap<string, string>;
  /** Slugs of documents of whose group only a part was read. */
  readonly cutGroups: ReadonlySet<string>;
  /** What is known to fail; absent: nothing is. */
  readonly baseline?: PlannedBaseline;
}

/** The features of the documents, by what config and profiles say of systems and groups. @throws UsageError */
export function featuresOf(project: Project, profile: ScenarioProfile = 'core'): GeneratedFeature[] {
  return generateFeatures(project.documents, {
    profile,
    systems: project.declared,
    groups: groupsOf(project.config, project),
  });
}

/**
 * Plans a run. Nothing is executed or written.
 *
 * @param configFile - as the user named it.
 * @throws UsageError where there is no such engine, it cannot be loaded or reaches no system by the transport, a name
 *   pattern is not a regular expression, the config names groups or disputed checks that are not there, or the transport
 *   needs a package that is not installed.
 */
export async function planRun(project: Project, request: RunRequest, configFile?: string): Promise<RunPlan> {
  const { config, cwd, documents, profiles, declared } = project;
  const filters = filtersOf(request);
  const timeout = (request.timeout ?? config.timeout) * 1000;
  const engine = await locateEngine(request.engine ?? config.engine, config, timeout);
  assertFleetDocuments(engine, project);
  const transport = transportFor(engine, request.transport);
  if (isProxy(transport)) {
    assertProxyInstalled();
    assertProxyReachesDaemon(engine);
  }
  return {
    ...{ cwd, documents, request, filters },
    ...(configFile === undefined ? {} : { configFile }),
    conditions: testConditions({
      ...{ documents, profiles, declared, engine, timeout },
      quiet: quietLimits(config.engines[engine.name]?.continuous),
      bindings: config.bindings,
      policies: config.policies,
      transport,
      seed: request.seed ?? config.seed ?? DEFAULT_SEED,
    }),
    features: featuresOf(project, request.profile),
    disputed: disputedChecks(config, project),
    cutGroups: cutGroups(config, project),
    parallel: request.parallel ?? config.parallel,
  };
}

/** How many scenarios were generated. */
export function plannedScenarios(features: readonly GeneratedFeature[]): number {
  return features.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
}
