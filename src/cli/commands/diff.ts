/** `syncproof diff`: what is different between two versions of documents, and what must run again. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import {
  diffDocuments,
  diffPair,
  formatDiffJson,
  formatDiffMarkdown,
  formatDiffText,
  type DiffOptions,
  type Difference,
  type RunTarget,
} from '../../diff';
import { withReferences, type DataflowDocument, type DeclaredReferences } from '../../model';
import { declaredSystems } from '../../config/profiles';
import { UsageError } from '../../core/usage-error';
import { parseDocument } from '../../documents';
import type { Context } from '../context';

export type DiffFormat = 'text' | 'json' | 'markdown';

/** What the user wrote for the two versions. */
export interface DiffSpecs {
  readonly old: string;
  readonly now: string;
}

const STANDARD_INPUT = '-';

/** `one`: what the user named is a single document, not a place where documents are looked for. */
interface Version {
  readonly spec: string;
  readonly one: boolean;
  readonly documents: readonly DataflowDocument[];
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function readInput(): Promise<DataflowDocument> {
  if (process.stdin.isTTY) {
    throw new UsageError(
      '- is standard input, and nothing is piped into it. Pipe a document: git show HEAD:specs/x.rst | syncproof diff - specs/x.rst',
    );
  }
  return parseDocument({ path: 'standard input', bytes: await buffer(process.stdin) });
}

async function versionOf(context: Context, spec: string): Promise<Version> {
  if (spec === STANDARD_INPUT) {
    return { spec, one: true, documents: [await readInput()] };
  }
  return {
    spec,
    one: await isFile(resolve(context.terminal.cwd, spec)),
    documents: await context.documents([spec]),
  };
}

/** The document of a directory or glob that one document is compared with. @throws UsageError */
function namesake({ spec, documents }: Version, other: Version): DataflowDocument {
  if (other.spec === STANDARD_INPUT) {
    throw new UsageError(
      `What comes from standard input has no name, so no document of ${spec} can be chosen. Name the file that it is compared with.`,
    );
  }
  const slug = other.documents[0]?.slug ?? '';
  const found = documents.find((document) => document.slug === slug);
  if (found !== undefined) {
    return found;
  }
  const known = documents.map((document) => document.slug).join(', ');
  throw new UsageError(
    `${other.spec} has the short name ${slug}, and ${spec} holds no document of that name (it holds ${known}). Name the file that it is compared with.`,
  );
}

interface Compared {
  readonly difference: Difference;
  /** The words that select the new version on a command line. */
  readonly specs: readonly string[];
}

function compared(context: Context, old: Version, now: Version, options: DiffOptions): Compared {
  if (!old.one && !now.one) {
    return { difference: diffDocuments(old.documents, now.documents, options), specs: [now.spec] };
  }
  const before = old.one ? old.documents[0] : namesake(old, now);
  const after = now.one ? now.documents[0] : namesake(now, old);
  if (before === undefined || after === undefined) {
    throw new Error('A version was read and holds no document.');
  }
  if (now.spec === STANDARD_INPUT) {
    return { difference: diffPair(before, { ...after, slug: before.slug }, options), specs: [] };
  }
  const path = now.one ? now.spec : context.shown(resolve(context.base, after.path));
  return { difference: diffPair(before, after, options), specs: [path] };
}

/** Says on stderr which files are not documents: all of their content shows as removed or added. */
function warnOfStrangers(context: Context, versions: readonly Version[]): void {
  for (const { title, diagnostics } of versions.flatMap(({ documents }) => documents)) {
    const [wrong] = title === '' ? diagnostics.filter(({ severity }) => severity === 'error') : [];
    if (wrong !== undefined) {
      context.terminal.err(`${wrong.path}:${wrong.line}:${wrong.column} ${wrong.message}\n`);
    }
  }
}

function written(
  context: Context,
  { old, now }: DiffSpecs,
  format: DiffFormat,
  { difference, specs }: Compared,
): string {
  const { config } = context.options;
  const target: RunTarget = { specs, ...(config === undefined ? {} : { config }) };
  const { isTerminal, columns } = context.terminal;
  switch (format) {
    case 'json':
      return formatDiffJson(difference, { old, new: now }, target);
    case 'markdown':
      return formatDiffMarkdown(difference, target);
    case 'text': {
      const width = isTerminal ? { width: columns } : {};
      return formatDiffText(difference, { ...target, colour: context.colour, ...width });
    }
  }
}

/** The version, with what its rows refer to: that decides what can be tried. */
function withReferencesOf(version: Version, stated: DeclaredReferences): Version {
  return { ...version, documents: withReferences(version.documents, stated) };
}

/** Prints the difference; answers 0 when both versions could be read. @throws UsageError */
export async function diffCommand(context: Context, specs: DiffSpecs, format: DiffFormat): Promise<number> {
  if (specs.old === STANDARD_INPUT && specs.now === STANDARD_INPUT) {
    throw new UsageError(
      'Only one of both versions can come from standard input. Name a file for the other.',
    );
  }
  const old = await versionOf(context, specs.old);
  const now = await versionOf(context, specs.now);
  warnOfStrangers(context, [old, now]);
  const documents = [...old.documents, ...now.documents];
  const systems = declaredSystems(context.config, await context.profiles(), documents);
  const stated = { bindings: context.config.bindings.references, systems };
  const found = compared(context, withReferencesOf(old, stated), withReferencesOf(now, stated), { systems });
  context.terminal.out(written(context, specs, format, found));
  return 0;
}
