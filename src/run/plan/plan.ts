/** What a run is about, before anything is executed. */
import type { Config } from '../../config';
import type { DataflowDocument } from '../../model';
import { declaredSystems, type Profiles } from '../../config/profiles';
import { generateFeatures, type GeneratedFeature } from '../../scenarios';
import { UsageError } from '../../core/usage-error';
import { engineModule, type EngineLocation } from './locate-engine';
import { disputedChecks, groupsOf, type LoadedDocuments } from './groups';

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
  readonly transport: 'nock' | 'http' | 'direct';
  readonly seed?: number;
  /** Longest wait for an answer of the engine, in seconds. */
  readonly timeout?: number;
  readonly strict?: boolean;
  readonly bail?: boolean;
}

export interface RunPlan {
  /** Directory that the documents' paths are relative to. */
  readonly cwd: string;
  readonly config: Config;
  /** The config file that the user named, as they wrote it. */
  readonly configFile?: string;
  readonly profiles: Profiles;
  readonly documents: readonly DataflowDocument[];
  readonly features: readonly GeneratedFeature[];
  readonly engine: string;
  readonly location: EngineLocation;
  readonly seed: number;
  /** Check id → reason. */
  readonly disputed: ReadonlyMap<string, string>;
  readonly request: RunRequest;
}

/** The features of the documents, by what config and profiles say of systems and groups. @throws UsageError */
export function featuresOf(config: Config, profiles: Profiles, reading: LoadedDocuments): GeneratedFeature[] {
  return generateFeatures(reading.documents, {
    systems: declaredSystems(config, profiles, reading.documents),
    groups: groupsOf(config, reading),
  });
}

/** @throws UsageError where a pattern of `--name` is no regular expression. */
function assertPatterns(patterns: readonly string[]): void {
  for (const pattern of patterns) {
    try {
      new RegExp(pattern);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError(
        `--name '${pattern}' is no regular expression: ${why}. Put a backslash before what is meant literally.`,
        { cause: error },
      );
    }
  }
}

export interface PlanOptions {
  readonly cwd: string;
  readonly config: Config;
  readonly configFile?: string;
  readonly profiles: Profiles;
  readonly documents: readonly DataflowDocument[];
  readonly request: RunRequest;
}

/**
 * Plans a run. Nothing is executed or written.
 *
 * @throws UsageError where there is no such engine or it cannot be loaded, a name pattern is no regular expression, or the
 *   config names groups or disputed checks that are not there.
 */
export function planRun({ request, ...rest }: PlanOptions): RunPlan {
  const { config, cwd, documents, profiles } = rest;
  const engine = request.engine ?? config.engine;
  const reading: LoadedDocuments = { cwd, documents, isComplete: request.specs.length === 0 };
  assertPatterns(request.name);
  return {
    ...rest,
    request,
    engine,
    location: engineModule(engine, config),
    features: featuresOf(config, profiles, reading),
    disputed: disputedChecks(config, reading),
    seed: request.seed ?? config.seed ?? DEFAULT_SEED,
  };
}

/** How many scenarios were generated. */
export function plannedScenarios(features: readonly GeneratedFeature[]): number {
  return features.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
}
