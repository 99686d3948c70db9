/** The properties that a team's map gives to checks, for importers of JUnit files. */
import { plural, quote } from '../../core/text';
import type { CheckLine, RunResults } from '../../verdict';

/** Check id, or a pattern in which `*` stands for any characters → property → value. */
export type PropertiesByCheck = Readonly<Record<string, Readonly<Record<string, string>>>>;

function matcherOf(pattern: string): RegExp {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.+?()[\]{}|/]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 'su');
}

/** Finds the properties of checks; the patterns are read once. */
export class PropertyMap {
  private readonly exact: PropertiesByCheck;
  private readonly patterns: readonly (readonly [RegExp, Readonly<Record<string, string>>])[];

  constructor(private readonly given: PropertiesByCheck = {}) {
    const isPattern = (key: string): boolean => key.includes('*');
    const entries = Object.entries(given);
    this.exact = Object.fromEntries(entries.filter(([key]) => !isPattern(key)));
    this.patterns = entries
      .filter(([key]) => isPattern(key))
      .map(([key, values]) => [matcherOf(key), values] as const);
  }

  /** All that apply: of patterns that say different things of one property the later one counts, and the check's own id above all. */
  of(check: string): Readonly<Record<string, string>> {
    const fitting = this.patterns.filter(([matcher]) => matcher.test(check)).map(([, values]) => values);
    const own = Object.hasOwn(this.exact, check) ? this.exact[check] : undefined;
    return Object.assign({}, ...fitting, own) as Record<string, string>;
  }

  /** Keys that no check has, leaving out those of documents that the run did not read. */
  unused({ run, checks }: Pick<RunResults, 'run' | 'checks'>): string[] {
    const slugs = new Set(run.documents.map(({ slug }) => slug));
    const ids = checks.map(({ id }: CheckLine) => id);
    return Object.keys(this.given).filter((key) => {
      const [document = ''] = key.split('/', 1);
      if (!document.includes('*') && !slugs.has(document)) {
        return false;
      }
      const matcher = matcherOf(key);
      return !ids.some((id) => matcher.test(id));
    });
  }
}

/**
 * What to say of keys under `junit.properties` of the config that no check has; `undefined` where there are none.
 *
 * @param given - the map of the config.
 */
export function unusedProperties(
  results: Pick<RunResults, 'run' | 'checks'>,
  given: PropertiesByCheck,
): string | undefined {
  const unused = new PropertyMap(given).unused(results);
  if (unused.length === 0) {
    return undefined;
  }
  const names = unused.map((key) => quote(key)).join(', ');
  return `junit.properties of the config has ${plural(unused.length, 'key')} that no check has: ${names}. Write ids of checks as junit.xml has them, with * for any characters, or remove the keys.`;
}
