/** A difference as a comment on a pull request. */
import { printable } from '../documents';
import { plural } from '../core/text';
import { linesOf, wholeDocument, type ChangeLine, type Piece } from './lines';
import {
  checksText,
  headline,
  newlyLost,
  rerunSelectionCommand,
  selectionText,
  WIDER_TEXT,
  type RunTarget,
} from './summary';
import type { Difference, DocumentDifference } from './types';

/** GitHub takes comments of up to 65,536 characters; room is left for what a CI job adds. */
const MOST_CHARACTERS = 65_000;
/** So much is kept for the folded lists and the notes about what was cut. */
const ROOM_FOR_LISTS = 15_000;

/** What Markdown, HTML, tables, formulas, mentions, issue numbers and addresses are made of. */
const MARKUP = /[\\`*_{}[\]<>|~&@#!:$^]/g;

/**
 * Text as text: what could be markup is written as a number. Mentions and issue numbers stay dead because `code` surrounds
 * them.
 */
function escaped(text: string): string {
  return printable(text)
    .replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/www\./gi, (found) => found.replace('.', '&#46;'));
}

function code(text: string): string {
  return text.trim() === '' ? '' : `<code>${escaped(text)}</code>`;
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : code(piece.quoted))).join('');
}

/** A code block that its own text cannot close. */
function block(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, printable(text), fence].join('\n');
}

function row(line: ChangeLine): string {
  const place = [...new Set([line.old, line.new])].filter((each) => each !== '').join(' → ');
  const changes = [joined(line.text), ...line.notes.map(joined)].filter((each) => each !== '').join('<br>');
  return `| ${line.change} | ${place} | ${line.label} | ${changes} |`;
}

const TABLE_HEAD = ['| change | line | what | text |', '| --- | --- | --- | --- |'].join('\n');

/** Takes pieces of text until the room is used up, and counts what it did not take. */
class Comment {
  private readonly parts: string[] = [];
  private length = 0;
  cut = 0;

  /** Whether the text was taken. */
  add(text: string, limit: number): boolean {
    if (this.length + text.length + 1 > limit) {
      return false;
    }
    this.parts.push(text);
    this.length += text.length + 1;
    return true;
  }

  /** A heading and its lines: as many of them as there is room for. */
  table(heading: string, lines: readonly ChangeLine[], limit: number): void {
    const rows = lines.map(row);
    const head = `\n${heading}\n\n${TABLE_HEAD}`;
    if (rows.length === 0) {
      return;
    }
    if (this.cut > 0 || !this.add([head, rows[0]].join('\n'), limit)) {
      this.cut += rows.length;
      return;
    }
    rows.slice(1).forEach((each) => {
      if (this.cut > 0 || !this.add(each, limit)) {
        this.cut += 1;
      }
    });
  }

  /** A folded list: as many entries as there is room for. */
  folded(summary: string, entries: readonly string[], limit: number): void {
    const end = '\n</details>';
    const head = `\n<details><summary>${summary}</summary>\n`;
    if (entries.length === 0 || !this.add(head, limit - end.length - 100)) {
      return;
    }
    const left = entries.findIndex((entry) => !this.add(entry, limit - end.length - 100));
    if (left !== -1) {
      this.add(`- … and ${entries.length - left} more`, limit - end.length);
    }
    this.add(end, limit);
  }

  text(): string {
    return `${this.parts.join('\n')}\n`;
  }
}

function addDocument(comment: Comment, difference: DocumentDifference, limit: number): void {
  const { document, state, oldPath, newPath, changes, sections } = difference;
  if (state === 'unchanged') {
    return;
  }
  const path = newPath ?? oldPath ?? document;
  const heading = `### ${code(path)}`;
  if (state !== 'changed') {
    const words = `\n${heading}\n\n${wholeDocument(state, sections, changes)}`;
    if (comment.cut > 0 || !comment.add(words, limit)) {
      comment.cut += 1;
    }
    return;
  }
  if (comment.cut === 0) {
    comment.add(`\n${heading}`, limit);
  }
  comment.table('Outside of the sections', linesOf(changes), limit);
  for (const section of sections) {
    comment.table(`#### ${code(section.heading)}`, linesOf(section.changes), limit);
  }
}

function addCommands(comment: Comment, difference: Difference, target: RunTarget): void {
  const { selection, wider } = difference.again;
  const lost = newlyLost(difference);
  if (lost > 0) {
    comment.add(
      `\n**${plural(lost, 'new line')} not understood**: \`syncproof lint\` says why.`,
      MOST_CHARACTERS,
    );
  }
  if (selection === undefined) {
    return;
  }
  const parts = [
    `\n${selectionText(difference, selection)}\n`,
    block(rerunSelectionCommand(selection, target)),
    ...(wider === undefined
      ? []
      : [
          `\n<details><summary>${WIDER_TEXT}</summary>\n`,
          block(rerunSelectionCommand(wider, target)),
          '\n</details>',
        ]),
  ];
  comment.add(parts.join('\n'), MOST_CHARACTERS - ROOM_FOR_LISTS);
}

/**
 * The difference as Markdown for a comment on GitHub, of at most 65,000 characters: the totals, what to run again, a table
 * for each section, and folded lists of the checks and scenarios. What does not fit is counted, not dropped in silence.
 * Text of the documents cannot break the tables, make links or mention anyone.
 */
export function formatDiffMarkdown(difference: Difference, target: RunTarget): string {
  const comment = new Comment();
  comment.add(`## syncproof diff: ${headline(difference)}`, MOST_CHARACTERS);
  addCommands(comment, difference, target);
  for (const document of difference.documents) {
    addDocument(comment, document, MOST_CHARACTERS - ROOM_FOR_LISTS);
  }
  if (comment.cut > 0) {
    const words = `\nCut here, because a comment holds no more: ${plural(comment.cut, 'change')} not shown. \`syncproof diff\` on a command line shows all.`;
    comment.add(words, MOST_CHARACTERS);
  }
  const { checks, scenarios, untried } = difference.again;
  const untriedLines = untried.map(
    ({ check, status, reason }) => `- ${code(check)}: ${status}, ${code(reason)}`,
  );
  comment.folded(
    `Changed, and no scenario tries it: ${plural(untried.length, 'check')}`,
    untriedLines,
    MOST_CHARACTERS,
  );
  comment.folded(
    checksText(difference),
    checks.map(({ check, because }) => `- ${code(check)}: ${because}`),
    MOST_CHARACTERS,
  );
  comment.folded(
    `${plural(scenarios.length, 'scenario')} to run again`,
    scenarios.map(({ name }) => `- ${code(name)}`),
    MOST_CHARACTERS,
  );
  return comment.text();
}
