/**
 * What `restructured` spares us: the blocks of a document by a hand-written splitter over the same skeleton. For the
 * bench alone (docs/decisions/0002-restructured.md); its test tells where both agree and where they do not.
 */
import type { Block } from '../src/documents/rst/restructured';
import { skeletonChunks } from '../src/documents/rst/skeleton';
import type { SkeletonLine } from '../src/documents/rst/skeleton';

type Mark = 'blank' | 'indented' | 'table' | 'comment' | 'bullet' | 'bar' | 'adornment' | 'text';

const MARKS: Readonly<Record<string, Mark>> = {
  '': 'blank',
  '   xxxx': 'indented',
  '.. list-table::': 'table',
  '.. xxxx': 'comment',
  '* xxxx': 'bullet',
  '| xxxx': 'bar',
  xxxx: 'text',
};

/** A block of a chunk: the first line behind it, from 0, and the line of a heading's text. */
interface Found {
  readonly kind: Block['kind'];
  readonly end: number;
  readonly textAt?: number;
}

/** Splits one chunk. */
class Splitter {
  private readonly marks: readonly Mark[];

  constructor(private readonly chunk: readonly SkeletonLine[]) {
    this.marks = chunk.map(({ text }) => MARKS[text] ?? 'adornment');
  }

  *blocks(): Generator<Block> {
    let at = 0;
    while (at < this.chunk.length) {
      if (this.marks[at] === 'blank') {
        at += 1;
        continue;
      }
      const { kind, end, textAt } = this.found(at);
      const [first, last] = [this.chunk[at], this.chunk[end - 1]];
      if (first === undefined || last === undefined) {
        return;
      }
      const line = first.line;
      yield { kind, line, endLine: last.endLine, textLine: this.chunk[textAt ?? at]?.line ?? line };
      at = end;
    }
  }

  private is(mark: Mark, at: number): boolean {
    return this.marks[at] === mark;
  }

  /** Behind indented lines that continue after blank ones. */
  private behindBody(at: number): number {
    let end = at;
    while (this.is('indented', end) || (this.is('blank', end) && this.is('indented', end + 1))) {
      end += 1;
    }
    return end;
  }

  private behindRun(at: number): number {
    let end = at;
    while (end < this.marks.length && !this.is('blank', end)) {
      end += 1;
    }
    return end;
  }

  private isOver(at: number): boolean {
    return at >= this.marks.length || this.is('blank', at);
  }

  private heading(at: number): Found | undefined {
    const isOverlined = this.is('adornment', at) && !this.isOver(at + 1) && this.is('adornment', at + 2);
    if (isOverlined && (this.is('adornment', at + 1) || this.chunk[at]?.text === this.chunk[at + 2]?.text)) {
      return { kind: 'heading', end: at + 3, textAt: at + 1 };
    }
    return this.is('adornment', at + 1) ? { kind: 'heading', end: at + 2 } : undefined;
  }

  private found(at: number): Found {
    const heading = this.heading(at);
    if (heading !== undefined) {
      return heading;
    }
    if (this.is('table', at)) {
      return { kind: 'table', end: this.behindBody(at + 1) };
    }
    if (this.is('comment', at) || this.is('indented', at)) {
      return { kind: 'other', end: this.behindBody(at + 1) };
    }
    if (this.is('bullet', at)) {
      const end = this.behindItems(at);
      if (end > at) {
        return { kind: 'other', end };
      }
    }
    return this.text(at);
  }

  /** Behind the bullets from a line on that hold together; the line itself where there is none. */
  private behindItems(at: number): number {
    let end = at;
    while (this.is('bullet', end)) {
      const next = this.behindBody(end + 1);
      if (this.is('indented', end + 1) && !this.isOver(next)) {
        break;
      }
      end = next;
    }
    return end;
  }

  private text(at: number): Found {
    const end = this.behindRun(at);
    const run = this.marks.slice(at, end);
    if (run.every((mark) => mark === 'bar')) {
      return { kind: 'other', end };
    }
    if (!run.includes('indented')) {
      return { kind: run.length === 1 && run[0] === 'adornment' ? 'other' : 'paragraph', end };
    }
    const isDefinition =
      run.length % 2 === 0 && run.every((mark, index) => (mark === 'indented') === (index % 2 === 1));
    const behind = this.behindBody(end);
    return { kind: 'other', end: isDefinition && this.isOver(behind) ? behind : end };
  }
}

/** The blocks of a document, as `blocksOf` gives them. */
export function ownBlocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (const chunk of skeletonChunks(lines)) {
    for (const block of new Splitter(chunk).blocks()) {
      blocks.push(block);
    }
  }
  return blocks;
}
