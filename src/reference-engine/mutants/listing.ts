/** Mutants that do not see all there is. */
import type { Envelope, FetchPage } from '../planner/envelope';
import { connectingBy, keyOf } from './connecting';
import type { Mutant } from './mutant';

/** Follows a listing to its end, and takes each page but the first for one that repeats a record at its beginning. */
async function skippingBetweenPages(fetchPage: FetchPage): Promise<readonly Envelope[]> {
  const items: Envelope[] = [];
  let page = await fetchPage(null);
  items.push(...page.items);
  while (page.next !== null) {
    page = await fetchPage(page.next);
    items.push(...page.items.slice(1));
  }
  return items;
}

/** How many records of a datatype some free plans of such software synchronize. */
const MAX_RECORDS = 100;

export const LISTING_MUTANTS: readonly Mutant[] = [
  {
    name: 'first-page-only',
    topic: 'listing',
    what: 'Reads the first page of a listing and no other.',
    decisions: ['D2'],
    caughtBy: ['create-always', 'merge-on-match'],
    strategies: () => ({ listAll: async (fetchPage) => (await fetchPage(null)).items }),
  },
  {
    name: 'skips-first-of-later-pages',
    topic: 'listing',
    what: 'Leaves out the first record of every page but the first.',
    decisions: ['D2'],
    caughtBy: ['create-always', 'merge-on-match'],
    strategies: () => ({ listAll: skippingBetweenPages }),
  },
  {
    name: 'stops-after-100-records',
    topic: 'listing',
    what: `Sees the first ${MAX_RECORDS} records of a datatype, and none beyond.`,
    decisions: ['D2'],
    caughtBy: ['create-always'],
    strategies: () =>
      connectingBy((connector) => {
        const seen = new Map<string, Set<string>>();
        return {
          list: async (datatype, query) => {
            const page = await connector.list(datatype, query);
            const known = seen.get(keyOf(datatype)) ?? new Set<string>();
            seen.set(keyOf(datatype), known);
            const items = page.items.filter(({ id }) => {
              const isSeen = known.has(id) || known.size < MAX_RECORDS;
              if (isSeen) {
                known.add(id);
              }
              return isSeen;
            });
            return { ...page, items };
          },
        };
      }),
  },
  {
    name: 'missing-becomes-cleared',
    topic: 'listing',
    what: 'Takes a property that an answer leaves out for one that was cleared.',
    decisions: ['D13'],
    caughtBy: ['keep-in-sync', 'properties'],
    strategies: () =>
      connectingBy((connector) => ({
        list: async (datatype, query) => {
          const page = await connector.list(datatype, query);
          return { ...page, items: page.items.map((envelope) => ({ ...envelope, complete: true })) };
        },
      })),
  },
];
