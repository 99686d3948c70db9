/** Several runs side by side: every sentence and row with its state in each of them, what differs apart from the rest. */
import type { CheckLine, CheckStatus, RunResults } from '../../verdict';

/** A run that is compared, and where its results are. */
export interface ComparedRun {
  /** The reports' directory, as people at the terminal write it. */
  readonly directory: string;
  readonly results: RunResults;
}

/** A run as a column: what it is called, which no other column is. */
export interface ComparedColumn extends ComparedRun {
  readonly name: string;
}

/** What a run says of a check: a line, or nothing, where its documents have no such check. */
export type ComparedCell = CheckLine | undefined;

export interface ComparedRow {
  readonly id: string;
  /** The check as the first run that has it writes it. */
  readonly line: CheckLine;
  /** One for each column. */
  readonly cells: readonly ComparedCell[];
}

/** A document that is not the same file in all runs. */
export interface ComparedDocument {
  readonly slug: string;
  /** One for each column: the SHA-256 of its bytes; `undefined` where the run had no such document. */
  readonly sha256: readonly (string | undefined)[];
}

export interface RunComparison {
  readonly columns: readonly ComparedColumn[];
  /** Documents of which the runs had different versions, or which some of them had not. */
  readonly documents: readonly ComparedDocument[];
  /** Rows of which two runs say different things. */
  readonly differing: readonly ComparedRow[];
  /** Rows of which some runs say nothing, and the others the same. */
  readonly incomplete: readonly ComparedRow[];
  /** Rows of which all runs say the same. */
  readonly alike: readonly ComparedRow[];
}

/** A run's engine, as its reports name it. */
export function engineName({ run: { engine } }: RunResults): string {
  return `${engine.name} ${engine.version}`;
}

function columnsOf(runs: readonly ComparedRun[]): ComparedColumn[] {
  const names = runs.map(({ results }) => engineName(results));
  return runs.map((run, at) => {
    const name = names[at] ?? '';
    const isAlone = names.filter((other) => other === name).length === 1;
    return { ...run, name: isAlone ? name : `${name} (${run.directory})` };
  });
}

/** The documents of all runs that are not the same everywhere, in the order in which they are first named. */
function documentsOf(runs: readonly ComparedRun[]): ComparedDocument[] {
  const versions = runs.map(
    ({ results }) => new Map(results.run.documents.map(({ slug, sha256 }) => [slug, sha256])),
  );
  const slugs = new Set(versions.flatMap((known) => [...known.keys()]));
  return [...slugs]
    .map((slug) => ({ slug, sha256: versions.map((known) => known.get(slug)) }))
    .filter(({ sha256 }) => new Set(sha256).size > 1);
}

/**
 * The ids of all runs in one order: that of the first run; what another has besides goes behind what is before it there.
 */
function mergedIds(lists: readonly (readonly string[])[]): string[] {
  const next = new Map<string, string>();
  const known = new Set<string>();
  const first = '';
  for (const list of lists) {
    let before = first;
    for (const id of list) {
      if (!known.has(id)) {
        const after = next.get(before);
        next.set(before, id);
        known.add(id);
        if (after !== undefined) {
          next.set(id, after);
        }
      }
      before = id;
    }
  }
  const ids: string[] = [];
  for (let id = next.get(first); id !== undefined; id = next.get(id)) {
    ids.push(id);
  }
  return ids;
}

/** The run says something of the check: it has it, and looked at it. */
function says(cell: ComparedCell): cell is CheckLine {
  return cell !== undefined && cell.status !== 'not-selected';
}

function statesOf({ cells }: ComparedRow): Set<CheckStatus> {
  return new Set(cells.filter(says).map(({ status }) => status));
}

/**
 * Compares runs, each by what its results say. A check that a run does not have is `undefined` there, as one that it did
 * not select counts for nothing: neither makes a row differ.
 *
 * @param runs - two or more, in the order of the columns.
 */
export function compareRuns(runs: readonly ComparedRun[]): RunComparison {
  const lists = runs.map(({ results }) => results.checks.filter(({ status }) => status !== 'informative'));
  const byId = lists.map((lines) => new Map(lines.map((line) => [line.id, line])));
  const rows = mergedIds(lists.map((lines) => lines.map(({ id }) => id))).flatMap((id): ComparedRow[] => {
    const cells = byId.map((lines) => lines.get(id));
    const line = cells.find((cell) => cell !== undefined);
    return line === undefined ? [] : [{ id, line, cells }];
  });
  const differing = rows.filter((row) => statesOf(row).size > 1);
  const agreed = rows.filter((row) => statesOf(row).size <= 1);
  return {
    columns: columnsOf(runs),
    documents: documentsOf(runs),
    differing,
    incomplete: agreed.filter(({ cells }) => !cells.every(says)),
    alike: agreed.filter(({ cells }) => cells.every(says)),
  };
}

/** What a cell says, in one word. */
export function wordOf(cell: ComparedCell): CheckStatus | 'absent' {
  return cell?.status ?? 'absent';
}

/** How the runs were made differently: facts of which two runs have different ones; one text for each column. */
export function differentFacts({
  columns,
}: RunComparison): (readonly [fact: string, values: readonly string[]])[] {
  const runs = columns.map(({ results }) => results.run);
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ['seed', runs.map(({ seed }) => `${seed}`)],
    ['transport', runs.map(({ transport }) => transport)],
    ['syncproof', runs.map(({ syncproof }) => syncproof)],
    ['baseline', runs.map(({ baseline }) => baseline ?? 'none')],
  ];
  return facts.filter(([, values]) => new Set(values).size > 1);
}
