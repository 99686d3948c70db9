/** The outline of a document: its title, what stands before the first section, and the sections' blocks. */
import type { Findings } from '../findings';
import { quote } from '../../core/text';
import { columnOf, fold, widthOf } from './lines';
import type { Block } from './restructured';

/** A heading with the blocks below it, up to the next heading of any level. */
export interface Group {
  readonly heading: Block;
  readonly blocks: readonly Block[];
}

export interface Outline {
  /** Blocks before the first heading. */
  readonly before: readonly Block[];
  /** The first heading and the blocks below it. */
  readonly title?: Group;
  readonly groups: readonly Group[];
}

/** Groups the blocks of a document by their headings. */
export function outlineOf(blocks: readonly Block[]): Outline {
  const before: Block[] = [];
  const groups: { heading: Block; blocks: Block[] }[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading') {
      groups.push({ heading: block, blocks: [] });
    } else {
      (groups.at(-1)?.blocks ?? before).push(block);
    }
  }
  const title = groups.shift();
  return { before, groups, ...(title === undefined ? {} : { title }) };
}

/** The folded text of a heading. */
export function headingText(lines: readonly string[], heading: Block): string {
  return fold(lines[heading.textLine - 1] ?? '');
}

/** How a heading is marked: the character, twice where a line stands above it too. Equal styles are of one level. */
export function headingStyle(lines: readonly string[], heading: Block): string {
  const character = (lines[heading.endLine - 1] ?? '').charAt(0);
  return heading.textLine > heading.line ? `${character}${character}` : character;
}

/** Warns of headings whose lines are shorter than their text, or differ above and below. */
export function checkAdornments(lines: readonly string[], heading: Block, findings: Findings): void {
  const title = (lines[heading.textLine - 1] ?? '').trimEnd();
  const below = (lines[heading.endLine - 1] ?? '').trimEnd();
  const above = heading.textLine > heading.line ? (lines[heading.line - 1] ?? '').trimEnd() : below;
  const width = widthOf(title);
  const shortest = Math.min(above.length, below.length);
  const at = { line: below.length === shortest ? heading.endLine : heading.line, column: columnOf(below) };
  if (shortest < width) {
    findings.add('short-underline', at, {
      message: `The line ${at.line === heading.line ? 'above' : 'below'} ${quote(fold(title))} is ${shortest} characters long, its text ${width}.`,
      help: `Make the line ${width} characters long.`,
    });
  } else if (above !== below) {
    findings.add('overline-mismatch', at, {
      message: `The lines above and below ${quote(fold(title))} differ in length.`,
      help: `Make both lines ${width} characters long.`,
    });
  }
}
