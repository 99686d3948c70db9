/** What a run is about, before anything is executed. */
import type { Config } from '../config';
import type { DataflowDocument } from '../model';
import { generateFeatures, type GeneratedFeature } from '../scenarios';
import { engineModule } from './engines';
import { groupsOf } from './groups';

/** The seed of a run for which no one chooses another. */
const DEFAULT_SEED = 1;

/** What the user asks of a run; what is absent comes from the config, or from the defaults. */
export interface RunRequest {
  /** As the user named them; empty for the config's. */
  readonly specs: readonly string[];
  readonly engine?: string;
  readonly tags?: string;
  readonly name: readonly string[];
  readonly parallel?: number;
  readonly transport: 'nock' | 'direct';
  readonly seed?: number;
  /** Longest wait for an answer of the engine, in seconds. */
  readonly timeout?: number;
  readonly strict?: boolean;
  readonly bail?: boolean;
}

export interface Plan {
  readonly cwd: string;
  readonly config: Config;
  /** The config file that the user named. */
  readonly configFile?: string;
  readonly documents: readonly DataflowDocument[];
  readonly features: readonly GeneratedFeature[];
  readonly engine: string;
  /** Path of the module that makes the engine. */
  readonly module: string;
  readonly seed: number;
  readonly request: RunRequest;
}

/** The features of the documents, by what the config says of systems and groups. */
export function featuresOf(config: Config, documents: readonly DataflowDocument[]): GeneratedFeature[] {
  return generateFeatures(documents, { systems: config.systems, groups: groupsOf(config.groups, documents) });
}

export interface PlanOptions {
  readonly cwd: string;
  readonly config: Config;
  readonly configFile?: string;
  readonly documents: readonly DataflowDocument[];
  readonly request: RunRequest;
}

/** Plans a run. @throws UsageError where there is no such engine. */
export function planRun({ request, ...rest }: PlanOptions): Plan {
  const { config, cwd, documents } = rest;
  const engine = request.engine ?? config.engine;
  return {
    ...rest,
    request,
    engine,
    module: engineModule(engine, config, cwd),
    features: featuresOf(config, documents),
    seed: request.seed ?? config.seed ?? DEFAULT_SEED,
  };
}

/** How many scenarios were generated. */
export function plannedScenarios(features: readonly GeneratedFeature[]): number {
  return features.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
}
