/**
 * The public face of a mocked system. The harness makes systems and looks into them; the engine under test only
 * ever sees their HTTP.
 */

import type { Json } from '../../core/json';
import type { DatatypeSchema } from '../../model';
import type { Abilities } from '../../protocol';

export type { Abilities } from '../../protocol';

/** Where modification times come from; the harness alone moves it. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/** Datatype name → dotted property path → facts. */
export type SystemSchema = Readonly<Record<string, DatatypeSchema>>;

export type Properties = Readonly<Record<string, Json>>;

/** A record as the system holds it. `version` counts its changes from 1. A change makes a new object. */
export interface SystemRecord {
  readonly id: string;
  readonly version: number;
  /** Milliseconds since the epoch, from the harness's clock. */
  readonly modifiedAt: number;
  /** The account that wrote it last. */
  readonly modifiedBy: string;
  readonly properties: Properties;
}

/** One HTTP call that a system answered. Tokens are never kept. */
export interface RecordedCall {
  /** Counts over all systems of one scenario, from 1. */
  readonly number: number;
  readonly system: string;
  readonly method: string;
  /** Path and query, from the system's base URL on; the whole URL where the call went past the base URL. */
  readonly path: string;
  readonly requestBody?: string;
  /** 0: no answer reached the engine, by a fault. */
  readonly status: number;
  readonly responseBody?: string;
  /** It meant to change a record (no GET, HEAD or OPTIONS, no query by POST, no token's renewal), whatever came of it. */
  readonly mutating: boolean;
  /** Of a call that meant to change a record: which, as far as method and path show. */
  readonly target?: { readonly datatype?: string; readonly id?: string };
  /** Why no engine should ever have made this call; absent on a call that it may make. */
  readonly unexpected?: string;
  /** The kinds of the faults that fired on the call, or showed in its answer: `clock-jump, stale-listing`. */
  readonly fault?: string;
}

/** A subscriber to changes. */
export interface Subscription {
  readonly name: string;
  /** `http:` or `https:`, on this machine. */
  readonly url: string;
  /** Absent: all. */
  readonly datatypes?: readonly string[];
}

/** The subscriptions of a system, by name. */
export interface Subscriptions {
  /** @throws Error where the URL is none that events may be sent to; only http and https addresses of this machine */
  put(subscription: Subscription): void;
  get(name: string): Subscription | undefined;
  /** Also drops what is on its way to the subscriber. `false` where there is none of the name. */
  remove(name: string): boolean;
  /** What signs the events for a subscription of that name (Standard Webhooks): `whsec_…`. */
  secretOf(name: string): string;
}

/** What is sent to a subscriber; the record itself has to be read. */
export interface WebhookEvent {
  /** Tells the event from every other one; its copies share it. */
  readonly id: string;
  readonly datatype: string;
  readonly recordId: string;
  readonly event: 'created' | 'updated' | 'deleted';
  readonly version?: number;
  /** UTC with milliseconds; of a deleted record, of its last change. */
  readonly modifiedAt: string;
}

/** What became of the events that were due. */
export interface DeliveryReport {
  /** POSTs that were answered 2xx; the copies of a duplicate count. */
  readonly delivered: number;
  /** POSTs that were answered otherwise or not at all; they are sent again by the next delivery. */
  readonly failed: number;
  /** Events that are still on their way. */
  readonly waiting: number;
}

/** How events are delivered. */
export interface DeliveryManner {
  /** How often an event is sent, at most, until it is answered 2xx. Default 1. */
  readonly attempts?: number;
  /** Waits before the next attempt; `attempt` is the number of the one that failed, from 1. Default: no wait. */
  readonly pause?: (attempt: number) => Promise<unknown>;
  /** How long a subscriber may take to answer, in milliseconds. Default 5000. */
  readonly limit?: number;
  /** Once it is aborted, nothing more is sent: the rest waits for the next delivery. */
  readonly signal?: AbortSignal;
  /** The time of the attempts, in milliseconds since the epoch. Default: the time of day, in which subscribers live. */
  readonly now?: () => number;
  /** Notified of each event that was not taken after all its attempts. */
  readonly onFailure?: (failure: DeliveryFailure) => void;
}

