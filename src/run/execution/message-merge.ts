/** The messages of all processes of a run as one stream, as a single run of cucumber would have written it. */
import { createWriteStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Timestamp } from '@cucumber/messages';
import { closeMessageFile, LINE, RUN_ID } from './message-file';

/** Definitions are written in this order. */
const ORDER = ['meta', 'source', 'gherkinDocument', 'pickle', 'parameterType', 'stepDefinition', 'hook'];

/** Cucumber's own words for what makes a run unsuccessful. */
const UNSUCCESSFUL = /"status":"(?:FAILED|UNDEFINED|AMBIGUOUS|PENDING|UNKNOWN)"/;

class Messages {
  private readonly definitions = new Map<string, string>();
  /** Id of the test case → its envelopes, the test case itself first. */
  private readonly scenarios = new Map<string, readonly string[]>();
  private readonly times: Timestamp[] = [];
  private isSuccess = true;

  /** Adds what a process wrote; of a scenario that was run twice, what was added last counts. */
  add(text: string): void {
    let events: string[] = [];
    // A process that was killed may have left half a line at the end.
    for (const line of text.split('\n').slice(0, -1)) {
      const [kind, rest = ''] = splitAt(line);
      if (kind === LINE.definition) {
        const [key, json = ''] = splitAt(rest);
        this.definitions.set(decodeURIComponent(key), json);
      } else if (kind === LINE.scenario) {
        events = [];
        this.scenarios.set(decodeURIComponent(rest), events);
      } else if (kind === LINE.event) {
        events.push(rest);
      } else if (kind === LINE.run) {
        this.times.push(timestampOf(rest));
      }
    }
  }

  /** Each with its line end. */
  *lines(): Generator<string> {
    for (const line of this.envelopes()) {
      yield `${line}\n`;
    }
  }

  private *envelopes(): Generator<string> {
    yield* this.definitionLines();
    const scenarios = [...this.scenarios].sort(([one], [other]) => byPlace(one, other));
    const [first, last] = this.limits(scenarios.map(([, events]) => events));
    yield JSON.stringify({ testRunStarted: { id: RUN_ID, timestamp: first } });
    for (const [, events] of scenarios) {
      yield events[0] ?? '';
    }
    for (const [, events] of scenarios) {
      for (const event of events.slice(1)) {
        this.isSuccess &&= !(event.startsWith('{"testStepFinished"') && UNSUCCESSFUL.test(event));
        yield event;
      }
    }
    const testRunFinished = { testRunStartedId: RUN_ID, timestamp: last, success: this.isSuccess };
    yield JSON.stringify({ testRunFinished });
  }

  /** Keys of the pickles that were run, and of their features: a process defines what its batches are near to. */
  private usedKeys(): ReadonlySet<string> {
    const pickles = [...this.scenarios.keys()].map((id) => id.replace(/\/case$/, ''));
    const features = pickles.map((id) => id.replace(/:\d+$/, ''));
    return new Set([
      ...pickles.map((id) => `pickle ${id}`),
      ...features.flatMap((uri) => [`source ${uri}`, `gherkinDocument ${uri}`]),
    ]);
  }

  private *definitionLines(): Generator<string> {
    const used = this.usedKeys();
    for (const kind of ORDER) {
      const isOfKind = (key: string): boolean =>
        key === kind || key.startsWith(`${kind} `) || key.startsWith(`${kind}-`);
      const found = [...this.definitions].filter(
        ([key]) => isOfKind(key) && (!key.includes(' ') || used.has(key)),
      );
      yield* found.sort(([one], [other]) => byPlace(one, other)).map(([, json]) => json);
    }
  }

  /** When the run began and ended, as far as anybody wrote it. */
  private limits(scenarios: readonly (readonly string[])[]): readonly [Timestamp, Timestamp] {
    const ends = scenarios.flatMap((events) => {
      const end = events.at(-1);
      return end === undefined ? [] : [timestampOf(end)];
    });
    const times = [...this.times, ...ends].sort(
      (one, other) => one.seconds - other.seconds || one.nanos - other.nanos,
    );
    const none = { seconds: 0, nanos: 0 };
    return [times[0] ?? none, times.at(-1) ?? none];
  }
}

function splitAt(line: string): readonly [string, string?] {
  const at = line.indexOf(' ');
  return at === -1 ? [line] : [line.slice(0, at), line.slice(at + 1)];
}

/** Numbers in keys count as numbers: `a.feature:9` is before `a.feature:10`. */
const BY_PLACE = new Intl.Collator('en', { numeric: true });

function byPlace(one: string, other: string): number {
  return BY_PLACE.compare(one, other) || (one < other ? -1 : 1);
}

function timestampOf(json: string): Timestamp {
  const [envelope] = Object.values(JSON.parse(json) as Record<string, { timestamp: Timestamp }>);
  return envelope?.timestamp ?? { seconds: 0, nanos: 0 };
}

/**
 * Writes the messages of a run into one file, one JSON object a line, in the order of the features whatever ran side by side.
 *
 * @param directory - where the processes wrote theirs (`messageRecorder`).
 * @throws the file system's error, also where this process could not write its own.
 */
export async function mergeMessages(directory: string, target: string): Promise<void> {
  closeMessageFile(directory);
  const messages = new Messages();
  const names = (await readdir(directory)).filter((name) => name.startsWith('messages-'));
  // This process is the last one to run a scenario again: it writes what is skipped after a failure.
  const own = `messages-${process.pid}.txt`;
  const ordered = [...names.filter((name) => name !== own).sort(), ...names.filter((name) => name === own)];
  for (const name of ordered) {
    messages.add(await readFile(join(directory, name), 'utf8'));
  }
  await pipeline(Readable.from(messages.lines()), createWriteStream(target));
}
