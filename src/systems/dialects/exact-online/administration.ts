import { guidOf } from '../../core/guid';
import { createStore } from '../../core/store';
import type { DatatypeStore } from '../../core/store';
import type { Clock, Properties, SystemRecord } from '../../core/types';
import { ENTITIES, STOCK_ACCOUNT, STOCK_ITEM, userOf } from './entities';
import type { EntityName, EntityContext } from './entities';
import { createKeyOrder } from './key-order';
import type { KeyOrder } from './key-order';
import { storedTime } from './times';
import { isList, isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

/** Entities that have a table. */
export type TableName = Exclude<EntityName, 'SalesOrderLines'>;

export const TABLE_NAMES: readonly TableName[] = ['Accounts', 'Items', 'SalesOrders'];

/** Whose administration it is, and where its records are. */
export interface AdministrationOptions {
  /** Unique in the run; ids are made from it. */
  readonly key: string;
  readonly division: number;
  readonly clock: Clock;
  /** The store of an entity, where the system has one. Without it the entity exists, and the harness sees nothing of it. */
  readonly storeOf: (name: TableName) => DatatypeStore | undefined;
}

interface Table {
  readonly records: DatatypeStore;
  readonly keys: KeyOrder;
  /** What the system assigned to a record when it was created. */
  readonly assigned: Map<string, Properties>;
  /** The value of the unique property → the keys of the records that have it, or once had it. People may give one twice. */
  readonly unique: Map<string, Set<string>>;
}

const MILLISECONDS_OF_A_DAY = 86_400_000;

export class Administration implements EntityContext {
  readonly division: number;
  private readonly tables: ReadonlyMap<TableName, Table>;
  private readonly stock: ReadonlyMap<string, SystemRecord>;
  /** Line → order. */
  private readonly orderOfLine = new Map<string, string>();
  private readonly lines = new WeakMap<SystemRecord, readonly SystemRecord[]>();
  /** Counts the changes, so that what was worked out from several records is known to be unchanged. */
  private changes = 0;
  private lineCount = 0;
  private highestCode = 0;
  private orderCount = 0;

  constructor(private readonly options: AdministrationOptions) {
    this.division = options.division;
    this.tables = new Map(TABLE_NAMES.map((name) => [name, this.tableOf(name)] as const));
    this.stock = new Map(
      [
        this.stockRecord(STOCK_ACCOUNT, { Code: '999999', Name: 'Stock account', Status: 'C' }),
        this.stockRecord(STOCK_ITEM, { Code: 'STOCK', Description: 'Stock item' }),
      ].map((record) => [record.id, record] as const),
    );
  }

  private tableOf(name: TableName): Table {
    const { key, clock, storeOf } = this.options;
    const idOf = (sequence: number): string => guidOf('exact-online', key, name, sequence);
    const own = createStore({ datatypes: [name], clock, idOf, timeResolution: 1 }).datatype(name);
    const records = storeOf(name) ?? own;
    if (records === undefined) {
      throw new Error(`No store can be made for ${name}.`);
    }
    return { records, keys: createKeyOrder(), assigned: new Map(), unique: new Map() };
  }

  private stockRecord(id: string, properties: Properties): SystemRecord {
    return { id, version: 1, modifiedAt: this.options.clock.now(), modifiedBy: 'system', properties };
  }

  private table(name: TableName): Table {
    const table = this.tables.get(name);
    if (table === undefined) {
      throw new Error(`There is no table ${name}.`);
    }
    return table;
  }

  /** Another number whenever anything changed. */
  get generation(): number {
    return this.changes;
  }

  /** The records of an entity, in the order in which they changed. */
  recordsOf(name: TableName): DatatypeStore {
    return this.table(name).records;
  }

  /** The records of an entity behind a key, in the order of their keys. */
  *byKey(name: TableName, after?: string): Iterable<SystemRecord> {
    const { keys, records } = this.table(name);
    for (const key of keys.behind(after)) {
      const record = records.get(key);
      // The key of a record that was merged into another answers with that one, which has its own key.
      if (record?.id === key) {
        yield record;
      }
    }
  }

  find(entity: EntityName, key: string): SystemRecord | undefined {
    if (entity === 'SalesOrderLines') {
      return this.line(key);
    }
    const found = this.table(entity).records.get(key);
    if (found !== undefined) {
      return found;
    }
    const [account, item] = [entity === 'Accounts', entity === 'Items'];
    return (account && key === STOCK_ACCOUNT) || (item && key === STOCK_ITEM)
      ? this.stock.get(key)
      : undefined;
  }

  /** Whether the record is one of those that are everywhere, and that nobody may change. */
  isStock({ id }: SystemRecord): boolean {
    return this.stock.has(id);
  }

  /** The records with this value in the entity's unique property. */
  holdersOf(name: TableName, value: string): readonly SystemRecord[] {
    const { records, unique } = this.table(name);
    const property = ENTITIES[name].unique;
    const keys = unique.get(value.trim());
    if (property === undefined || keys === undefined) {
      return [];
    }
    return [...keys].flatMap((key) => {
      const record = records.get(key);
      if (record !== undefined && textOf(this.valueOf(name, record, property)) === value.trim()) {
        return [record];
      }
      keys.delete(key);
      return [];
    });
  }

  valueOf(entity: EntityName, record: SystemRecord, property: string): Json {
    const { key, computed, defaults } = ENTITIES[entity];
    if (property === key) {
      return record.id;
    }
    const written = record.properties[property];
    const computation = computed.get(property);
    if (written !== undefined && (written !== null || computation === undefined)) {
      return written;
    }
    if (computation !== undefined) {
      return computation(record, this);
    }
    const assigned = entity === 'SalesOrderLines' ? undefined : this.table(entity).assigned.get(record.id);
    return assigned?.[property] ?? defaults[property] ?? null;
  }

  /** The elements of an order's list of lines, as the store keeps them. */
  elementsOf(order: SystemRecord): readonly Properties[] {
    const written = order.properties.SalesOrderLines;
    const given = isList(written) && written.length > 0 ? written : this.assignedLines(order);
    return given.filter(isObject);
  }

  private assignedLines({ id }: SystemRecord): readonly Json[] {
    const lines = this.table('SalesOrders').assigned.get(id)?.SalesOrderLines;
    return isList(lines) ? lines : [];
  }

  linesOf(order: SystemRecord): readonly SystemRecord[] {
    const known = this.lines.get(order);
    if (known !== undefined) {
      return known;
    }
    const { version, modifiedAt, modifiedBy } = order;
    const lines = this.elementsOf(order).map(({ ID, ...element }, index) => ({
      id: textOf(ID),
      version,
      modifiedAt,
      modifiedBy,
      properties: {
        ...element,
        Item: element.Item ?? STOCK_ITEM,
        LineNumber: element.LineNumber ?? index + 1,
        OrderID: order.id,
      },
    }));
    this.lines.set(order, lines);
    return lines;
  }

  /** The order that a line belongs to. */
  orderWith(line: string): SystemRecord | undefined {
    const order = this.orderOfLine.get(line);
    return order === undefined ? undefined : this.find('SalesOrders', order);
  }

  private line(key: string): SystemRecord | undefined {
    const order = this.orderWith(key);
    return order === undefined ? undefined : this.linesOf(order).find(({ id }) => id === key);
  }

  /** Creates a record with what was written; the system adds what nobody wrote. */
  create(name: TableName, written: Properties, by: string): SystemRecord {
    const table = this.table(name);
    const properties = name === 'SalesOrders' ? this.withLineKeys(written) : written;
    const record = table.records.create(properties, by);
    table.assigned.set(record.id, {
      Created: storedTime(record.modifiedAt),
      Creator: userOf(by),
      CreatorFullName: by,
      ...this.assign(name, written, record.modifiedAt),
    });
    table.keys.add(record.id);
    this.index(name, record);
    return record;
  }

  private assign(name: TableName, written: Properties, now: number): Properties {
    const day = storedTime(now - (now % MILLISECONDS_OF_A_DAY));
    if (name === 'Accounts') {
      const code = (written.Code ?? '') === '' ? { Code: String(this.highestCode + 1) } : {};
      return { StartDate: day, ...code };
    }
    if (name === 'Items') {
      return { StartDate: day };
    }
    this.orderCount += 1;
    const line = { ID: this.nextLineKey(), Quantity: 1 };
    return { OrderNumber: this.orderCount, OrderDate: day, SalesOrderLines: [line] };
  }

  private nextLineKey(): string {
    this.lineCount += 1;
    return guidOf('exact-online', this.options.key, 'SalesOrderLines', this.lineCount);
  }

  /** Every line gets a key, if it has none. */
  private withLineKeys(properties: Properties): Properties {
    const { SalesOrderLines: lines } = properties;
    if (!isList(lines)) {
      return properties;
    }
    const keyed = lines.map((line) =>
      isObject(line) ? { ...line, ID: line.ID ?? this.nextLineKey() } : line,
    );
    return { ...properties, SalesOrderLines: keyed };
  }

  private index(name: TableName, record: SystemRecord): void {
    this.changes += 1;
    const property = ENTITIES[name].unique;
    const value = property === undefined ? '' : textOf(this.valueOf(name, record, property));
    if (value !== '') {
      const { unique } = this.table(name);
      unique.set(value, (unique.get(value) ?? new Set()).add(record.id));
    }
    if (name === 'Accounts' && /^\d{1,15}$/.test(value)) {
      this.highestCode = Math.max(this.highestCode, Number(value));
    }
    if (name === 'SalesOrders') {
      for (const { id } of this.linesOf(record)) {
        this.orderOfLine.set(id, record.id);
      }
    }
  }

  /** Replaces what is written in a record, which must exist. */
  change(name: TableName, id: string, written: Properties, by: string): SystemRecord {
    const properties = name === 'SalesOrders' ? this.withLineKeys(written) : written;
    const record = this.table(name).records.change(id, properties, by);
    this.index(name, record);
    return record;
  }

  remove(name: TableName, id: string): void {
    const { records, keys } = this.table(name);
    this.changes += 1;
    records.remove(id);
    keys.remove(id);
  }
}

function textOf(value: Json | undefined): string {
  return value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value.trim()
      : JSON.stringify(value);
}
