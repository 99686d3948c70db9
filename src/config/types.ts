/** The config file's contents, with every default filled in (docs/config.md). */

import type { DeclaredProperty } from '../model';

/** An engine that cannot be configured at run time: what it is set to. */
export interface FleetConfig {
  /** By the names that the documents write. */
  readonly systems: Readonly<Record<string, { readonly baseUrl: string; readonly token: string }>>;
  /** Slugs of the documents that are switched on; there unless `configuration` is. */
  readonly documents?: readonly string[];
  /** The file that the engine reads its configuration from when it starts. */
  readonly configuration?: string;
}

/** What acts on an engine besides the messages; each command is a program and its arguments. */
interface EngineCommands {
  readonly start?: readonly string[];
  readonly stop?: readonly string[];
  readonly kill?: readonly string[];
  readonly reset?: readonly string[];
  /** Answers 2xx once the daemon can be used. */
  readonly healthUrl?: string;
  readonly fleet?: FleetConfig;
  /** With `--transport proxy`, of a daemon that runs already: a fixed port, and where the certificate authority is kept. */
  readonly proxy?: { readonly port: number; readonly directory: string };
  /** How long the engine is watched where it synchronizes by itself, in seconds. */
  readonly continuous?: {
    /** Without a write until it counts as quiet. Default 2. */
    readonly quiet?: number;
    /** Until the harness waits no longer. Default 60. */
    readonly longest?: number;
  };
}

/** An engine under test: a program, a daemon, or a module. */
export type EngineConfig = EngineCommands &
  ({ readonly command: readonly string[] } | { readonly url: string } | { readonly module: string });

export interface SystemConfig {
  readonly profile?: string;
  /** Other names by which documents call the same system. Default: none. */
  readonly aliases: readonly string[];
  /** Datatype → dotted property path → facts. Default: empty. */
  readonly schema: Readonly<
    Record<string, { readonly properties: Readonly<Record<string, DeclaredProperty>> }>
  >;
}

/** A condition's predicate: one property, and exactly one of the others (decision D21). */
export interface ConditionConfig {
  readonly property: string;
  readonly equals?: unknown;
  readonly in?: readonly unknown[];
  readonly not?: unknown;
}

export type RuleSeverity = 'off' | 'info' | 'warning' | 'error';

export interface Config {
  /** The file it was read from, absolute; absent where there is none. */
  readonly file?: string;
  /** Absolute; the relative paths of the config count from here: the file's directory, or the cwd without a file. */
  readonly directory: string;
  /** Default `['specs/']`. */
  readonly specs: readonly string[];
  /** Documents that run together, each a slug or a glob of paths. Default: none. */
  readonly groups: readonly (readonly string[])[];
  readonly engines: Readonly<Record<string, EngineConfig>>;
  /** Default `reference`. */
  readonly engine: string;
  readonly systems: Readonly<Record<string, SystemConfig>>;
  readonly bindings: {
    readonly conditions: Readonly<Record<string, ConditionConfig>>;
    readonly references: Readonly<Record<string, string>>;
  };
  readonly policies: {
    /** Default true (decision D2). */
    readonly fullSync: boolean;
    /** Default `spread` (decision D13). */
    readonly clear: 'spread' | 'restore';
    /** Default `keep` (decision D19). */
    readonly deletes: 'keep' | 'propagate';
  };
  /** Lint rule → severity. Default: each rule's own. */
  readonly rules: Readonly<Record<string, RuleSeverity>>;
  readonly baseline?: string;
  readonly disputed: readonly { readonly check: string; readonly reason: string }[];
  /** What `junit.xml` says besides: check id, or a pattern with `*` → property → value. Default: nothing. */
  readonly junit: {
    readonly properties: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  /** Default `reports`. */
  readonly out: string;
  /** Default 1. */
  readonly parallel: number;
  /** Seconds. Default 60. */
  readonly timeout: number;
  /** Absent: `DEFAULT_SEED`. */
  readonly seed?: number;
  /** The values that `${NAME}` stood for: they must not be written anywhere. */
  readonly secrets: readonly string[];
}
