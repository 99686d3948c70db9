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

/** Datatype name → dotted property path → facts. */
export type SystemSchema = Readonly<Record<string, { readonly properties: Readonly<Record<string, PropertyFacts>> }>>;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type Properties = Readonly<Record<string, Json>>;

/** A record as the system holds it. `version` counts its changes from 1. */
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
  /** Path and query, from the system's base URL on. */
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
