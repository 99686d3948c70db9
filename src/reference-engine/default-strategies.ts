/** The parts of the reference engine. */
import { EXACT_CONVERSIONS } from './planner/conversions';
import { isEmpty } from './planner/json';
import { rowsOf } from './planner/model';
import type { Strategies } from './planner/strategies';
import { mergePatch } from './planner/patch';
import { elementsOf } from './planner/paths';
import { plan } from './planner/plan';
import { openFileStore } from './store/store';
import type { Envelope, FetchPage } from './planner/envelope';

/** Follows a listing's cursors to its end. @throws Error when a cursor comes twice. */
async function listAllPages(fetchPage: FetchPage): Promise<readonly Envelope[]> {
  const items: Envelope[] = [];
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const page = await fetchPage(cursor);
    items.push(...page.items);
    cursor = page.next;
    if (cursor !== null && seen.has(cursor)) {
      throw new Error(
        `the system gave the cursor ${JSON.stringify(cursor)} twice, so the listing has no end`,
      );
    }
    if (cursor !== null) {
      seen.add(cursor);
    }
  } while (cursor !== null);
  return items;
}

export const DEFAULT_STRATEGIES: Strategies = {
  listAll: listAllPages,
  openStore: openFileStore,
  readSection: (section) => {
    const kinds = new Set(section.statements.map(({ kind }) => kind));
    return {
      creates: !kinds.has('link-required') && (kinds.has('create-always') || kinds.has('create-missing')),
      mergeRows: rowsOf(section, 'merge-on-match'),
    };
  },
  conversions: EXACT_CONVERSIONS,
  matchValues: (value) => elementsOf(value).filter((element) => !isEmpty(element)),
  renewedBy: (edited) => edited,
  writesBack: true,
  patchBody: mergePatch,
  plan,
};
