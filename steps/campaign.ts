/** What all scenarios of a process share: the documents, the mount, the engine's module. Loaded once. */
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { loadConfig, type Config } from '../src/config';
import { sectionSlugs, type DataflowDocument } from '../src/model';
import type { CreateEngine } from '../src/protocol';
import { readDocuments } from '../src/spec';
import { forbidNetwork, mountDirect, mountNock, type Mount } from '../src/systems';
import type { ScopedSection } from '../src/testbed';

/** cucumber's world parameters. */
export interface RunParameters {
  /** Directory that `specs` and `config` are relative to; default the current one. */
  readonly cwd?: string;
  /** Config file; default the one that is found from `cwd`. */
  readonly config?: string;
  /** Documents; default the config's. */
  readonly specs?: readonly string[];
  /** Path of the module that exports the engine's `createEngine`. */
  readonly engine: string;
  readonly transport?: 'nock' | 'direct';
  readonly seed?: number;
  /** For every answer of the engine, in seconds. */
  readonly timeout?: number;
}

export interface Campaign {
  readonly documents: ReadonlyMap<string, DataflowDocument>;
  readonly config: Config;
  readonly mount: Mount;
  readonly createEngine: CreateEngine;
  /** The state directories of the engines, removed at the end. */
  readonly stateRoot: string;
  readonly seed: number;
  /** Milliseconds. */
  readonly timeout: number;
}

let campaign: Promise<Campaign> | undefined;
let allowNetwork: (() => void) | undefined;

function loadEngine(path: string, cwd: string): CreateEngine {
  const file = isAbsolute(path) ? path : resolve(cwd, path);
  const loaded = createRequire(__filename)(file) as { createEngine?: CreateEngine };
  if (typeof loaded.createEngine !== 'function') {
    throw new Error(`The engine module ${file} exports no function "createEngine".`);
  }
  return loaded.createEngine;
}

/** Memory that looks like a directory, on systems that have it: what engines keep is thrown away after the run. */
const MEMORY = '/dev/shm';

function rootOfStates(): string {
  try {
    accessSync(MEMORY, constants.W_OK);
    return MEMORY;
  } catch {
    return tmpdir();
  }
}

/** Makes the directory of the engines' states; it goes with the process, however that ends in good order. */
function makeStateRoot(): string {
  const directory = mkdtempSync(join(rootOfStates(), 'syncproof-engines-'));
  process.once('exit', () => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

async function load(parameters: RunParameters): Promise<Campaign> {
  const cwd = parameters.cwd ?? process.cwd();
  const config = await loadConfig({
    cwd,
    ...(parameters.config === undefined ? {} : { file: parameters.config }),
  });
  const documents = await readDocuments(parameters.specs ?? config.specs, cwd);
  allowNetwork = forbidNetwork();
  return {
    documents: new Map(documents.map((document) => [document.slug, document])),
    config,
    mount: parameters.transport === 'direct' ? mountDirect() : mountNock(),
    createEngine: loadEngine(parameters.engine, cwd),
    stateRoot: makeStateRoot(),
    seed: parameters.seed ?? config.seed ?? 1,
    timeout: (parameters.timeout ?? config.timeout) * 1000,
  };
}

/** Loads the campaign at the first call; later ones get the same. */
export function campaignOf(parameters: RunParameters): Promise<Campaign> {
  campaign ??= load(parameters);
  return campaign;
}

/** Takes the mount down and lets the process reach its network again. */
export async function endCampaign(): Promise<void> {
  if (campaign !== undefined) {
    const { mount, stateRoot } = await campaign;
    mount.close();
    rmSync(stateRoot, { recursive: true, force: true });
  }
  allowNetwork?.();
  campaign = undefined;
}

/** The sections of a document, with what their checks' ids begin with. */
export function scopedSections(document: DataflowDocument): ScopedSection[] {
  const slugs = sectionSlugs(document);
  return document.sections.map((section, index) => ({
    section,
    document: document.slug,
    id: `${document.slug}/${slugs[index] ?? ''}`,
  }));
}
