/**
 * Dates of the API. On the wire `"/Date(1392224884577)/"`, milliseconds since the epoch; in filters
 * `datetime'2024-01-01T08:00:00.123'`; in bodies ISO 8601 without a zone, or the wire's own form. The sources disagree about
 * the zone (Exact's FAQ speaks of Central European time written as if it were UTC, others saw UTC): here all is UTC.
 */

const WIRE_FORM = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/;

/** Fractions as .NET writes them, up to seven digits. */
const ISO_FORM = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?Z?)?$/;

/** The latest time that a `Date` holds, in milliseconds since the epoch (ECMA-262, section 21.4.1.1). */
const LATEST = 8.64e15;

/** Milliseconds since the epoch of `2024-01-01`, `2024-01-01T08:00`, `2024-01-01T08:00:00.123`; `undefined` where it is none. */
export function readTime(text: string): number | undefined {
  const [whole, day, minutes = '00:00', seconds = '00', fraction = ''] = ISO_FORM.exec(text) ?? [];
  if (whole === undefined || day === undefined) {
    return undefined;
  }
  const time = Date.parse(`${day}T${minutes}:${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : time;
}

/** The time of a body's value, in either form. */
export function readBodyTime(text: string): number | undefined {
  const wire = WIRE_FORM.exec(text)?.[1];
  if (wire === undefined) {
    return readTime(text);
  }
  return Math.abs(Number(wire)) <= LATEST ? Number(wire) : undefined;
}

/** How the store and the documents write a time: RFC 3339, UTC, milliseconds. */
export function storedTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** `"/Date(…)/"`. */
export function wireTime(milliseconds: number): string {
  return `/Date(${milliseconds})/`;
}

/** A literal for `$skiptoken` and `$filter`. */
export function timeLiteral(milliseconds: number): string {
  return `datetime'${new Date(milliseconds).toISOString().slice(0, -1)}'`;
}
