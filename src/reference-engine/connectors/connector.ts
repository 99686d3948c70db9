import type { DatatypeModel } from '../planner/model';
import type { Version } from '../planner/state';
import type { JsonObject } from '../../core/json';
import type { Envelope, ListingPage } from '../planner/envelope';

export interface ListingQuery {
  /** Milliseconds since the epoch, inclusive; absent: everything. An API that cannot filter by it lists everything. */
  readonly modifiedSince?: number;
  /** What the page before named as `next`; null for the first page. */
  readonly cursor: string | null;
}

/** A record as the engine knows it, when it decides to change it. */
export interface KnownRecord {
  readonly id: string;
  readonly version: Version;
  readonly properties: JsonObject;
}

/** One system's API. Every method rejects with a `ApiError` where the call did not succeed. */
export interface Connector {
  list(datatype: DatatypeModel, query: ListingQuery): Promise<ListingPage>;
  read(datatype: DatatypeModel, id: string): Promise<Envelope>;
  /**
   * Creates a record and gives it back as the system holds it.
   *
   * @param key - the same for the same origin and datatype; an API without idempotency keys has no use for it
   */
  create(datatype: DatatypeModel, properties: JsonObject, key: string): Promise<Envelope>;
  /**
   * Changes a record, if it still is as it is known.
   *
   * @param patch - a merge patch (RFC 7396) of the properties
   * @throws VersionConflict where somebody else was faster; nothing was written then
   */
  update(datatype: DatatypeModel, known: KnownRecord, patch: JsonObject): Promise<Envelope>;
  /** Another sync begins: what may be waited for in one is counted from zero again. */
  nextSync(): void;
}
