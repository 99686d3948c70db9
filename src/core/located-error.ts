/** A place in a file; both count from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with the file. */
export interface LocatedProblem {
  readonly place?: TextPosition;
  readonly what: string;
  /** How to fix it. */
  readonly help: string;
}

/**
 * A file of the user's cannot be used (exit code 2). The message has a line for each problem, sorted by place:
 * `file:line:column: what: how to fix it`.
 */
export class LocatedError extends Error {
  override readonly name = 'LocatedError';

  constructor(
    readonly file: string,
    readonly problems: readonly LocatedProblem[],
  ) {
    super(problems.map((problem) => lineOf(file, problem)).join('\n'));
  }
}

function lineOf(file: string, { place, what, help }: LocatedProblem): string {
  const where = place === undefined ? file : `${file}:${place.line}:${place.column}`;
  return `${where}: ${what}; ${help}`;
}
