/** The HTML of the pages. Every text goes through the template, which escapes it, and through `shown`, which redacts it. */
import { html, raw } from 'hono/html';
import { type CallLog, type RecordedCall } from '../systems';
import { callingOf } from './example-call';
import { STYLE } from './style';
import { MOST_ROWS, tableOf, type RecordTable } from './table';
import type { ServedSystem } from './types';
import { redact } from '../core/redact';
import { plural } from '../core/text';

/** What the pages show. */
export interface Shown {
  readonly systems: readonly ServedSystem[];
  readonly calls: CallLog;
  /** Texts that are shown on no page, wherever they come from. */
  readonly secrets: readonly string[];
}

type Html = ReturnType<typeof html>;

/** The most characters of a body, and of a cell. */
const LONGEST_BODY = 4000;
const LONGEST_CELL = 200;

interface PageParts {
  readonly title: string;
  readonly current?: string;
  readonly main: Html;
}

/** The list of the systems. */
export function indexPage(shown: Shown): Html {
  const rows = shown.systems.map(({ system, configuration }) => {
    const datatypes = Object.keys(system.schema)
      .map((datatype) => `${datatype} (${system.records(datatype).length})`)
      .join(', ');
    return html`<tr>
      <th scope="row"><a href="/${encodeURIComponent(system.id)}">${system.name}</a></th>
      <td>${callingOf(configuration).api}</td>
      <td><code>${configuration.baseUrl}</code></td>
      <td>${datatypes}</td>
      <td class="number">${callsOf(shown, system.id).length}</td>
    </tr>`;
  });
  const main = html`<section aria-labelledby="systems">
    <h2 id="systems">Systems</h2>
    <p>Tokens and headers are on the terminal. Reload the page to see what has changed.</p>
    ${scrolling(
      'systems',
      html`<table>
        <thead>
          <tr>
            <th scope="col">System</th>
            <th scope="col">API</th>
            <th scope="col">Base URL</th>
            <th scope="col">Datatypes (records)</th>
            <th scope="col">Calls</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
    )}
  </section>`;
  return page(shown, { title: 'Mocked systems', main });
}

/** One system: its records and the calls that it answered. */
export function systemPage(shown: Shown, { system, configuration }: ServedSystem): Html {
  const parts = Object.keys(system.schema).map((datatype, index) => ({
    datatype,
    id: `datatype-${index + 1}`,
  }));
  const jumps = [...parts.map(({ datatype, id }) => [id, datatype]), ['calls', 'Calls']];
  const main = html`<p>${callingOf(configuration).api} at <code>${configuration.baseUrl}</code></p>
    <nav aria-label="On this page">
      <ul>
        ${jumps.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
      </ul>
    </nav>
    ${parts.map(({ datatype, id }) => recordSection(shown, id, datatype, tableOf(system.records(datatype))))}
    ${callSection(shown, callsOf(shown, system.id))}`;
  return page(shown, { title: system.name, current: system.id, main });
}

function page({ systems }: Shown, { title, current, main }: PageParts): Html {
  const links = [{ id: '', name: 'All systems' }, ...systems.map(({ system }) => system)].map(
    ({ id, name }) =>
      html`<li>
        <a href="/${encodeURIComponent(id)}" ${raw(id === (current ?? '') ? 'aria-current="page"' : '')}
          >${name}</a
        >
      </li>`,
  );
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title} · syncproof</title>
      ${raw(`<style>${STYLE}</style>`)}
    </head>
    <body>
      <a class="skip" href="#main">Skip to the content</a>
      <header>
        <nav aria-label="Systems">
          <ul>
            ${links}
          </ul>
        </nav>
        <h1>${title}</h1>
      </header>
      <main id="main" tabindex="-1">${main}</main>
      <footer><p>syncproof serve: mocked systems, no real data.</p></footer>
    </body>
  </html>`;
}

/** A table may be wider than the window: it scrolls separately, with the keyboard too. */
function scrolling(labelledBy: string, table: Html): Html {
  return html`<div class="wide" role="region" aria-labelledby="${labelledBy}" tabindex="0">${table}</div>`;
}

