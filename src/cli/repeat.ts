/** The command that repeats a run. */

/** What a run was asked to do, as far as it changes what is run. */
export interface Repeatable {
  readonly engine: string;
  readonly seed: number;
  readonly transport: string;
  readonly tags?: string;
  readonly name: readonly string[];
}

function quoted(text: string): string {
  return /^[\w./:@=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A line for a POSIX shell. */
export function repeatingCommand(specs: readonly string[], { engine, seed, transport, tags, name }: Repeatable): string {
  const words = ['syncproof', 'run', ...specs, '--engine', engine, '--seed', `${seed}`];
  if (transport !== 'nock') words.push('--transport', transport);
  if (tags !== undefined) words.push('--tags', tags);
  for (const pattern of name) words.push('--name', pattern);
  return words.map(quoted).join(' ');
}
