/** How the benches print what they measured. */
import { median } from './measure';

/** Least, median and most of some values, with so many digits. */
export function spread(values: readonly number[], digits: number, unit = ''): string {
  const least = Math.min(...values);
  const most = Math.max(...values);
  return [
    ['min', least],
    ['median', median(values)],
    ['max', most],
  ]
    .map(([name, value]) => `${String(name)} ${Number(value).toFixed(digits)}${unit}`)
    .join('  ');
}

/** One line: a name, and what there is to say of it. */
export function line(name: string, figures: string): string {
  return `${name.padEnd(46)} ${figures}\n`;
}

/** The ratios of two rows of values, pair by pair. */
export function ratios(one: readonly number[], other: readonly number[]): number[] {
  return one.map((value, at) => value / (other[at] ?? Number.NaN));
}
