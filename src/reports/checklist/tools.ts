/** Search, filters and keys: what is shown where the script runs. */
import { html as markup } from 'hono/html';
import { STATUSES } from '../../verdict';
import { LOOKS } from '../looks';
import { MARKS } from '../terminal';
import type { Html } from './frame';
import { NOTHING } from './pieces';
import { MEANINGS, type Counts } from './words';

/** The keys of a page, as the page and docs/reports.md list them. */
export const KEYS: readonly (readonly [key: string, what: string])[] = [
  ['/', 'go to the search'],
  ['n, p', 'next, previous line that did not pass'],
  ['j, k', 'next, previous line'],
  ['o', 'unfold or fold the line'],
  ['e, c', 'unfold, fold all lines that are shown'],
  ['Esc', 'show everything again'],
  ['?', 'show or hide this list'],
];

function chip(word: string, count: number, look: string, mark: string, label: string, meaning: string): Html {
  return markup`<button type="button" class="chip ${look}" data-filter="${word}" aria-pressed="false" title="${meaning}"><span aria-hidden="true">${mark}</span> ${label} <b>${count}</b></button>`;
}

function chips({ byStatus, withoutProperty, byPrecondition }: Counts): Html[] {
  const states = STATUSES.flatMap((status) => {
    const count = byStatus[status];
    return count === undefined
      ? []
      : [chip(status, count, LOOKS[status], MARKS[status].trim(), status, MEANINGS[status])];
  });
  const blamed =
    byPrecondition === 0
      ? []
      : [
          chip(
            'by-precondition',
            byPrecondition,
            'bad',
            '↳',
            'because of another line',
            'failed for another line alone',
          ),
        ];
  const bare =
    withoutProperty === 0
      ? []
      : [
          chip(
            'without-property',
            withoutProperty,
            'open',
            '○',
            'without a property',
            'passed, with no property to compare',
          ),
        ];
  return [...states, ...blamed, ...bare];
}

function keyHelp(isDocument: boolean): Html {
  const keys = isDocument ? KEYS : KEYS.filter(([key]) => key === '/' || key === 'Esc' || key === '?');
  const list = keys.map(
    ([key, what]) =>
      markup`<div><dt>${key.split(', ').map((each) => markup`<kbd>${each}</kbd> `)}</dt><dd>${what}</dd></div>`,
  );
  return markup`<details id="keys"><summary>Keyboard</summary><dl>${list}</dl><p><label><input type="checkbox" id="keys-on" checked> Use these keys</label></p></details>`;
}

/** @param isDocument - the page of one document, with lines that unfold; else the page over all. */
export function toolbar(counts: Counts, isDocument: boolean): Html {
  const fold = isDocument
    ? markup`<button type="button" id="unfold">Unfold all</button><button type="button" id="fold">Fold all</button><button type="button" id="print">Print to sign</button>`
    : NOTHING;
  const what = isDocument ? 'sentences, rows and reasons' : 'documents';
  return markup`<search id="tools" aria-label="Search and filter" hidden><div class="find"><label for="search">Search</label><input type="search" id="search" placeholder="${what}" autocomplete="off"><span id="found" class="quiet" role="status"></span><span class="actions">${fold}<button type="button" id="reset">Show all</button></span></div><div class="chips" role="group" aria-label="Show only these states">${chips(counts)}</div>${keyHelp(isDocument)}</search>`;
}
