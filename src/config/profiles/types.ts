/** What is known of a kind of system, whatever the documents say of it (docs/profiles.md). */
import type { DeclaredProperty } from '../../model';
import type { Abilities, ApiDescription } from '../../protocol';

/** How systems of a profile speak: the plain REST dialect, an API described in data, or one that is built in. */
export type Api = 'rest' | 'described' | 'wix' | 'exact-online';

/** A datatype of a profile. */
export interface ProfileDatatype {
  /** By dotted path, as documents write it. */
  readonly properties: Readonly<Record<string, DeclaredProperty>>;
  /** Text properties that may be written and need not be: what can hold a value that must never be touched. Default: none. */
  readonly spare: readonly string[];
}

/** A profile with every default filled in. */
export interface SystemProfile {
  readonly name: string;
  /** The file it was read from, absolute. */
  readonly file: string;
  /** How documents call systems of this profile; compared without case. */
  readonly systems: readonly string[];
  readonly api: Api;
  /** The real host name. */
  readonly host?: string;
  /** Present where `api` is `described`. */
  readonly description?: ApiDescription;
  /** Where it differs from what the API usually offers. */
  readonly abilities: Partial<Abilities>;
  /** By the name that documents write. */
  readonly datatypes: Readonly<Record<string, ProfileDatatype>>;
}
