import type { Section } from './types';

/** Answers for sections that were asked about before: sections never change. */
export function memoized<T>(find: (section: Section) => T): (section: Section) => T {
  const known = new WeakMap<Section, { readonly found: T }>();
  return (section) => {
    const answer = known.get(section) ?? { found: find(section) };
    known.set(section, answer);
    return answer.found;
  };
}
