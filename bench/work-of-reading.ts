/**
 * Counts the work of reading hostile documents of two sizes: how often each piece of the reader's code, and of the
 * parser's, runs. Counts repeat where times do not. A separate program, because only functions that ran for the first
 * time after counting began are counted piece by piece. Prints one JSON array of `{name, small, large}`.
 */
import { Session } from 'node:inspector';
import { checksOf } from '../src/model';
import { parseDocument } from '../src/documents';
import { HOSTILE_SHAPES } from './hostile-shapes';

/** The sizes of the documents, in bytes: the second is twice the first. */
const SIZES = [10_000, 20_000] as const;

/** How much work one shape takes at both sizes. */
export interface Work {
  readonly name: string;
  readonly small: number;
  readonly large: number;
}

function takeCount(session: Session): number {
  let work = 0;
  session.post('Profiler.takePreciseCoverage', (_, { result }) => {
    const counted = result.filter(({ url }) =>
      /[\\/]src[\\/](?:documents|model)[\\/]|[\\/]restructured[\\/]/.test(url),
    );
    for (const { ranges } of counted.flatMap(({ functions }) => functions)) {
      for (const { count } of ranges) {
        work += count;
      }
    }
  });
  return work;
}

function main(): void {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const work = HOSTILE_SHAPES.map(({ name, text }): Work => {
    const [small, large] = SIZES.map((size) => new TextEncoder().encode(text(size)));
    const workOf = (bytes = new Uint8Array()): number => {
      takeCount(session);
      checksOf(parseDocument({ path: 'hostile.rst', bytes }));
      return takeCount(session);
    };
    // What the reader remembers of a document spares it work the next time.
    workOf(large);
    return { name, small: workOf(small), large: workOf(large) };
  });
  session.disconnect();
  process.stdout.write(`${JSON.stringify(work)}\n`);
}

main();
