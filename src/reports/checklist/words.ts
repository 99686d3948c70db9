/** What the pages say in the same words: states, counts, dates. */
import { plural } from '../../core/text';
import { STATUSES, totalsOf } from '../../verdict';
import type { CheckLine, CheckStatus } from '../../verdict';
import { LOOKS, type Look } from '../looks';

/** What a state means, for people who read a checklist for the first time. */
export const MEANINGS: Readonly<Record<CheckStatus, string>> = {
  passed: 'the engine does what the line says',
  failed: 'the engine does not do what the line says',
  known: 'it failed, and the baseline lists it',
  pending: 'something must be stated or fixed before it can be tried',
  unsupported: 'the engine does not claim to be able to do it',
  disputed: 'the config says that the line is disputed',
  informative: 'nothing to be checked',
  'not-understood': 'no rule reads the line',
  'not-selected': 'left out of this run',
  'not-run': 'it was to be tried, and there is no result',
};

/** The states of a document, and what is counted apart. */
export interface Counts {
  /** Sentences and rows: all but informative lines. */
  readonly judged: number;
  readonly byStatus: Readonly<Partial<Record<CheckStatus, number>>>;
  /** Passed, with no property to compare. */
  readonly withoutProperty: number;
  /** Failed for another line alone. */
  readonly byPrecondition: number;
}

export function countsOf(lines: readonly CheckLine[]): Counts {
  const byStatus = totalsOf(lines);
  return {
    judged: lines.length - (byStatus.informative ?? 0),
    byStatus,
    withoutProperty: lines.filter(({ basis }) => basis !== undefined).length,
    byPrecondition: lines.filter(({ precondition }) => precondition !== undefined).length,
  };
}

/** What a whole document comes to: the worst state of its sentences and rows, `informative` where it has none. */
export function worstState({ byStatus }: Counts): CheckStatus {
  return STATUSES.find((status) => (byStatus[status] ?? 0) > 0) ?? 'informative';
}

export function lookOf(counts: Counts): Look {
  return LOOKS[worstState(counts)];
}

function apart(count: number, words: string): string {
  return count === 0 ? '' : `, ${count} of them ${words}`;
}

/** `9 of 12 sentences and rows passed, 3 of them without a property to compare; 2 failed; 1 pending`. */
export function countsInWords({ judged, byStatus, withoutProperty, byPrecondition }: Counts): string {
  if (judged === 0) {
    return 'nothing to check: every line is informative';
  }
  const passed = `${byStatus.passed ?? 0} of ${plural(judged, 'sentence or row', 'sentences and rows')} passed`;
  const others = STATUSES.filter((status) => status !== 'passed' && status !== 'informative').flatMap(
    (status) => {
      const count = byStatus[status];
      if (count === undefined) {
        return [];
      }
      const blamed = status === 'failed' ? apart(byPrecondition, 'because of another line') : '';
      return [`${count} ${status}${blamed}`];
    },
  );
  return [`${passed}${apart(withoutProperty, 'without a property to compare')}`, ...others].join('; ');
}

/** `2026-01-02 03:04:05 UTC`; what is not such a time stays as it is. */
export function timeInWords(isoTime: string): string {
  return isoTime.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/, '$1 $2 UTC');
}

/** `12 ms`, `1.2 s`, `under 1 ms`. */
export function durationInWords(milliseconds: number): string {
  if (milliseconds < 1) {
    return 'under 1 ms';
  }
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Lines that are neither passed nor informative nor left out: what a signature has to answer for. */
export function deviationsOf(lines: readonly CheckLine[]): CheckLine[] {
  return lines.filter(({ status }) => !['passed', 'informative', 'not-selected'].includes(status));
}
