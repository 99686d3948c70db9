/**
 * What an engine prints, in memory that two threads share: a ring, so that no amount of output fills the memory, and the
 * newest of it can be read even while the engine's thread is blocked, or when it is gone.
 */

/** Bytes of output that are kept. */
const CAPACITY = 256 * 1024;
/** The longest piece that is written at once, in characters. */
const PIECE = 4096;
/** The most bytes of one piece: JSON writes a control character in six. */
const LONGEST_RECORD = 6 * PIECE + 64;
/** How much of a single output is looked at, in characters; its newest part. */
const LONGEST_OUTPUT = 16 * PIECE;
/** The ring begins after the count of all bytes that were ever written. */
const HEADER = 8;
const NEWLINE = 0x0a;

/** Where output comes from: the context's `log`, whose texts are whole lines, or a stream. */
export type OutputSource = 'log' | 'stdout' | 'stderr';

export interface OutputPiece {
  readonly source: OutputSource;
  readonly session: number;
  readonly text: string;
}

export function outputMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER + CAPACITY);
}

/** The one that writes; there must be no other. */
export class OutputWriter {
  private readonly count: BigInt64Array;
  private readonly ring: Uint8Array;
  private written = 0;

  constructor(memory: SharedArrayBuffer) {
    this.count = new BigInt64Array(memory, 0, 1);
    this.ring = new Uint8Array(memory, HEADER);
  }

  write(source: OutputSource, session: number, text: string): void {
    const newest = text.slice(-LONGEST_OUTPUT);
    for (let at = 0; at < newest.length; at += PIECE) {
      this.append(`${JSON.stringify([source, session, newest.slice(at, at + PIECE)])}\n`);
    }
  }

  private append(record: string): void {
    const bytes = Buffer.from(record);
    const at = this.written % CAPACITY;
    const fitting = Math.min(bytes.length, CAPACITY - at);
    this.ring.set(bytes.subarray(0, fitting), at);
    this.ring.set(bytes.subarray(fitting), 0);
    this.written += bytes.length;
    Atomics.store(this.count, 0, BigInt(this.written));
  }
}

/** The one that reads, in another thread. */
export class OutputReader {
  private readonly count: BigInt64Array;
  private readonly ring: Uint8Array;
  private read = 0;

  constructor(memory: SharedArrayBuffer) {
    this.count = new BigInt64Array(memory, 0, 1);
    this.ring = new Uint8Array(memory, HEADER);
  }

  /** What was written since it was last asked; of very much the newest. */
  take(): { readonly pieces: readonly OutputPiece[]; readonly lost: boolean } {
    const before = this.read;
    const end = this.written();
    if (end === before) {
      return { pieces: [], lost: false };
    }
    const start = Math.max(before, end - CAPACITY);
    const bytes = this.copy(start, end);
    // Meanwhile the writer may have overwritten the oldest, and be about to overwrite more.
    const safe = Math.max(start, this.written() + LONGEST_RECORD - CAPACITY);
    this.read = end;
    const lost = safe > before;
    const intact = bytes.subarray(Math.min(safe - start, bytes.length));
    return { pieces: piecesIn((lost ? afterFirstRecord(intact) : intact).toString()), lost };
  }

  private written(): number {
    return Number(Atomics.load(this.count, 0));
  }

  private copy(start: number, end: number): Buffer {
    const at = start % CAPACITY;
    const fitting = Math.min(end - start, CAPACITY - at);
    return Buffer.concat([this.ring.slice(at, at + fitting), this.ring.slice(0, end - start - fitting)]);
  }
}

/** Where the oldest were overwritten, the first record may have lost its beginning. */
function afterFirstRecord(bytes: Buffer): Buffer {
  const end = bytes.indexOf(NEWLINE);
  return end < 0 ? bytes.subarray(bytes.length) : bytes.subarray(end + 1);
}

function piecesIn(records: string): OutputPiece[] {
  return records
    .split('\n')
    .filter((record) => record !== '')
    .map((record) => {
      const [source, session, text] = JSON.parse(record) as [OutputSource, number, string];
      return { source, session, text };
    });
}

/** Makes lines of pieces: the streams' pieces end anywhere. */
export class LineMaker {
  private readonly rests = new Map<OutputSource, string>();

  /** The lines that the piece ends. */
  lines({ source, text }: OutputPiece): readonly string[] {
    if (source === 'log') {
      return [text];
    }
    const lines = `${this.rests.get(source) ?? ''}${text}`.split('\n');
    this.rests.set(source, (lines.pop() ?? '').slice(-PIECE));
    return lines;
  }

  /** What was printed without an end of its line. */
  rest(): readonly string[] {
    const rests = [...this.rests.values()].filter((text) => text !== '');
    this.rests.clear();
    return rests;
  }
}
