/** The one module that knows the parser `restructured`: it tells headings, paragraphs and tables apart. */
import restructured from 'restructured';
import type { Node } from 'restructured';
import { skeletonChunks } from './skeleton';
import type { SkeletonLine } from './skeleton';

/** A block of a document; lines count from 1, and every line that is not blank belongs to exactly one block. */
export interface Block {
  /** `other`: anything that a dataflow document has no use for (quotes, bullet lists, comments, broken markup). */
  readonly kind: 'heading' | 'paragraph' | 'table' | 'other';
  readonly line: number;
  readonly endLine: number;
  /** The line of a heading's text; for all other blocks the first line. */
  readonly textLine: number;
}

/** A block of a chunk: first and last line of the skeleton, from 0. */
interface Span {
  readonly kind: Block['kind'];
  readonly first: number;
  readonly last: number;
  readonly textAt: number;
}

function spanOf(node: Node, kind: Block['kind']): Span {
  const { start, end } = node.position;
  const last = end.column === 1 && end.line > start.line ? end.line - 2 : end.line - 1;
  const textAt =
    kind === 'heading' ? (node.children?.[0]?.position.start.line ?? start.line) - 1 : start.line - 1;
  return { kind, first: start.line - 1, last, textAt };
}

function kindOf(node: Node): Block['kind'] {
  if (node.type === 'title') {
    return 'heading';
  }
  if (node.type === 'paragraph') {
    return 'paragraph';
  }
  return node.type === 'directive' && node.directive === 'list-table' ? 'table' : 'other';
}

function* spansIn(node: Node): Generator<Span> {
  for (const child of node.children ?? []) {
    if (child.type === 'section') {
      yield* spansIn(child);
    } else {
      yield spanOf(child, kindOf(child));
    }
  }
}

function parseSkeleton(text: string): readonly Span[] {
  try {
    return [...spansIn(restructured.parse(text, { position: true }))];
  } catch {
    return [];
  }
}

/**
 * Equal skeletons have equal blocks; a document has few different ones, so a small memory spares most of the parsing.
 * The skeleton that was not asked for longest is forgotten first: one odd document takes nothing from the next ones.
 */
const MEMORY = new Map<string, readonly Span[]>();
const MEMORY_SIZE = 500;

function spansOf(text: string): readonly Span[] {
  const spans = MEMORY.get(text) ?? parseSkeleton(text);
  MEMORY.delete(text);
  MEMORY.set(text, spans);
  if (MEMORY.size > MEMORY_SIZE) {
    MEMORY.delete(MEMORY.keys().next().value ?? '');
  }
  return spans;
}

/** Lines that the parser left out are blocks of their own: nothing is dropped. */
function* withGaps(spans: readonly Span[], length: number): Generator<Span> {
  let next = 0;
  const gap = (last: number): Span => ({ kind: 'other', first: next, last, textAt: next });
  for (const span of spans) {
    if (span.first < next || span.last < span.first) {
      continue;
    }
    if (span.first > next) {
      yield gap(span.first - 1);
    }
    yield span;
    next = span.last + 1;
  }
  if (next < length) {
    yield gap(length - 1);
  }
}

function blockOf(span: Span, chunk: readonly SkeletonLine[]): Block | undefined {
  const written = chunk.slice(span.first, span.last + 1).filter((line) => line.text !== '');
  const first = written[0];
  const last = written.at(-1);
  if (first === undefined || last === undefined) {
    return undefined;
  }
  return {
    kind: span.kind,
    line: first.line,
    endLine: last.endLine,
    textLine: (span.kind === 'heading' ? chunk[span.textAt]?.line : undefined) ?? first.line,
  };
}

/** The blocks of a document, in order. Takes linear time and never throws: what the parser refuses is `other`. */
export function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (const chunk of skeletonChunks(lines)) {
    const skeleton = chunk.map((line) => `${line.text}\n`).join('');
    for (const span of withGaps(spansOf(skeleton), chunk.length)) {
      const block = blockOf(span, chunk);
      if (block !== undefined) {
        blocks.push(block);
      }
    }
  }
  return blocks;
}
