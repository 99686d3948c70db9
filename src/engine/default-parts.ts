/** The parts of the reference engine. */
import { exactConversions } from './conversions';
import { isEmpty } from './json';
import { rowsOf } from './model';
import type { EngineParts, Envelope, FetchPage } from './parts';
import { mergePatch } from './patch';
import { elementsOf } from './paths';
import { plan } from './plan';
import { openFileStore } from './store';

/** Follows a listing's cursors to its end. @throws Error when a cursor comes twice. */
const listAllPages = async (fetchPage: FetchPage): Promise<readonly Envelope[]> => {
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
    if (cursor !== null) seen.add(cursor);
  } while (cursor !== null);
  return items;
};

export const defaultParts: EngineParts = {
  listAll: listAllPages,
  openStore: openFileStore,
  readSection: (section) => {
    const kinds = new Set(section.statements.map(({ kind }) => kind));
    return {
      creates: !kinds.has('link-required') && (kinds.has('create-always') || kinds.has('create-missing')),
      mergeRows: rowsOf(section, 'merge-on-match'),
    };
  },
  conversions: exactConversions,
  matchValues: (value) => elementsOf(value).filter((element) => !isEmpty(element)),
  renewedBy: (edited) => edited,
  writesBack: true,
  patchBody: mergePatch,
  plan,
};
