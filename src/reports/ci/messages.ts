/** `messages.ndjson`: cucumber's messages of the run, for its formatters and for importers of other programs. */
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';

/** Messages of ids, times and states alone: nothing in them could be a secret. */
const WITHOUT_TEXT = /^\{"(?:testCase|testCaseStarted|testStepStarted|testCaseFinished|testRunStarted)":/;

async function* redactedLines(
  file: string,
  redactValue: (value: unknown) => unknown,
): AsyncGenerator<string> {
  const input = createReadStream(file, 'utf8');
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line !== '') {
      yield WITHOUT_TEXT.test(line) ? `${line}\n` : `${JSON.stringify(redactValue(JSON.parse(line)))}\n`;
    }
  }
}

/**
 * Copies a file of messages, one JSON object a line, with secrets taken out of every string.
 *
 * @param redactValue - takes the secrets out of a JSON value.
 * @throws the file system's error; SyntaxError where a line is not JSON.
 */
export async function copyMessages(
  from: string,
  to: string,
  redactValue: (value: unknown) => unknown,
): Promise<void> {
  await pipeline(redactedLines(from, redactValue), createWriteStream(to));
}
