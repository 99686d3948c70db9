/** `results.ndjson`: the stream that every other report is made from. */
import Ajv2020 from 'ajv/dist/2020';
import type { ValidateFunction } from 'ajv/dist/2020';
import schema from '../../schemas/results.json';
import type { CheckLine, ResultLine, RunResults } from '../verdict';

/** A file that is not a results file; says where, and how to fix it. */
export class ResultsError extends Error {
  override readonly name = 'ResultsError';

  /** @param line - of the file, from 1. */
  constructor(
    readonly line: number,
    what: string,
    help = 'run `syncproof run` again to rewrite the file',
  ) {
    super(`results line ${line}: ${what}; ${help}`);
  }
}

/** One JSON object a line: the run, the checks in the order of their documents, the summary; it ends in a line end. */
export function toNdjson({ run, checks, summary }: RunResults): string {
  return [run, ...checks, summary].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** The version of the lines' form that this version of syncproof reads and writes. */
const SCHEMA_VERSION = 1;

let validator: ValidateFunction<ResultLine> | undefined;

function validate(): ValidateFunction<ResultLine> {
  validator ??= new Ajv2020({ discriminator: true }).compile<ResultLine>(schema);
  return validator;
}

/** A file of a later form is not a damaged one: the user needs to know what to do about it. */
function assertReadableVersion(value: unknown, line: number): void {
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (typeof version === 'number' && version > SCHEMA_VERSION) {
    throw new ResultsError(
      line,
      `it has schemaVersion ${version}, and this version of syncproof reads ${SCHEMA_VERSION}`,
      'install a newer syncproof, or run `syncproof run` again with this one',
    );
  }
}

function parseLine(text: string, line: number): ResultLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ResultsError(line, 'not JSON');
  }
  assertReadableVersion(value, line);
  const isLine = validate();
  if (isLine(value)) {
    return value;
  }
  const error = isLine.errors?.[0];
  throw new ResultsError(line, `${error?.instancePath ?? ''} ${error?.message ?? 'is not a result'}`.trim());
}

/**
 * Reads what `toNdjson` wrote; members that it does not know are kept.
 *
 * @throws ResultsError where a line is not JSON or does not match the schema, or where the run line, the summary or the end of the
 *   file is missing.
 */
export function fromNdjson(text: string): RunResults {
  const lines = text.split('\n');
  if (lines.at(-1) === '') {
    lines.pop();
  }
  const parsed = lines.map((line, index) => parseLine(line, index + 1));
  const [run, ...rest] = parsed;
  const summary = rest.pop();
  if (run?.type !== 'run') {
    throw new ResultsError(1, 'the first line must have the type "run"');
  }
  if (summary?.type !== 'summary') {
    throw new ResultsError(parsed.length, 'the last line must have the type "summary"');
  }
  const checks = rest.map((line, index): CheckLine => {
    if (line.type !== 'check') {
      throw new ResultsError(index + 2, `"${line.type}" is among the checks`);
    }
    return line;
  });
  return { run, checks, summary };
}
