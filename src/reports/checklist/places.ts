/** Where things are: the file of each document, the anchor of each line, and links between them. */
import { createHash } from 'node:crypto';
import type { CheckLine, RunResults } from '../../verdict';
import { documentsOf, type DocumentLines } from '../checklist-lines';

/** The page over all documents. */
export const INDEX_PAGE = 'index.html';

const RESERVED = new Set(['index']);
/** File systems allow 255 bytes; the rest is for what makes the name unique, and for `.html`. */
const LONGEST_NAME = 200;

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** Hands out names of files that differ from one another. */
class FileNames {
  private readonly taken = new Set(RESERVED);

  take(slug: string): string {
    const safe = slug.replace(/[^\p{L}\p{N}._-]/gu, '-').replace(/^\.+/, '');
    const short =
      safe !== '' && Buffer.byteLength(safe) <= LONGEST_NAME
        ? safe
        : `${safe.slice(0, 40)}-${shortHash(slug)}`;
    let name = short;
    for (let count = 2; this.taken.has(name); count += 1) {
      name = `${short}~${count}`;
    }
    this.taken.add(name);
    return `${name}.html`;
  }
}

/** A document with the name of its page. */
export interface PlacedDocument extends DocumentLines {
  readonly file: string;
}

/** A line, and where it is shown. */
export interface PlacedLine {
  readonly line: CheckLine;
  /** The name of the page. */
  readonly file: string;
  /** The fragment that leads to it, without `#`. */
  readonly anchor: string;
}

/** `line 14`, or `lines 14 to 16`. */
export function linesInWords({ line, endLine }: Pick<CheckLine, 'line' | 'endLine'>): string {
  return line === endLine ? `line ${line}` : `lines ${line} to ${endLine}`;
}

/** All documents of a run, and the places of all their lines. */
export class Places {
  readonly documents: readonly PlacedDocument[];
  private readonly lines = new Map<string, PlacedLine>();

  constructor(results: RunResults) {
    const slugs = new Map(results.run.documents.map(({ path, slug }) => [path, slug]));
    const names = new FileNames();
    this.documents = documentsOf(results).map((document) => ({
      ...document,
      file: names.take(slugs.get(document.path) ?? document.path),
    }));
    for (const { file, lines } of this.documents) {
      this.placeLines(file, lines);
    }
  }

  private placeLines(file: string, lines: readonly CheckLine[]): void {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const count = (counts.get(line.line) ?? 0) + 1;
      counts.set(line.line, count);
      const anchor = count === 1 ? `L${line.line}` : `L${line.line}-${count}`;
      this.lines.set(line.id, { line, file, anchor });
    }
  }

  /** `undefined` for a check that no document of the run has. */
  of(check: string): PlacedLine | undefined {
    return this.lines.get(check);
  }
}
