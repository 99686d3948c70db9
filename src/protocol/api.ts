/**
 * What an engine gets to know about an API that the user's profile describes (docs/profiles.md): enough to read and write its
 * records without code written for it. Paths in answers are dotted: `data.items`.
 */

/** How a time is written: RFC 3339, or the seconds or milliseconds since the epoch. */
export type TimeFormat = 'rfc3339' | 'epoch-seconds' | 'epoch-milliseconds';

/** How the token goes with a call. */
export type Authentication =
  /** `Authorization: Bearer <token>` (RFC 6750). */
  | { readonly scheme: 'bearer' }
  /** The token alone in a header. */
  | { readonly scheme: 'header'; readonly name: string }
  /** The token in the query. */
  | { readonly scheme: 'query'; readonly name: string };

/** How the pages of a listing follow each other. `limit` names the query parameter of the page's size. */
export type Paging =
  /** The answer holds what the next call passes on; it is absent, null or empty at the end. */
  | { readonly style: 'cursor'; readonly parameter: string; readonly next: string; readonly limit?: string }
  /** Pages are counted; a page that is not full is the last. */
  | { readonly style: 'page'; readonly parameter: string; readonly first: 0 | 1; readonly limit: string }
  /** Records are counted from 0; a page that is not full is the last. */
  | { readonly style: 'offset'; readonly parameter: string; readonly limit: string }
  /** The answer holds the next page's whole URL, or the header `Link` does (RFC 8288, `rel="next"`) where `next` is absent. */
  | { readonly style: 'link'; readonly next?: string; readonly limit?: string };

/** Where a record's version is, and how a write demands it. */
export type VersionToken =
  /** ETag of an answer that shows one record, `If-Match` of a write (RFC 9110, section 13.1.1). */
  | { readonly in: 'etag' }
  /** A member of the record; a write carries it in the same place. */
  | { readonly in: 'record'; readonly path: string };

/** An API in data. */
export interface ApiDescription {
  readonly authentication: Authentication;
  readonly record: {
    readonly id: string;
    readonly modified: { readonly path: string; readonly format: TimeFormat };
    readonly version?: VersionToken;
    /** Where the properties are in a record; absent: they are the record's own members. */
    readonly properties?: string;
    /** Where a single record is in an answer and in a body; absent: it is the whole. */
    readonly envelope?: string;
  };
  readonly list: {
    /** Where the records are in an answer; absent: the answer is the list. */
    readonly items?: string;
    /** The most records that a page holds. */
    readonly pageSize: number;
    readonly paging: Paging;
    /** Only records that were modified at this time or later; absent: listings are always whole. */
    readonly since?: { readonly parameter: string; readonly format: TimeFormat };
  };
  readonly update: {
    readonly method: 'PATCH' | 'PUT' | 'POST';
    /** `partial`: a body changes what it holds (RFC 7396). `whole`: it replaces all properties. */
    readonly body: 'partial' | 'whole';
    /** The status of a write whose version is out of date. Default 412 for ETags, else 409. */
    readonly conflict?: number;
  };
  /** Datatype → its path after the base URL, `/v2/customers`; one record is a step below, at its id. */
  readonly resources: Readonly<Record<string, string>>;
}
