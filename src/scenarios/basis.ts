/** What a pass rests on where no property of the section can be compared. */
import type { Check } from '../model';
import type { SectionContext } from './section-context';

const LINKS =
  'counts of records, and the links that the engine reports: no row of this section can be compared';

const BASES: Readonly<Partial<Record<Check['kind'], string>>> = {
  'link-required': LINKS,
  'merge-existing': LINKS,
  'merge-on-match': LINKS,
  'keep-in-sync': 'no write and no new record after an edit: this section has no property to keep in sync',
  properties: 'no write after an edit: the table has no row',
};

/** `undefined` where the check compares what it promises: properties, or the number of records. */
export function basisOf(context: SectionContext, { kind }: Pick<Check, 'kind'>): string | undefined {
  return context.plainRows.length > 0 ? undefined : BASES[kind];
}
