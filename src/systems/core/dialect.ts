/**
 * The seam between HTTP and what a system holds. A dialect is how a system speaks: a function from its store to the
 * answers it gives. The plain REST dialect is in rest/; native ones (Wix, Exact Online) are beside it.
 */
import type { RecordStore } from './store';
import type {
  Abilities,
  Clock,
  Properties,
  RequestHeaders,
  Subscriptions,
  SystemRecord,
  SystemSchema,
} from './types';

/** What a dialect may know of its system. */
export interface DialectContext {
  readonly store: RecordStore;
  readonly schema: SystemSchema;
  readonly abilities: Abilities;
  readonly clock: Clock;
  readonly baseUrl: string;
  readonly token: string;
  /** Who writes when the token is used. */
  readonly account: string;
  /** The most records that a page of a listing holds, at this moment. */
  readonly pageSize: () => number;
  /** Who is notified of changes; the dialect decides how to subscribe. */
  readonly subscriptions: Subscriptions;
}

/** A request, read: all that a dialect needs to answer at once, so that no two calls interleave. */
export interface ApiRequest {
  readonly method: string;
  /** From the base URL on, percent-encoded as it came, without the query. `undefined`: past the base URL. */
  readonly path: string | undefined;
  /** Without the question mark; empty where there is none. */
  readonly query: string;
  readonly headers: RequestHeaders;
  readonly body?: {
    readonly bytes: number;
    /** `undefined`: not UTF-8. */ readonly text: string | undefined;
  };
}

/** An answer, before it becomes a `Response`. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Why no engine that keeps to the contract would have made the call. */
  readonly unexpected?: string;
}

/**
 * What a call does, no matter what the API calls it. `session`: it renews a token. `other`: it is about no records, or
 * the API does not offer it.
 */
export type ApiOperation = 'list' | 'read' | 'create' | 'update' | 'delete' | 'session' | 'other';

/** What a call is about, as far as its method, path and body show. */
export interface RequestTarget {
  readonly operation: ApiOperation;
  readonly datatype?: string;
  readonly id?: string;
  /** The call continues a listing from where an earlier page ended. */
  readonly continues?: boolean;
}

/** Hears of calls before they take effect: what happens in a system meanwhile. */
export interface CallListener {
  /** Whether it wants to hear of the next call. */
  isWaiting(): boolean;
  /** @param system - the system's id */
  before(system: string, target: RequestTarget): void;
}

/** What kind of error a call meets. */
export type InjectedErrorKind =
  | 'server-error'
  | 'rate-limit'
  | 'refusal'
  | 'expired-token'
  | 'not-found'
  | 'stale-version'
  | 'expired-cursor';

/** An error that a fault plan asks for, no matter what the call was; the dialect gives it the API's own shape. */
export interface InjectedError {
  /** As HTTP has it for the kind; where the API uses another status (409 for a stale version), the dialect's holds. */
  readonly status: number;
  /** Absent: the status alone says it. */
  readonly kind?: InjectedErrorKind;
  /** For people. */
  readonly detail: string;
  /** Beside those of the API's own errors, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What people do in the system itself, in the words of the documents; and how its records look in these words. */
export interface DirectAccess {
  create(datatype: string, properties: Properties, by: string): SystemRecord;
  /** @param patch - a merge patch (RFC 7396) of the properties in the documents' words; a null stays an explicit null */
  edit(datatype: string, id: string, patch: Properties, by: string): SystemRecord;
  remove(datatype: string, id: string): void;
  /** The record with its properties as the documents name them (`info.emails` for the addresses in `info.emails.items`). */
  show(datatype: string, record: SystemRecord): SystemRecord;
  /** Whether the system made the record itself, because of another one (a member's contact). Absent: it never does. */
  isCompanion?(datatype: string, stored: SystemRecord): boolean;
  /** Whether the API refuses to write over a version that the client has not seen. Absent: as its abilities say. */
  hasVersions?(datatype: string): boolean;
}

/** A dialect that has been given its system. */
export interface DialectHandler {
  /** Answers synchronously: what a call finds and what it changes is one step. */
  answer(call: ApiRequest): ApiResponse;
  /** Never throws. */
  targetOf(call: ApiRequest): RequestTarget;
  /** An error in the API's own shape. */
  refuse(injectedError: InjectedError): ApiResponse;
  /**
   * Lets the token expire now, where the API has a way to renew it. Absent: tokens last; a fault plan's `expired-token`
   * then answers one call with 401.
   */
  readonly expireToken?: () => void;
  /** Absent: records are kept just as the documents name their properties. */
  readonly directAccess?: DirectAccess;
}

export type Dialect = (context: DialectContext) => DialectHandler;
