/** What is printed behind the document: its deviations, and the lines for those who sign. */
import { html as markup } from 'hono/html';
import { plural } from '../../core/text';
import type { CheckLine } from '../../verdict';
import type { Html } from './frame';
import { NOTHING, stateTag } from './pieces';
import { cellsOf } from './reading-order';
import { cut, visible, visibleOutput } from './visible-text';

const LONGEST_TEXT = 400;
const LONGEST_REASON = 600;
const MOST_REASON_LINES = 6;

/** Who signs. */
const ROLES = ['Tested by', 'Approved by'];
const OUTCOMES = ['accepted', 'accepted with the deviations listed', 'not accepted'];

function shortened(text: string, most: number): string {
  const { text: beginning, missing } = cut(text, most);
  return missing === 0 ? beginning : `${beginning}…`;
}

function reasonOf({ reason }: CheckLine): string {
  const lines = visibleOutput(reason ?? '').split('\n');
  const shown = lines.slice(0, MOST_REASON_LINES).join('\n');
  return shortened(lines.length > MOST_REASON_LINES ? `${shown}\n…` : shown, LONGEST_REASON);
}

function textOf(line: CheckLine): string {
  return line.table === undefined ? line.text : cellsOf(line).join(' → ');
}

function deviationRow(line: CheckLine, at: number): Html {
  return markup`<tr><td>${at + 1}</td><td>${line.line}</td><td dir="auto">${shortened(visible(textOf(line)), LONGEST_TEXT)}<pre dir="auto">${reasonOf(line)}</pre></td><td>${stateTag(line.status)}</td><td></td></tr>`;
}

function deviationTable(deviations: readonly CheckLine[]): Html {
  return markup`<table class="deviations"><thead><tr><th scope="col">No.</th><th scope="col">Line</th><th scope="col">Sentence or row, and what happened</th><th scope="col">State</th><th scope="col">Remark</th></tr></thead><tbody>${deviations.map(deviationRow)}</tbody></table>`;
}

function leftOutNote(lines: readonly CheckLine[]): Html {
  const count = lines.filter(({ status }) => status === 'not-selected').length;
  return count === 0
    ? NOTHING
    : markup`<p><b>${plural(count, 'sentence or row was', 'sentences and rows were')} left out of this run:</b> this checklist does not cover the whole document.</p>`;
}

function signatureRow(role: string): Html {
  return markup`<tr><th scope="row">${role}</th><td></td><td></td><td></td></tr>`;
}

/** @param deviations - what did not pass, in the order of their numbers. */
export function signOff(lines: readonly CheckLine[], deviations: readonly CheckLine[]): Html {
  const list =
    deviations.length === 0 ? markup`<p>None: whatever was tried passed.</p>` : deviationTable(deviations);
  return markup`<section class="paper" aria-labelledby="deviations"><h2 id="deviations">Deviations</h2>${leftOutNote(lines)}${list}</section>
<section class="paper sign" aria-labelledby="sign-off"><h2 id="sign-off">Sign-off</h2><p class="outcomes">${OUTCOMES.map((outcome) => markup`<span><span class="box" aria-hidden="true"></span> ${outcome}</span>`)}</p><table class="signatures"><thead><tr><th scope="col">Role</th><th scope="col">Name</th><th scope="col">Date</th><th scope="col">Signature</th></tr></thead><tbody>${ROLES.map(signatureRow)}</tbody></table></section>`;
}
