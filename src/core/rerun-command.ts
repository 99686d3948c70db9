/** The command line that repeats a run or a part of it, for a POSIX shell. */
import { shellWord } from './text';

/** What decides which scenarios `syncproof run` runs, and how; what is absent is left to the config and the defaults. */
export interface RerunOptions {
  /** Words that select the documents, as the user wrote them; empty: the config's own. */
  readonly specs: readonly string[];
  readonly engine?: string;
  readonly seed?: number;
  /** The config file that the user named. */
  readonly config?: string;
  readonly transport?: string;
  readonly tags?: string;
  /** Patterns for the names of scenarios. */
  readonly name?: readonly string[];
  /** `full`, where more than the core scenarios run. */
  readonly profile?: string;
  /** The file of known failures that the user named. */
  readonly baseline?: string;
  /** Only what failed in the last run. Default false. */
  readonly rerunFailed?: boolean;
}

/** What else selects scenarios, and would not select the same ones the next time. */
const SELECTS_ANEW = '--rerun-failed';

function option(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [`--${name}`, `${value}`];
}

/** `npx syncproof run …` with these options, as one line. */
export function rerunCommand({
  specs,
  engine,
  seed,
  config,
  transport,
  tags,
  name = [],
  baseline,
  profile,
  rerunFailed = false,
}: RerunOptions): string {
  return [
    'npx syncproof run',
    ...[
      ...specs,
      ...option('engine', engine),
      ...option('seed', seed),
      ...option('config', config),
      ...option('transport', transport),
      ...option('tags', tags),
      ...option('profile', profile),
      ...option('baseline', baseline),
      ...name.flatMap((pattern) => option('name', pattern)),
    ].map(shellWord),
    ...(rerunFailed ? [SELECTS_ANEW] : []),
  ].join(' ');
}

/** A word of such a command, as it is written: what quotes hold belongs to it. */
const WRITTEN_WORD = /(?:[^\s'\\]|'[^']*'|\\.)+/g;

/** A command of `rerunCommand` with these tags in the place of its own. */
export function withTags(command: string, tags: string): string {
  const words = command.match(WRITTEN_WORD) ?? [];
  const kept = words.filter(
    (word, at) => word !== '--tags' && words[at - 1] !== '--tags' && word !== SELECTS_ANEW,
  );
  return [...kept, ...option('tags', tags).map(shellWord)].join(' ');
}