function recordSection(shown: Shown, id: string, datatype: string, table: RecordTable): Html {
  const { columns, hiddenColumns, rows, count } = table;
  const said = [
    count > MOST_ROWS ? `The newest ${MOST_ROWS} of ${count} records.` : `${plural(count, 'record')}.`,
    ...(hiddenColumns > 0 ? [`${plural(hiddenColumns, 'more property', 'more properties')} not shown.`] : []),
  ].join(' ');
  const body = rows.map(
    ({ record, cells }) =>
      html`<tr>
        <th scope="row"><code>${record.id}</code></th>
        <td>${time(record.modifiedAt)}</td>
        <td>${record.modifiedBy}</td>
        ${cells.map((cell) => html`<td>${cell === undefined ? '' : clean(shown, cell, LONGEST_CELL)}</td>`)}
      </tr>`,
  );
  const grid = html`<table>
    <thead>
      <tr>
        <th scope="col">id</th>
        <th scope="col">modified</th>
        <th scope="col">by</th>
        ${columns.map((column) => html`<th scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${datatype}</h2>
    <p>${said}</p>
    ${count === 0 ? '' : scrolling(id, grid)}
  </section>`;
}

function callSection(shown: Shown, calls: readonly RecordedCall[]): Html {
  const newest = calls.slice(-MOST_ROWS).reverse();
  const said =
    calls.length > MOST_ROWS
      ? `The last ${MOST_ROWS} of ${calls.length} calls, the last one first.`
      : `${plural(calls.length, 'call')}${calls.length > 1 ? ', the last one first' : ''}.`;
  const grid = html`<table>
    <thead>
      <tr>
        <th scope="col">no.</th>
        <th scope="col">time</th>
        <th scope="col">call</th>
        <th scope="col">status</th>
        <th scope="col">notes</th>
        <th scope="col">bodies</th>
      </tr>
    </thead>
    <tbody>
      ${newest.map((call) => callRow(shown, call))}
    </tbody>
  </table>`;
  return html`<section aria-labelledby="calls">
    <h2 id="calls">Calls</h2>
    <p>${said}</p>
    ${calls.length === 0 ? '' : scrolling('calls', grid)}
  </section>`;
}

function callRow(shown: Shown, call: RecordedCall): Html {
  const startedAt = shown.calls.exchangeOf(call.number)?.startedAt;
  const notes = [
    ...(call.fault === undefined ? [] : [`fault: ${call.fault}`]),
    ...(call.unexpected === undefined ? [] : [`unexpected: ${clean(shown, call.unexpected, LONGEST_BODY)}`]),
  ];
  return html`<tr>
    <th scope="row" class="number">${call.number}</th>
    <td>${startedAt === undefined ? '' : time(startedAt)}</td>
    <td class="call"><code>${call.method} ${clean(shown, call.path, LONGEST_BODY)}</code></td>
    <td class="number">${call.status === 0 ? 'no answer' : call.status}</td>
    <td class="note">${notes.join('; ')}</td>
    <td>
      ${bodyDetails(shown, 'request', call.requestBody)}${bodyDetails(shown, 'response', call.responseBody)}
    </td>
  </tr>`;
}

function bodyDetails(shown: Shown, name: string, body: string | undefined): Html | '' {
  if (body === undefined || body === '') {
    return '';
  }
  return html`<details>
    <summary>${name}</summary>
    <pre tabindex="0">${clean(shown, body, LONGEST_BODY)}</pre>
  </details>`;
}

function callsOf({ calls }: Shown, id: string): readonly RecordedCall[] {
  return calls.calls.filter(({ system }) => system === id);
}

/** The text without secrets, and not longer than is good for a page. */
function clean({ secrets }: Shown, text: string, longest: number): string {
  const whole = redact(text, secrets);
  return whole.length > longest
    ? `${whole.slice(0, longest)}… (${whole.length - longest} more characters)`
    : whole;
}

function time(milliseconds: number): Html {
  const instant = new Date(milliseconds).toISOString();
  return html`<time datetime="${instant}">${instant.replace('T', ' ').replace('Z', ' UTC')}</time>`;
}
