/** One line of a document in the page: its number, its text, its state, why, and what its scenarios did. */
import { html as markup } from 'hono/html';
import type { CheckLine, RunLine } from '../../verdict';
import { rerunCommandOf } from '../checklist-lines';
import { LOOKS } from '../looks';
import { scenariosInWords, type PageEvidence } from './evidence';
import type { Html } from './frame';
import { bdi, command, linkTo, message, NOTHING, stateTag } from './pieces';
import { linesInWords, type Places } from './places';
import { cellsOf, type DocumentBlock, type TableBlock } from './reading-order';
import { visible } from './visible-text';

/** In characters; scenarios and results.ndjson have all of it. */
const LONGEST_REASON = 2_000;

/** All that is needed to show the lines of one page. */
export interface LineContext {
  readonly run: RunLine;
  readonly places: Places;
  readonly evidence: PageEvidence;
  /** The page. */
  readonly file: string;
  /** Check id → its number among the deviations. */
  readonly deviations: ReadonlyMap<string, number>;
  /** Ids of the sentences whose tables have rows. */
  readonly tables: ReadonlySet<string>;
}

function anchorOf(line: CheckLine, { places }: LineContext): string {
  return places.of(line.id)?.anchor ?? `L${line.line}`;
}

function numberLink(line: CheckLine, context: LineContext): Html {
  const { line: first, endLine } = line;
  const shown = first === endLine ? `${first}` : `${first}–${endLine}`;
  return markup`<a class="number" href="#${anchorOf(line, context)}" aria-label="${linesInWords(line)}">${shown}</a>`;
}

/** What the filters look at. */
function filterWords({ status, basis, precondition }: CheckLine): string {
  return [
    status,
    ...(basis === undefined ? [] : ['without-property']),
    ...(precondition === undefined ? [] : ['by-precondition']),
  ].join(' ');
}

function state(line: CheckLine, { deviations }: LineContext): Html {
  const number = deviations.get(line.id);
  const reference =
    number === undefined ? NOTHING : markup`<span class="paper reference">deviation ${number}</span>`;
  return markup`${stateTag(line.status)}${reference}`;
}

/** Only what a browser opens in a page of its own, and no script: anything else stays text. */
function issueLink(issue: string | undefined): Html {
  return issue === undefined || !/^https?:\/\//i.test(issue)
    ? NOTHING
    : markup`<p>Issue: <a href="${issue}" rel="noopener noreferrer">${bdi(issue)}</a></p>`;
}

/** Why the line is in its state: what happened, what a pass rests on, which line is to blame. */
function notes(line: CheckLine, { places, file }: LineContext): Html {
  const { reason, basis, precondition, baseline } = line;
  const blamed = precondition === undefined ? undefined : places.of(precondition);
  const because =
    blamed === undefined ? NOTHING : markup`<p class="because">Because of ${linkTo(blamed, file)}</p>`;
  const why = reason === undefined ? NOTHING : message(reason, LONGEST_REASON);
  const rests =
    basis === undefined
      ? NOTHING
      : markup`<p class="basis"><b>Without a property to compare.</b> The pass rests on: ${bdi(basis)}</p>`;
  return markup`<div class="notes ${LOOKS[line.status]}">${because}${why}${rests}${issueLink(baseline?.issue)}</div>`;
}

function scenarioWords({ id, scenarios }: CheckLine, { tables }: LineContext): string {
  return scenarios.length === 0 && tables.has(id)
    ? 'tried by the scenarios of its rows'
    : scenariosInWords(scenarios);
}

/** What unfolds: the scenarios, the command, the id. */
function unfolded(line: CheckLine, context: LineContext): Html {
  if (line.status === 'informative') {
    return NOTHING;
  }
  const anchor = anchorOf(line, context);
  const rerun = rerunCommandOf(context.run, line);
  const again =
    rerun === undefined
      ? NOTHING
      : markup`<p class="label">Run it again</p>${command(rerun, `${anchor}-run`)}`;
  return markup`<details class="unfolded"><summary>${scenarioWords(line, context)}</summary>${context.evidence.of(line)}${again}<p class="label">Check</p>${command(line.id, `${anchor}-id`, 'check-id')}</details>`;
}

function attributes(line: CheckLine, context: LineContext): Html {
  return markup`id="${anchorOf(line, context)}" data-states="${filterWords(line)}"`;
}

function hasMore(line: CheckLine): boolean {
  return line.status !== 'informative';
}

function more(line: CheckLine, context: LineContext): Html {
  return hasMore(line) ? markup`${notes(line, context)}${unfolded(line, context)}` : NOTHING;
}

/** A heading or sentence. */
function paragraph(line: CheckLine, isHeading: boolean, context: LineContext): Html {
  const text = visible(line.text);
  const said = isHeading
    ? markup`<h2 dir="auto">${text}</h2>`
    : markup`<p class="text" dir="auto">${text}</p>`;
  const details = hasMore(line) ? markup`<div class="below">${more(line, context)}</div>` : NOTHING;
  return markup`<div class="line paragraph ${isHeading ? 'heading' : LOOKS[line.status]}" ${attributes(line, context)}>${numberLink(line, context)}<div class="said">${said}</div><div class="verdict">${state(line, context)}</div>${details}</div>\n`;
}

function cellsWith(line: CheckLine, columns: number, tag: 'td' | 'th'): Html[] {
  const cells = line.kind === 'not-understood' ? [line.text] : cellsOf(line);
  return cells.map((text, at) => {
    const span = at === cells.length - 1 ? columns - cells.length + 1 : 1;
    const shown = visible(text);
    return tag === 'th'
      ? markup`<th scope="col" colspan="${span}" dir="auto">${shown}</th>`
      : markup`<td colspan="${span}" dir="auto">${shown}</td>`;
  });
}

function header(line: CheckLine, columns: number, context: LineContext): Html {
  return markup`<thead class="line ${LOOKS[line.status]}" ${attributes(line, context)}><tr><th scope="col" class="number">${numberLink(line, context)}</th>${cellsWith(line, columns, 'th')}<th scope="col" class="verdict">${state(line, context)}</th></tr></thead>\n`;
}

function row(line: CheckLine, columns: number, context: LineContext): Html {
  return markup`<tbody class="line ${LOOKS[line.status]}" ${attributes(line, context)}><tr><td class="number">${numberLink(line, context)}</td>${cellsWith(line, columns, 'td')}<td class="verdict">${state(line, context)}</td></tr><tr class="more${line.basis === undefined ? '' : ' rests'}"><td></td><td colspan="${columns + 1}">${more(line, context)}</td></tr></tbody>\n`;
}

function table({ header: head, rows, columns }: TableBlock, context: LineContext): Html {
  const headRow = head === undefined ? NOTHING : header(head, columns, context);
  return markup`<table class="rows">${headRow}${rows.map((line) => row(line, columns, context))}</table>\n`;
}

export function blockPiece(block: DocumentBlock, context: LineContext): Html {
  return block.type === 'table'
    ? table(block, context)
    : paragraph(block.line, block.type === 'heading', context);
}

/** The title of the document, the heading of its page. */
export function titlePiece(line: CheckLine, context: LineContext): Html {
  return markup`<div class="line title" ${attributes(line, context)}>${numberLink(line, context)}<h1 dir="auto">${visible(line.text)}</h1></div>`;
}
