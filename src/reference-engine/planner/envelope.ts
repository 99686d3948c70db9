/** Records as connectors hand them to the engine. */
import type { JsonObject } from '../../core/json';
import type { Version } from './state';

/** A record as a system represents it; `modifiedAt` in milliseconds since the epoch. */
export interface Envelope {
  readonly id: string;
  readonly version: Version;
  readonly modifiedAt: number;
  readonly properties: JsonObject;
  /** The properties show all that the engine asked for: what is missing is empty. Else it was left out (D13). Default false. */
  readonly complete?: boolean;
}

export interface ListingPage {
  readonly items: readonly Envelope[];
  readonly next: string | null;
}

/** Fetches one page of a listing: the first one without a cursor. */
export type FetchPage = (cursor: string | null) => Promise<ListingPage>;
