/**
 * The comparison of runs as one page that opens from a disk. It runs no script and loads nothing; every text goes through
 * the template, which escapes it.
 */
import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { clean, oneLine, truncate } from '../../core/printable-text';
import { plural } from '../../core/text';
import { headline, placeOf } from '../checklist-lines';
import { LOOKS } from '../looks';
import { MARKS } from '../terminal';
import { differentFacts, wordOf, type ComparedCell, type ComparedRow, type RunComparison } from './matrix';
import { STYLE } from './style';
import { comparisonHeadline, shortSha } from './words';

type Html = ReturnType<typeof html>;

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** All of it is in the run's own reports. */
const LONGEST_REASON = 2_000;

function cellOf(cell: ComparedCell, withReason: boolean): Html {
  if (cell === undefined) {
    return html`<td><span class="state quiet">absent</span></td>`;
  }
  const state = html`<span class="state ${LOOKS[cell.status]}">${MARKS[cell.status]} ${wordOf(cell)}</span>`;
  if (!withReason || cell.reason === undefined) {
    return html`<td>${state}</td>`;
  }
  const reason = truncate(clean(cell.reason), LONGEST_REASON);
  return html`<td>
    <details>
      <summary>${state}</summary>
      <pre tabindex="0">${reason}</pre>
    </details>
  </td>`;
}

/** A table may be wider than the window: it scrolls separately, with the keyboard too. */
function scrolling(labelledBy: string, table: Html): Html {
  return html`<div class="wide" role="region" aria-labelledby="${labelledBy}" tabindex="0">${table}</div>`;
}

function grid(labelledBy: string, head: readonly string[], rows: readonly Html[]): Html {
  return scrolling(
    labelledBy,
    html`<table>
      <thead>
        <tr>
          ${head.map((text) => html`<th scope="col">${oneLine(text)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`,
  );
}

function matrix(
  comparison: RunComparison,
  labelledBy: string,
  rows: readonly ComparedRow[],
  reasons: boolean,
): Html {
  const head = ['Sentence or row', ...comparison.columns.map(({ name }) => name)];
  const body = rows.map(
    ({ id, line, cells }) =>
      html`<tr>
        <th scope="row" title="${oneLine(id)}">
          ${oneLine(line.text)}<span class="place">${oneLine(placeOf(line))}</span>
        </th>
        ${cells.map((cell) => cellOf(cell, reasons))}
      </tr>`,
  );
  return grid(labelledBy, head, body);
}

function section(id: string, heading: string, about: string, content: Html): Html {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${heading}</h2>
    <p>${about}</p>
    ${content}
  </section>`;
}

function runsSection({ columns }: RunComparison): Html {
  const rows = columns.map(
    ({ name, directory, results: { run, summary } }) =>
      html`<tr>
        <th scope="row">${oneLine(name)}</th>
        <td>${oneLine(directory)}</td>
        <td>${oneLine(headline(summary))}</td>
        <td>${oneLine(run.startedAt)}</td>
        <td><code>${oneLine(run.command)}</code></td>
      </tr>`,
  );
  const head = ['Engine', 'Results', 'Verdict', 'Started', 'Command'];
  return section(
    'runs',
    'Runs',
    'Each column of the tables above is one of these.',
    grid('runs', head, rows),
  );
}

function conditionsSection(comparison: RunComparison): Html | '' {
  const facts = differentFacts(comparison);
  const documents = comparison.documents.map(
    ({ slug, sha256 }) => [`document ${slug}`, sha256.map(shortSha)] as const,
  );
  const rows = [...facts, ...documents].map(
    ([fact, values]) =>
      html`<tr>
        <th scope="row">${oneLine(fact)}</th>
        ${values.map((value) => html`<td><code>${oneLine(value)}</code></td>`)}
      </tr>`,
  );
  if (rows.length === 0) {
    return '';
  }
  const head = ['', ...comparison.columns.map(({ name }) => name)];
  const about =
    'A difference between the runs may come from these. Of a document, the beginning of its SHA-256 is shown.';
  return section('conditions', 'The runs were made differently', about, grid('conditions', head, rows));
}

function rowsSections(comparison: RunComparison): (Html | '')[] {
  const { differing, incomplete, alike } = comparison;
  const part = (id: string, heading: string, rows: readonly ComparedRow[], reasons: boolean): Html | '' =>
    rows.length === 0
      ? ''
      : section(
          id,
          heading,
          `${plural(rows.length, 'sentence or row', 'sentences and rows')}.`,
          matrix(comparison, id, rows, reasons),
        );
  return [
    differing.length === 0
      ? section('differing', 'What differs', 'Nothing.', html``)
      : part('differing', 'What differs', differing, true),
    part('incomplete', 'What only some runs judged', incomplete, true),
    conditionsSection(comparison),
    part('alike', 'What all runs agree on', alike, false),
  ];
}

/** The whole page, as bytes of a file: the same comparison gives the same bytes. */
export async function toComparisonPage(comparison: RunComparison): Promise<string> {
  const title = comparisonHeadline(comparison);
  const page = await html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title} · syncproof</title>
      ${raw(`<style>${STYLE}</style>`)}
    </head>
    <body>
      <main>
        <h1>${title}</h1>
        ${rowsSections(comparison)} ${runsSection(comparison)}
      </main>
      <footer><p>syncproof report --compare</p></footer>
    </body>
  </html>`;
  return `<!doctype html>\n${String(page)}\n`;
}
