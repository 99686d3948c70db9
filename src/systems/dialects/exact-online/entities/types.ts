/** What the API has: its entities and their properties, as data. */
import type { Properties, SystemRecord } from '../../../core/types';
import type { Json } from '../../../../core/json';

/** The entities that are offered. `SalesOrderLines` live inside of their order. */
export type EntityName = 'Accounts' | 'Items' | 'SalesOrders' | 'SalesOrderLines';

/** How a value is kept and shown: an Edm type, numbers of all widths taken as whole or not. */
export type ValueKind = 'guid' | 'string' | 'integer' | 'number' | 'boolean' | 'date';

/** What the API says of a property. */
export interface PropertyDefinition {
  readonly kind: ValueKind;
  /** Silently skipped where a body holds it. */
  readonly readOnly?: boolean;
  /** Silently skipped where the body of a change holds it. */
  readonly fixed?: boolean;
  /** Refused (400) where a new record has no value, or a change takes the value away. */
  readonly required?: boolean;
  /** The system gives it a value; refused (400) where a change takes the value away. */
  readonly lasting?: boolean;
  /** Mandatory filtering is met by it. */
  readonly selective?: boolean;
  /** The most characters. */
  readonly length?: number;
  /** The database fills it up with blanks to this many characters. */
  readonly padded?: { readonly to: number; readonly side: 'left' | 'right' };
  /** The entity whose key it holds: a key that is not there is not kept. */
  readonly references?: EntityName;
  /** A currency: one that is not active in the administration is not kept. */
  readonly currency?: boolean;
}

/** The facts that values are worked out from. */
export interface EntityContext {
  readonly division: number;
  /** A record by its key, the stock records included. */
  find(entity: EntityName, key: string): SystemRecord | undefined;
  /** The lines of a sales order, as separate records. */
  linesOf(order: SystemRecord): readonly SystemRecord[];
  /** The value of a property of the record, as the store would keep it. */
  valueOf(entity: EntityName, record: SystemRecord, property: string): Json;
}

/** Works a value out that nobody writes. */
export type Computation = (record: SystemRecord, around: EntityContext) => Json;

export interface EntityDefinition {
  readonly name: EntityName;
  /** The step in front of the name: `crm/Accounts`. */
  readonly service: string;
  /** As `__metadata.type` gives it. */
  readonly type: string;
  readonly key: string;
  /** In the order in which they are shown. */
  readonly properties: ReadonlyMap<string, PropertyDefinition>;
  /** Properties that are worked out whenever they are read. */
  readonly computed: ReadonlyMap<string, Computation>;
  /** What the system fills in where nobody wrote a value. */
  readonly defaults: Properties;
  /** Collections below an entity: `SalesOrderLines`; without an entity they are always empty here. */
  readonly collections: ReadonlyMap<string, EntityName | undefined>;
  /** Listings need a filter on a `selective` property. */
  readonly mandatoryFilter: boolean;
  /** No two records have the same value in it. */
  readonly unique?: string;
}

/** The names of properties by their kind, separated by blanks, and what else is to say of some. */
interface PropertyLists {
  readonly kinds: Readonly<Record<ValueKind, string>>;
  readonly readOnly: string;
  readonly selective?: string;
  readonly marks?: Readonly<Record<string, Partial<PropertyDefinition>>>;
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** The properties of an entity, the key first and the others by name. */
export function defineProperties(key: string, lists: PropertyLists): ReadonlyMap<string, PropertyDefinition> {
  const readOnly = new Set(words(lists.readOnly));
  const selective = new Set(words(lists.selective ?? ''));
  const entries = (Object.entries(lists.kinds) as [ValueKind, string][]).flatMap(([kind, names]) =>
    words(names).map((name): [string, PropertyDefinition] => [
      name,
      {
        kind,
        ...(readOnly.has(name) || name === key ? { readOnly: true } : {}),
        ...(selective.has(name) ? { selective: true } : {}),
        ...lists.marks?.[name],
      },
    ]),
  );
  const rank = (name: string): string => (name === key ? '' : name);
  return new Map(entries.sort(([one], [other]) => (rank(one) < rank(other) ? -1 : 1)));
}
