/** Small pieces of the pages: states, links to lines, texts of others, lines of JSON. */
import { html as markup } from 'hono/html';
import type { CheckStatus } from '../../verdict';
import { LOOKS, type Look } from '../looks';
import { MARKS } from '../terminal';
import type { MarkedLine } from './changed-values';
import type { Html } from './frame';
import { linesInWords, type PlacedLine } from './places';
import { cut, visible, visibleOutput } from './visible-text';

/** Nothing: a piece that is left out. */
export const NOTHING: Html = markup``;

const LOOK_MARKS: Readonly<Record<Look, string>> = { good: '✔', bad: '✘', open: '…', quiet: '·' };

/** A state as mark and word, coloured. */
export function stateTag(status: CheckStatus): Html {
  return markup`<span class="state ${LOOKS[status]}"><span aria-hidden="true">${MARKS[status].trim()}</span> ${status}</span>`;
}

/** Any other state in its look. */
export function lookTag(look: Look, words: string): Html {
  return markup`<span class="state ${look}"><span aria-hidden="true">${LOOK_MARKS[look]}</span> ${words}</span>`;
}

/** A text of others in the middle of ours: its direction stays its own. */
export function bdi(text: string): Html {
  return markup`<bdi>${visible(text)}</bdi>`;
}

/** How much of a line is quoted in a link to it. */
const LONGEST_QUOTATION = 120;

export function quoted(text: string): string {
  const { text: beginning, missing } = cut(visible(text), LONGEST_QUOTATION);
  return missing === 0 ? beginning : `${beginning}…`;
}

/** A link to a line of a document, from the page in `file`. */
export function linkTo({ line, file, anchor }: PlacedLine, from: string): Html {
  const address = `${file === from ? '' : encodeURIComponent(file)}#${anchor}`;
  const where = file === from ? linesInWords(line) : `${line.document}, ${linesInWords(line)}`;
  return markup`<a href="${address}">${bdi(where)}: ${bdi(quoted(line.text))}</a>`;
}

/** What of a long text is not in the page. */
export function missingNote(missing: number): Html {
  return missing === 0
    ? NOTHING
    : markup`<p class="quiet">${missing.toLocaleString('en')} more characters are in results.ndjson.</p>`;
}

/** A message of several lines: the first says what happened. */
export function message(text: string, most: number): Html {
  const { text: shown, missing } = cut(visibleOutput(text).trim(), most);
  const at = shown.indexOf('\n');
  const first = at === -1 ? shown : shown.slice(0, at);
  const rest = at === -1 ? NOTHING : markup`<pre dir="auto">${shown.slice(at + 1)}</pre>`;
  return markup`<p class="happened" dir="auto">${first}</p>${rest}${missingNote(missing)}`;
}

const MARK_MEANINGS = { '≠': 'changed', '+': 'new', '−': 'gone' } as const;

/** Lines of a body; those that changed have a sign before them. Lines without a mark are kept together, for small pages. */
export function markedLines(lines: readonly MarkedLine[], most: number): Html {
  const pieces: (Html | string)[] = [];
  let length = 0;
  let shown = 0;
  for (const { text, mark } of lines) {
    const { text: beginning, missing } = cut(visible(text), most - length);
    length += beginning.length + 1;
    pieces.push(
      mark === undefined
        ? `  ${beginning}\n`
        : markup`<mark title="${MARK_MEANINGS[mark]}">${mark} ${beginning}</mark>\n`,
    );
    if (missing > 0 || length >= most) {
      break;
    }
    shown += 1;
  }
  const left = lines.slice(shown).reduce((sum, { text }) => sum + text.length + 1, 0);
  const missing = shown === lines.length ? 0 : left;
  return markup`<pre class="json" dir="ltr">${pieces}</pre>${missingNote(missing)}`;
}

/** A command with a button that copies it; without a script the button is not shown. */
export function command(text: string, id: string, kind = 'command-line'): Html {
  return markup`<div class="command"><code id="${id}" class="${kind}" dir="ltr">${visible(text)}</code> <button type="button" class="copy" data-copies="${id}" hidden>Copy</button></div>`;
}
