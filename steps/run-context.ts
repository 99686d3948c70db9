/** What all scenarios of a process share: the documents, the mount, the engine's module. Loaded once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { loadConfig, type Config } from '../src/config';
import { sectionSlugs, type DataflowDocument, type DeclaredSystems } from '../src/model';
import { loadProfiles, declaredSystems, type Profiles } from '../src/config/profiles';
import type { CreateEngine } from '../src/protocol';
import { readDocuments } from '../src/documents';
import { forbidNetwork, openDirect, openHttp, openNock, type Transport } from '../src/systems';
import { stepLabel } from '../src/scenarios/steps';
import { RunProgress } from './run-progress';
import { scratchRoot } from '../src/core/temporary-directory';
import { Scope, type ScopedSection } from '../src/testbed';

/** How the engine reaches the mocked systems. */
export type TransportName = 'nock' | 'http' | 'direct';

/** cucumber's world parameters. */
export interface RunParameters {
  /** Directory that `specs` and `config` are relative to; default the current one. */
  readonly cwd?: string;
  /** Config file; default the one that is found from `cwd`. */
  readonly config?: string;
  /** Documents; default the config's. */
  readonly specs?: readonly string[];
  /** Path of the engine's module. */
  readonly engine: string;
  /** What the module exports the engine as; default `createEngine`. */
  readonly engineExport?: string | null;
  /** The export is a function from these to `createEngine`. */
  readonly engineParameters?: readonly number[] | null;
  readonly transport?: TransportName;
  readonly seed?: number;
  /** For every answer of the engine, in seconds. */
  readonly timeout?: number;
  /** A directory that the run removes, however it ends; default one of this process's own. */
  readonly scratch?: string;
}

export interface RunContext {
  /** The documents' sections, by the documents' slugs. */
  readonly sections: ReadonlyMap<string, readonly ScopedSection[]>;
  readonly config: Config;
  readonly profiles: Profiles;
  /** Systems with an API of their own speak it, because the engine says that it can. */
  readonly native: boolean;
  readonly transport: Transport;
  readonly createEngine: CreateEngine;
  /** The scope of sections; the same sections get the same one. */
  readonly scopeOf: (sections: readonly ScopedSection[]) => Scope;
  readonly progress: RunProgress;
  /** The state directories of the engines, removed at the end. */
  readonly stateRoot: string;
  readonly seed: number;
  /** Milliseconds. */
  readonly timeout: number;
}

let runContext: Promise<RunContext> | undefined;
let allowNetwork: (() => void) | undefined;

function loadEngine({ engine, engineExport, engineParameters }: RunParameters, cwd: string): CreateEngine {
  const file = isAbsolute(engine) ? engine : resolve(cwd, engine);
  const name = engineExport ?? 'createEngine';
  const loaded = createRequire(__filename)(file) as Readonly<Record<string, unknown>>;
  const exported = loaded[name];
  if (typeof exported !== 'function') {
    throw new Error(`The engine module ${file} exports no function "${name}".`);
  }
  return engineParameters == null
    ? (exported as CreateEngine)
    : (exported as (...parameters: number[]) => CreateEngine)(...engineParameters);
}

/** Makes the directory of the engines' states; without a run around it, it goes with the process. */
function makeStateRoot(scratch: string | undefined): string {
  const directory = mkdtempSync(join(scratch ?? scratchRoot(), 'syncproof-engines-'));
  if (scratch !== undefined) {
    return directory;
  }
  process.once('exit', () => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

function rememberScopes(stated: DeclaredSystems): RunContext['scopeOf'] {
  const scopes = new Map<string, Scope>();
  return (sections) => {
    const key = sections.map(({ id }) => id).join(' ');
    const scope = scopes.get(key) ?? new Scope(sections, stated, stepLabel);
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

const OPEN: Readonly<Record<TransportName, () => Transport | Promise<Transport>>> = {
  nock: openNock,
  http: openHttp,
  direct: openDirect,
};

/**
 * Whether the engine says that it speaks APIs of their own. One that says nothing sensible, or nothing in time, speaks
 * none; its scenarios tell what is wrong with it.
 */
async function claimsNative(createEngine: CreateEngine, timeout: number): Promise<boolean> {
  const fetch = (): Promise<never> => Promise.reject(new TypeError('fetch failed'));
  const ask = async (): Promise<boolean> => {
    const engine = createEngine({ fetch, log: () => undefined });
    const { capabilities } = await engine.hello({ protocol: 1 });
    void engine.stop().catch(() => undefined);
    return capabilities.includes('native');
  };
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, timeout, false);
  });
  try {
    return await Promise.race([ask(), limit]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function load(parameters: RunParameters): Promise<RunContext> {
  const cwd = parameters.cwd ?? process.cwd();
  const config = await loadConfig({
    cwd,
    ...(parameters.config === undefined ? {} : { file: parameters.config }),
  });
  const documents = await readDocuments(parameters.specs ?? config.specs, cwd);
  const profiles = await loadProfiles(config);
  const createEngine = loadEngine(parameters, cwd);
  const timeout = (parameters.timeout ?? config.timeout) * 1000;
  endWithTheRun();
  allowNetwork = forbidNetwork();
  return {
    sections: new Map(documents.map((document) => [document.slug, scopedSections(document)])),
    config,
    profiles,
    native: await claimsNative(createEngine, timeout),
    transport: await OPEN[parameters.transport ?? 'nock'](),
    createEngine,
    scopeOf: rememberScopes(declaredSystems(config, profiles, documents)),
    progress: new RunProgress(),
    stateRoot: makeStateRoot(parameters.scratch),
    seed: parameters.seed ?? config.seed ?? 1,
    timeout,
  };
}

/** Loads the campaign at the first call; later ones get the same. */
export function runContextOf(parameters: RunParameters): Promise<RunContext> {
  runContext ??= load(parameters);
  return runContext;
}

/** Takes the mount down and lets the process reach its network again. */
export async function endRunContext(): Promise<void> {
  if (runContext !== undefined) {
    const { transport, stateRoot } = await runContext;
    transport.close();
    rmSync(stateRoot, { recursive: true, force: true });
  }
  allowNetwork?.();
  runContext = undefined;
}

/** The sections of a document, with what their checks' ids begin with. */
function scopedSections(document: DataflowDocument): ScopedSection[] {
  const slugs = sectionSlugs(document);
  return document.sections.map((section, index) => ({
    section,
    document: document.slug,
    id: `${document.slug}/${slugs[index] ?? ''}`,
  }));
}
