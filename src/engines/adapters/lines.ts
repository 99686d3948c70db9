/** Cuts a stream of bytes into lines. */
import { StringDecoder } from 'node:string_decoder';

/** Takes chunks, gives whole lines without their ends; a line beyond the limit is cut there, and its rest is dropped. */
export class LineReader {
  private readonly decoder = new StringDecoder('utf8');
  private parts: string[] = [];
  private length = 0;

  /** @param longest - characters of a line that are kept */
  constructor(private readonly longest: number) {}

  /** The line that is being read was longer than the limit. */
  get overflown(): boolean {
    return this.length > this.longest;
  }

  /** What has come of the line that is being read. */
  get unfinished(): string {
    return this.parts.join('');
  }

  /** The lines that end in this chunk. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    const pieces = this.decoder.write(chunk).split('\n');
    const last = pieces.pop() ?? '';
    for (const piece of pieces) {
      this.keep(piece);
      lines.push(this.take());
    }
    this.keep(last);
    return lines;
  }

  /** What is left when the stream ends. */
  end(): string[] {
    this.keep(this.decoder.end());
    return this.length > 0 ? [this.take()] : [];
  }

  private keep(piece: string): void {
    if (this.length <= this.longest && piece !== '') {
      this.parts.push(piece.slice(0, this.longest - this.length + 1));
    }
    this.length += piece.length;
  }

  private take(): string {
    const line = this.parts.join('').slice(0, this.longest);
    this.parts = [];
    this.length = 0;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }
}
