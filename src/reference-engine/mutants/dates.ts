/** Mutants that carry dates wrongly. They are texts to the documents and dates to such an engine. */
import type { Mutant } from './mutant';
import { sendingText } from './sending';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A date, or a date with a time. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

const HOUR_MS = 3_600_000;

/** The day of a moment in UTC; `text` where that is not one. */
function dayOf(milliseconds: number, text: string): string {
  return Number.isNaN(milliseconds) ? text : new Date(milliseconds).toISOString().slice(0, 10);
}

/** Local midnight of that day, written as a day in UTC: east of Greenwich, it is the day before. */
function shiftedDay(text: string): string {
  return DAY.test(text) ? dayOf(Date.parse(`${text}T00:00:00Z`) - HOUR_MS, text) : text;
}

/** The same, with the time zone that the process really has. */
function localDay(text: string): string {
  return DAY.test(text) ? dayOf(Date.parse(`${text}T00:00:00`), text) : text;
}

/** The month's last day, where the month has 31, becomes the first of the next. */
function overflown(text: string): string {
  return DAY.test(text) && text.endsWith('-31')
    ? dayOf(Date.parse(`${text}T00:00:00Z`) + 24 * HOUR_MS, text)
    : text;
}

export const DATE_MUTANTS: readonly Mutant[] = [
  {
    name: 'shifts-dates-to-utc',
    topic: 'dates',
    what: 'Takes a date for midnight one hour east of Greenwich, and writes its day in UTC: the day before.',
    decisions: ['D15'],
    caughtBy: ['properties'],
    strategies: () => sendingText(shiftedDay),
  },
  {
    name: 'shifts-dates-by-local-zone',
    topic: 'dates',
    what: 'Takes a date for midnight in the time zone of its process, and writes its day in UTC: wrong east of Greenwich.',
    decisions: ['D15'],
    caughtBy: ['properties'],
    strategies: () => sendingText(localDay),
  },
  {
    name: 'overflows-month-ends',
    topic: 'dates',
    what: 'Writes the first of the next month for the 31st.',
    decisions: ['D15'],
    caughtBy: ['properties'],
    strategies: () => sendingText(overflown),
  },
  {
    name: 'drops-time-of-day',
    topic: 'dates',
    what: 'Writes the date alone where a text has a date and a time.',
    decisions: ['D15'],
    caughtBy: ['properties'],
    strategies: () => sendingText((text) => (MOMENT.test(text) ? text.slice(0, 10) : text)),
  },
];
