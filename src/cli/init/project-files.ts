/** The files of a new project: the templates of this package, filled in. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../core/package-root';

/** In which form the engine is written. `http`: a daemon, in JavaScript. */
export const ENGINE_KINDS = ['node', 'python', 'http'] as const;
export type EngineKind = (typeof ENGINE_KINDS)[number];

/** Whose CI job is written. */
export const CI_KINDS = ['github', 'gitlab'] as const;
export type CiKind = (typeof CI_KINDS)[number];

export interface ProjectChoice {
  readonly engine: EngineKind;
  /** Absent: no CI job. */
  readonly ci?: CiKind;
}

/** A file that `init` writes. */
export interface ProjectFile {
  readonly role: 'config' | 'document' | 'engine' | 'ci';
  /** From the project's directory, with slashes. */
  readonly path: string;
  readonly text: string;
  /** What it is, in a few words. */
  readonly what: string;
}

const ENGINE_FILES: Readonly<Record<EngineKind, string>> = {
  node: 'engine.js',
  python: 'engine.py',
  http: 'daemon.js',
};

const CI_FILES: Readonly<Record<CiKind, { readonly template: string; readonly path: string }>> = {
  github: { template: 'github.yml', path: '.github/workflows/syncproof.yml' },
  gitlab: { template: 'gitlab.yml', path: '.gitlab-ci.yml' },
};

/** A line of a template, in place of which a part may come: `  # @engine`. */
const MARK = /^( *)# @(\w+)\n/gm;

function read(...path: readonly string[]): string {
  return readFileSync(join(packageRoot(), 'templates', ...path), 'utf8');
}

/**
 * A template in which each mark has given way to the part for this kind of engine, `parts/<template>-<mark>-<engine>.yaml`,
 * or, where there is none, to nothing.
 */
function filled(template: string, engine: EngineKind): string {
  const stem = template.replace(/\.\w+$/, '');
  return read(template).replace(MARK, (_, indent: string, mark: string) => {
    const part = join('parts', `${stem}-${mark}-${engine}.yaml`);
    const exists = existsSync(join(packageRoot(), 'templates', part));
    return exists ? read(part).replace(/^(?=.)/gm, indent) : '';
  });
}

/** All files of a new project, in the order in which people read them. */
export function projectFiles({ engine, ci }: ProjectChoice): ProjectFile[] {
  const engineFile = ENGINE_FILES[engine];
  const files: ProjectFile[] = [
    {
      role: 'config',
      path: 'syncproof.config.yaml',
      text: filled('config.yaml', engine),
      what: 'the config: where documents and engine are',
    },
    {
      role: 'document',
      path: 'specs/shop-to-ledger.rst',
      text: read('shop-to-ledger.rst'),
      what: 'a first document, to be replaced by yours',
    },
    {
      role: 'engine',
      path: `engine/${engineFile}`,
      text: read(engineFile),
      what: 'an engine to begin with; "Next" in it marks what to do next',
    },
  ];
  if (ci !== undefined) {
    const { template, path } = CI_FILES[ci];
    files.push({ role: 'ci', path, text: filled(template, engine), what: 'a CI job that shows the verdict' });
  }
  return files;
}
