/**
 * The public face of a mocked system. The harness makes systems and looks into them; the engine under test only
 * ever sees their HTTP.
 */

/** Where modification times come from; the harness alone moves it. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/** JSON Schema-like facts about one property: the shape of `PropertySchema` of the engine protocol. */
export interface PropertyFacts {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'any';
  readonly list?: boolean;
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly clearable?: boolean;
}

/** Dotted property path → facts. */
export interface DatatypeFacts {
  readonly properties: Readonly<Record<string, PropertyFacts>>;
}

/** Datatype name → dotted property path → facts. */
export type SystemSchema = Readonly<Record<string, DatatypeFacts>>;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
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
  readonly status: number;
  readonly responseBody?: string;
  /** It was a write (any method but GET, HEAD, OPTIONS), whatever came of it. */
  readonly mutating: boolean;
  /** Why no engine should ever have made this call; absent on a call that it may make. */
  readonly unexpected?: string;
}

/** `Request → Response`, WHATWG types: what every mount (nock, direct, loopback) calls. */
export type Handler = (request: Request) => Promise<Response>;

/** A mocked system: `handler` is all that an engine meets, the rest is the harness's view and the people's hands. */
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
  /** Never throws and never rejects for anything that a client sends. */
  readonly handler: Handler;
  /** All records of the datatype, in the order of their creation. */
  records(datatype: string): readonly SystemRecord[];
  record(datatype: string, id: string): SystemRecord | undefined;
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
  /** How many records a page of a listing holds at most. */
  setPageSize(size: number): void;
}
