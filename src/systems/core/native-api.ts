/** Native APIs: what the harness needs to set a system up that speaks its vendor's API (Wix, Exact Online). */
import type { Abilities, ApiDescription, OAuthApp, TokenRenewal } from '../../protocol';
import type { Dialect } from './dialect';
import type { RequestHeaders } from './types';

export type { OAuthApp, TokenRenewal } from '../../protocol';

/** What distinguishes one account (a site, an administration) of a native API from the others of the same host. */
export interface AccountOptions {
  /** Unique in the run; ids and keys are made from it. */
  readonly key: string;
  /** The token that the engine is given. */
  readonly token: string;
}

/** One account of a native API, for `createSystem`, and what an engine must know beside base URL and token. */
export interface NativeAccount {
  readonly dialect: Dialect;
  /** The id of the nth record of the system. */
  readonly idOf: (sequence: number) => string;
  /** Absent: no other account of the host shares the base URL. */
  readonly claims?: (headers: RequestHeaders) => boolean;
  /** Headers that go with every call. */
  readonly headers: Readonly<Record<string, string>>;
  readonly renewal?: TokenRenewal;
  /** The app that an engine can authorize itself as. Absent: the API has no OAuth here. */
  readonly oauth?: OAuthApp;
}

/** A vendor's API. */
export interface NativeApi {
  /** As profiles name it. */
  readonly name: string;
  /** The real host name. */
  readonly host: string;
  /** Other hosts of the vendor at which a part of the API is. */
  readonly otherHosts?: readonly string[];
  /** The API in data, where that is what it was made from. */
  readonly description?: ApiDescription;
  readonly abilities: Abilities;
  /** The datatypes that it has, in the documents' words (`Salesorders`); compared without case. */
  readonly datatypes: readonly string[];
  account(options: AccountOptions): NativeAccount;
}
