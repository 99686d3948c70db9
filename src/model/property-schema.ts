/** What is known of the properties of datatypes. */

/** JSON type of a property, as a system's schema states it; `any` takes every JSON value. */
export type PropertyType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'any';

/**
 * What a system's schema says of one property of a datatype: the one shape for config, profiles, simulated systems and the
 * engine protocol. The key in `DatatypeSchema.properties` is a dotted path.
 */
export interface PropertySchema {
  /** Of the value, or of each element where `list` is set. */
  readonly type: PropertyType;
  /** The value is a list of `type`. Default false. */
  readonly list?: boolean;
  /** A record cannot be created without it. Default false. */
  readonly required?: boolean;
  /** Set by the system alone. Default false. */
  readonly readOnly?: boolean;
  /** It may be emptied. Default true. */
  readonly clearable?: boolean;
  /** Of a text. */
  readonly format?: 'email';
  /** The datatype of the same system whose id the property holds. */
  readonly references?: string;
  /** What an engine writes into a required property that it has no value for. */
  readonly default?: unknown;
}

export interface DatatypeSchema {
  readonly properties: Readonly<Record<string, PropertySchema>>;
}