/** An event that was not taken; it is sent again by the next delivery. */
export interface DeliveryFailure {
  readonly subscription: Subscription;
  readonly event: WebhookEvent;
  /** `it was answered 500`, `no answer came within 5 s`, `no connection: ECONNREFUSED`. */
  readonly reason: string;
  /** No answer came in time; nothing more was sent to the subscriber in this delivery. */
  readonly isSilent: boolean;
}

/** The headers of a request, as far as anyone asks for them: `Headers` are such. */
export interface RequestHeaders extends Iterable<readonly [string, string]> {
  /** `null`: there is no such header. The case of names does not count. */
  get(name: string): string | null;
}

/** A request whose body is at hand as a text that UTF-8 can write, without a byte order mark at its beginning. */
export interface TextRequest {
  readonly method: string;
  /** In URL normal form. */
  readonly url: string;
  readonly headers: RequestHeaders;
  /** Absent: no body. */
  readonly text?: string;
}

/** `Request → Response`, WHATWG types: what every transport (nock, direct, loopback) calls. */
export interface Handler {
  (request: Request): Promise<Response>;
  /**
   * Answers as it would the same `Request`, and makes none: for transports that are handed texts. It throws what the other
   * rejects with. Absent: only a `Request` will do.
   */
  readonly answerText?: (request: TextRequest) => Response | Promise<Response>;
}

/** A mocked system: `handler` is all that an engine meets, the rest is the harness's view, and what people do. */
export interface MockedSystem {
  /** Names the system in calls and in the ids of its records. */
  readonly id: string;
  /** As the documents write it. */
  readonly name: string;
  /** In URL normal form, without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
  /** The engine's account: `modifiedBy` of every write that was made with the token. */
  readonly account: string;
  readonly schema: SystemSchema;
  readonly abilities: Abilities;
  /** Never throws and never rejects for anything that a client sends; it rejects with `ConnectionLost` where a fault says so. */
  readonly handler: Handler;
  /**
   * Whether a request is for this system, where several are at one base URL (two sites of one API, distinguished by a
   * header). Absent: it has its base URL for itself.
   */
  readonly claims?: (headers: RequestHeaders) => boolean;
  /** Other hosts of the vendor that lead to the system, too. Absent: none. */
  readonly otherHosts?: readonly string[];
  /** Whether the API refuses to write over a version of such a record that the client has not seen. */
  hasVersions(datatype: string): boolean;
  /** All records of the datatype, in the order of their creation. */
  records(datatype: string): readonly SystemRecord[];
  record(datatype: string, id: string): SystemRecord | undefined;
  /** Whether the system made the record itself, because of another one (a member's contact). */
  isCompanion(datatype: string, record: SystemRecord): boolean;
  /**
   * A person creates a record. It is kept exactly as it is given, whatever the schema says: a missing property stays
   * missing; null, `""` and `[]` stay what they are.
   * @param by - the account; default `person`
   */
  create(datatype: string, properties: Properties, by?: string): SystemRecord;
  /**
   * A person saves a change: version and modification time move, even where no value differs.
   * @param patch - an RFC 7396 merge patch of the properties; a null stays as an explicit null
   * @param by - the account; default `person`
   */
  edit(datatype: string, id: string, patch: Properties, by?: string): SystemRecord;
  /** A person deletes a record. */
  remove(datatype: string, id: string): void;
  /**
   * A person merges two records: the first one's id answers with the second from now on, and listings leave it out. The
   * second keeps its values and takes those that it lacks.
   * @returns the second, as it is now
   */
  merge(datatype: string, id: string, into: string): SystemRecord;
  /** Who is notified of changes; engines subscribe over HTTP where the API offers webhooks. */
  readonly subscriptions: Subscriptions;
  /**
   * Sends the webhooks' events that are due.
   * @param fetch - default the global one
   * @param manner - default: each once, with five seconds for an answer
   */
  deliver(fetch?: typeof globalThis.fetch, manner?: DeliveryManner): Promise<DeliveryReport>;
  /** How many records a page of a listing holds at most. */
  setPageSize(size: number): void;
  /** From now on the nth record of each datatype gets an id that the nth of any other datatype or system would get too. */
  useEqualIds(): void;
}
