/** APIs of their own: what the harness needs to stand a system up that speaks Wix's or Exact Online's API. */
import { createHash } from 'node:crypto';
import type { Abilities, ApiDescription, TokenRenewal } from '../../protocol';
import type { Dialect } from './dialect';

export type { TokenRenewal } from '../../protocol';

/** What tells one account (a site, an administration) of a native API from the others of the same host. */
export interface AccountOptions {
  /** Tells the account from every other one of the run; ids and keys are made from it. */
  readonly key: string;
  /** The token that the engine is given. */
  readonly token: string;
}

/** One account of a native API, for `createSystem`, and what an engine must know beside base URL and token. */
export interface NativeAccount {
  readonly dialect: Dialect;
  /** The id of the nth record of the system. */
  readonly idOf: (sequence: number) => string;
  /** Absent: the account has a base URL of its own on the host. */
  readonly claims?: (headers: Headers) => boolean;
  /** Headers that go with every call. */
  readonly headers: Readonly<Record<string, string>>;
  readonly renewal?: TokenRenewal;
}

/** An API of its own. */
export interface NativeApi {
  /** As profiles name it. */
  readonly name: string;
  /** The real host name. */
  readonly host: string;
  /** The API in data, where that is what it was made from. */
  readonly description?: ApiDescription;
  readonly abilities: Abilities;
  /** The datatypes that it has, in the documents' words (`Salesorders`); compared without case. */
  readonly datatypes: readonly string[];
  account(options: AccountOptions): NativeAccount;
}

/** A GUID (RFC 9562, version 8: made from a hash) that is the same for the same texts. */
export function guidOf(...parts: readonly (string | number)[]): string {
  const bytes = createHash('sha256').update(parts.join('\n')).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
