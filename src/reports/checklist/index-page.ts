/** The page over all documents of a run. */
import { html as markup } from 'hono/html';
import { plural } from '../../core/text';
import { STATUSES } from '../../verdict';
import type { CheckStatus, RunResults } from '../../verdict';
import { builtInWords, headline, preconditionWords, unexpectedLines } from '../checklist-lines';
import { LOOKS, type Look } from '../looks';
import { MARKS } from '../terminal';
import { toPage, type Html } from './frame';
import { bdi, command, lookTag, NOTHING, stateTag } from './pieces';
import type { PlacedDocument, Places } from './places';
import { toolbar } from './tools';
import { visible } from './visible-text';
import { countsOf, lookOf, timeInWords, worstState, type Counts } from './words';

function factList({ run, summary }: RunResults): Html {
  const facts: readonly (readonly [string, string])[] = [
    ['Engine', `${run.engine.name} ${run.engine.version}`],
    ['syncproof', run.syncproof],
    ['Date', timeInWords(run.startedAt)],
    ['Seed', `${run.seed}`],
    ['Transport', run.transport],
    ['Scenarios', plural(summary.scenarios, 'scenario')],
  ];
  const rows = facts.map(
    ([name, value]) => markup`<div><dt>${name}</dt><dd dir="auto">${visible(value)}</dd></div>`,
  );
  return markup`<dl class="facts">${rows}<div class="whole"><dt>Repeat</dt><dd>${command(run.command, 'run-command')}</dd></div></dl>`;
}

function countCell(status: CheckStatus, counts: Counts, file: string): Html {
  const count = counts.byStatus[status] ?? 0;
  if (count === 0) {
    return markup`<td class="count quiet">0</td>`;
  }
  const more =
    status === 'passed' && counts.withoutProperty > 0
      ? markup`<span class="apart">${counts.withoutProperty} without a property</span>`
      : status === 'failed' && counts.byPrecondition > 0
        ? markup`<span class="apart">${counts.byPrecondition} because of another line</span>`
        : NOTHING;
  const address = `${encodeURIComponent(file)}#state=${status}`;
  return markup`<td class="count"><a class="${LOOKS[status]}" href="${address}"><span aria-hidden="true">${MARKS[status].trim()}</span> ${count} <span class="unseen">${status}</span></a>${more}</td>`;
}

function documentRow({ path, title, file, lines }: PlacedDocument, shown: readonly CheckStatus[]): Html {
  const counts = countsOf(lines);
  const look = lookOf(counts);
  const states = [
    ...Object.keys(counts.byStatus),
    ...(counts.withoutProperty > 0 ? ['without-property'] : []),
    ...(counts.byPrecondition > 0 ? ['by-precondition'] : []),
  ].join(' ');
  return markup`<tbody class="line ${look}" data-states="${states}"><tr><th scope="row"><a href="${encodeURIComponent(file)}">${bdi(title === '' ? path : title)}</a><span class="place">${bdi(path)}</span></th><td>${stateTag(worstState(counts))}</td><td class="count">${counts.judged}</td>${shown.map((status) => countCell(status, counts, file))}</tr></tbody>\n`;
}

function totalRow(counts: Counts, shown: readonly CheckStatus[]): Html {
  return markup`<tfoot><tr><th scope="row">Total</th><td>${stateTag(worstState(counts))}</td><td class="count">${counts.judged}</td>${shown.map((status) => markup`<td class="count">${counts.byStatus[status] ?? 0}</td>`)}</tr></tfoot>`;
}

/** What the verdict does not say: which failures are of another line, and whose engine was tested. */
function notes({ run, summary }: RunResults): Html {
  const words = [preconditionWords(summary), builtInWords(run)].flatMap((each) => each ?? []);
  return markup`${words.map((each) => markup`<p>${each}</p>`)}`;
}

function unexpected(results: RunResults): Html {
  const lines = unexpectedLines(results);
  return lines.length === 0
    ? NOTHING
    : markup`<ul class="unexpected">${lines.map((line) => markup`<li dir="auto">${lookTag('bad', visible(line))}</li>`)}</ul>`;
}

function verdictLook({ exitCode, partial }: RunResults['summary']): Look {
  if (exitCode !== 0) {
    return 'bad';
  }
  return partial ? 'open' : 'good';
}

/** The page over all documents, as text of a file. */
export async function toIndexPage(results: RunResults, places: Places): Promise<string> {
  const { run, summary, checks } = results;
  const counts = countsOf(checks);
  const shown = STATUSES.filter((status) => status !== 'informative' && (counts.byStatus[status] ?? 0) > 0);
  const heads = ['Worst state', 'Sentences and rows', ...shown].map(
    (name) => markup`<th scope="col">${name}</th>`,
  );
  return toPage({
    title: `Checklist of ${plural(places.documents.length, 'document')} · syncproof`,
    foot: visible(`${run.engine.name} ${run.engine.version} · ${timeInWords(run.startedAt)}`),
    header: markup`<h1>Checklist of ${plural(places.documents.length, 'document')}</h1><p class="summary">${lookTag(verdictLook(summary), visible(headline(summary)))}</p>${notes(results)}${unexpected(results)}${factList(results)}`,
    tools: toolbar(counts, false),
    main: markup`<div class="wide" role="region" aria-label="Documents" tabindex="0"><table class="documents"><thead><tr><th scope="col">Document</th>${heads}</tr></thead>${places.documents.map((document) => documentRow(document, shown))}${totalRow(counts, shown)}</table></div>`,
  });
}
