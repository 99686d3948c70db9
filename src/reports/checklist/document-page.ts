/** The page of one document. */
import { html as markup } from 'hono/html';
import type { RunResults } from '../../verdict';
import { builtInWords, headline, unexpectedLines } from '../checklist-lines';
import { PageEvidence, type EvidenceOptions } from './evidence';
import { toPage, type Html } from './frame';
import { blockPiece, titlePiece, type LineContext } from './line';
import { command, lookTag, NOTHING } from './pieces';
import { INDEX_PAGE, type PlacedDocument, type Places } from './places';
import { readingOrder } from './reading-order';
import { signOff } from './sign-off';
import { toolbar } from './tools';
import { visible } from './visible-text';
import { countsInWords, countsOf, deviationsOf, lookOf, timeInWords } from './words';

/** Facts that need the width of the page. */
const WIDE_FACTS = new Set(['Document', 'SHA-256', 'Whole run']);

/** What a checklist is signed for: name → value. */
function factsOf(
  { run, summary }: RunResults,
  { path }: PlacedDocument,
): readonly (readonly [string, string])[] {
  const sha256 = run.documents.find((document) => document.path === path)?.sha256 ?? 'unknown';
  return [
    ['Document', path],
    ['SHA-256', sha256],
    ['Whole run', headline(summary)],
    ['Engine', `${run.engine.name} ${run.engine.version}`],
    ['syncproof', run.syncproof],
    ['Date', timeInWords(run.startedAt)],
    ['Seed', `${run.seed}`],
    ['Transport', run.transport],
  ];
}

function facts(results: RunResults, document: PlacedDocument): Html {
  const rows = factsOf(results, document).map(
    ([name, value]) =>
      markup`<div class="${WIDE_FACTS.has(name) ? 'whole' : ''}"><dt>${name}</dt><dd dir="auto">${visible(value)}</dd></div>`,
  );
  return markup`<dl class="facts">${rows}<div class="whole"><dt>Repeat</dt><dd>${command(results.run.command, 'run-command')}</dd></div></dl>`;
}

/** Entries of the baseline that the run does not bear out, where they are about this document. */
function unexpected(results: RunResults, { lines }: PlacedDocument): Html {
  const own = new Set(lines.map(({ id }) => id));
  const entries = (results.summary.unexpected ?? []).filter(({ check }) => own.has(check));
  if (entries.length === 0) {
    return NOTHING;
  }
  const { run, summary } = results;
  const words = unexpectedLines({ run, summary: { ...summary, unexpected: entries } });
  return markup`<ul class="unexpected">${words.map((line) => markup`<li dir="auto">${lookTag('bad', visible(line))}</li>`)}</ul>`;
}

function partialNote({ summary }: RunResults): Html {
  if (summary.interrupted === true) {
    return markup`<p class="notice"><b>Interrupted run:</b> what had not been tried by then has no result, so this is not a verdict on the whole document.</p>`;
  }
  return summary.partial
    ? markup`<p class="notice"><b>Partial run:</b> what was not selected was not tried, so this is not a verdict on the whole document.</p>`
    : NOTHING;
}

function builtInNote({ run }: RunResults): Html {
  const words = builtInWords(run);
  return words === undefined ? NOTHING : markup`<p>${words}</p>`;
}

function titleOf(document: PlacedDocument, context: LineContext): Html {
  const { title } = readingOrder(document.lines);
  return title === undefined
    ? markup`<h1 dir="auto">${visible(document.title === '' ? document.path : document.title)}</h1>`
    : titlePiece(title, context);
}

function bodyOf(document: PlacedDocument, context: LineContext): Html {
  const { sections } = readingOrder(document.lines);
  if (sections.length === 0) {
    return markup`<p>The document has no lines that can be shown.</p>`;
  }
  return markup`<article id="text">${sections.map(
    ({ blocks }) => markup`<section>${blocks.map((block) => blockPiece(block, context))}</section>\n`,
  )}</article>`;
}

/** The name of the document and of the run, for the foot of each sheet. */
function footOf({ run }: RunResults, { path }: PlacedDocument): string {
  const sha256 = run.documents.find((document) => document.path === path)?.sha256.slice(0, 12) ?? '';
  return visible(
    `${path} · SHA-256 ${sha256}… · ${run.engine.name} ${run.engine.version} · ${timeInWords(run.startedAt)}`,
  );
}

/** The page of a document, as text of a file: the same results give the same bytes. */
export async function toDocumentPage(
  results: RunResults,
  document: PlacedDocument,
  places: Places,
  options: EvidenceOptions = {},
): Promise<string> {
  const { lines, file } = document;
  const counts = countsOf(lines);
  const deviations = deviationsOf(lines);
  const context: LineContext = {
    run: results.run,
    places,
    file,
    evidence: new PageEvidence(lines, places, file, options),
    deviations: new Map(deviations.map(({ id }, at) => [id, at + 1])),
    tables: new Set(
      lines.flatMap(({ kind, table }) => (table === undefined || kind === 'table-header' ? [] : [table])),
    ),
  };
  return toPage({
    title: `${visible(document.title)} · checklist`,
    foot: footOf(results, document),
    header: markup`<nav class="screen"><a href="${INDEX_PAGE}">All documents</a></nav>${titleOf(document, context)}<p class="summary">${lookTag(lookOf(counts), countsInWords(counts))}</p>${partialNote(results)}${builtInNote(results)}${unexpected(results, document)}${facts(results, document)}`,
    tools: toolbar(counts, true),
    main: markup`${bodyOf(document, context)}${signOff(lines, deviations)}`,
  });
}
