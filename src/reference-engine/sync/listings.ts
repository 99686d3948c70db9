/** Reading what the systems have: one listing for each datatype. */
import { ApiError, type Connectors } from '../connectors';
import type { Envelope, FetchPage } from '../planner/envelope';
import type { DatatypeModel } from '../planner/model';
import type { Observation } from './ingest';

export interface ListingStrategies {
  /** All records of a listing, page after page. */
  listAll(fetchPage: FetchPage): Promise<readonly Envelope[]>;
  /**
   * Where an incremental listing begins: a modification time in milliseconds since the epoch, inclusive; absent:
   * everything is listed.
   *
   * @param cursor - the highest modification time that was listed before
   */
  listFrom(cursor: number | undefined): number | undefined;
}

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

/**
 * How far a listing reaches back before the highest modification time seen, in milliseconds: the clock of a system may be set
 * back meanwhile, by an hour where it follows summer time. What is listed again says nothing new.
 */
const OVERLAP = 2 * 3_600_000;

/** The listings of the reference engine. */
export const DEFAULT_LISTING: ListingStrategies = {
  listAll: listAllPages,
  listFrom: (cursor) => (cursor === undefined ? undefined : cursor - OVERLAP),
};

/** What a listing showed, or why there is none. `postponed`: the system asked to wait longer than this sync can. */
export type Listing = Observation | { readonly failure: string; readonly postponed: boolean };

/** Lists one datatype; never throws. `since` as `listFrom` returns it. */
export async function listDatatype(
  { listAll }: Pick<ListingStrategies, 'listAll'>,
  connectors: Connectors,
  datatype: DatatypeModel,
  since: number | undefined,
): Promise<Listing> {
  try {
    const connector = connectors.of(datatype);
    const envelopes = await listAll((cursor) =>
      connector.list(datatype, { cursor, ...(since === undefined ? {} : { modifiedSince: since }) }),
    );
    return { datatype: datatype.key, envelopes };
  } catch (error) {
    const name = `${datatype.system.configuration.name} ${datatype.name}`;
    const postponed = error instanceof ApiError && error.postponed;
    const why = error instanceof Error ? error.message : String(error);
    return { failure: `${name} could not be listed: ${why}`, postponed };
  }
}
