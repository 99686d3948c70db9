/** What people do in the systems: they add records and edit them. Every action is a second later than the one before. */
import { datatypeLabel, type Datatype, type DatatypeName } from '../model';
import type { Properties } from '../systems';
import type { ScenarioState, NamedRecord } from './scenario-state';
import {
  beginningOf,
  formOf,
  opposite,
  readAll,
  titleOf,
  withRaw,
  withValue,
  type Primitive,
} from '../oracle';
import type { Json } from '../core/json';

/** How a new record differs from a plausible one with fresh values. */
export interface RecordOverrides {
  /** Path → the value that it takes instead of a fresh one. */
  readonly values?: ReadonlyMap<string, Primitive>;
  /** Path → the raw JSON that it holds; `undefined` for a property that is missing. */
  readonly raw?: ReadonlyMap<string, Json | undefined>;
  /** The path of a list that gets another element before the one that counts. */
  readonly several?: string;
  /** What that element is. Default: a fresh value. */
  readonly first?: Primitive;
  /** In the same second as the action before. */
  readonly sameSecond?: boolean;
}

/** How an edit differs from a usual one. */
export interface EditOverrides {
  /** Under the account of the engine's token. */
  readonly account?: 'engine';
  /** In the same second as the action before. */
  readonly sameSecond?: boolean;
}

export class UserActions {
  /** Of each property that was edited: the value before. */
  private readonly earlier = new Map<NamedRecord, Map<string, Primitive>>();

  constructor(private readonly state: ScenarioState) {}

  private get scope(): ScenarioState['testbed']['scope'] {
    return this.state.testbed.scope;
  }

  /** A value that the property has never had. */
  private fresh(name: DatatypeName, path: string): Primitive {
    return this.state.testbed.values.fresh(
      this.scope.valueType(name, path),
      ...this.scope.namesOf(name, path),
    );
  }

  /** Fresh values for every property that the datatype's rows name. */
  freshValues(datatype: Datatype): Map<string, Primitive> {
    const values = new Map<string, Primitive>();
    for (const path of this.scope.pathsOf(datatype)) {
      values.set(path, this.fresh(datatype, path));
    }
    return values;
  }

  /** A person adds a record. */
  add(datatype: Datatype, name: string, overrides: RecordOverrides = {}): NamedRecord {
    if (overrides.sameSecond !== true) {
      this.state.testbed.tick();
    }
    const values = new Map([...this.freshValues(datatype), ...(overrides.values ?? [])]);
    for (const path of overrides.raw?.keys() ?? []) {
      values.delete(path);
    }
    const properties = this.properties(datatype, values, overrides);
    const record = this.state.testbed.system(datatype.system).create(datatype.datatype, properties);
    const entry = this.state.add(datatype, name, record, values);
    this.state.acts.push({
      afterCall: this.state.testbed.log.mark(),
      verb: 'adds',
      record: entry,
      after: record.properties,
    });
    if (overrides.several !== undefined) {
      entry.anchors.set(overrides.several, 1);
    }
    return entry;
  }

  private properties(
    datatype: Datatype,
    values: ReadonlyMap<string, Primitive>,
    overrides: RecordOverrides,
  ): Properties {
    const isListAt = this.scope.isListAt(datatype);
    let properties: Properties = {};
    const put = (path: string, primitive: Primitive, anchor: number): void => {
      properties = withValue(
        properties,
        { path, isListAt, anchor },
        formOf(primitive, datatype.properties[path]),
      );
    };
    if (overrides.several !== undefined) {
      put(overrides.several, overrides.first ?? this.fresh(datatype, overrides.several), 0);
    }
    for (const [path, primitive] of values) {
      put(path, primitive, path === overrides.several ? 1 : 0);
    }
    for (const own of datatype.own) {
      put(own, this.state.testbed.values.fresh('text', own), 0);
    }
    for (const [path, raw] of overrides.raw ?? []) {
      if (raw !== undefined) {
        properties = withRaw(properties, { path, isListAt, anchor: 0 }, raw);
      }
    }
    return properties;
  }

  /** Gives the record a value in each property that no row names, so that a loss of them is seen. */
  addOwnProperties(record: NamedRecord): void {
    const datatype = this.scope.datatype(this.scope.labelOf(record));
    for (const own of datatype.own) {
      if (this.canHold(record, own)) {
        this.write(record, own, this.state.testbed.values.fresh('text', own));
      }
    }
  }

  /** An own property inside a list needs an element of that list. */
  private canHold(record: NamedRecord, path: string): boolean {
    const isListAt = this.scope.isListAt(record);
    const parents = path.split('.').slice(0, -1);
    return !parents.some((_, index) => isListAt(parents.slice(0, index + 1).join('.')));
  }

  private write(record: NamedRecord, path: string, primitive: Primitive, by?: string): void {
    const datatype = this.scope.datatype(this.scope.labelOf(record));
    const form = formOf(primitive, datatype.properties[path]);
    const properties = withValue(this.state.current(record).properties, this.placeOf(record, path), form);
    this.patch(record, path, properties, by);
  }

  private placeOf(record: NamedRecord, path: string): Parameters<typeof withValue>[1] {
    return { path, isListAt: this.scope.isListAt(record), anchor: record.anchors.get(path) ?? 0 };
  }

  private patch(record: NamedRecord, path: string, properties: Properties, by?: string): void {
    const member = path.split('.')[0] ?? path;
    const patch = { [member]: properties[member] ?? null };
    const before = this.state.current(record).properties[member];
    this.state.acts.push({
      afterCall: this.state.testbed.log.mark(),
      verb: patch[member] === null ? 'clears' : 'edits',
      record,
      path,
      ...(before === undefined ? {} : { before }),
      after: patch[member] ?? null,
    });
    this.state.testbed.system(record.system).edit(record.datatype, record.id, patch, by);
  }

  /** A person gives the property a value that nothing had before (a boolean changes). */
  edit(record: NamedRecord, path: string, { account, sameSecond }: EditOverrides = {}): void {
    this.state.beforeEdit(sameSecond);
    const type = this.scope.valueType(record, path);
    const known = record.values.get(path);
    const value = type === 'boolean' && known !== undefined ? opposite(known) : this.fresh(record, path);
    this.put(
      record,
      path,
      value,
      account === 'engine' ? this.state.testbed.system(record.system).account : undefined,
    );
  }

  /** Gives the property a value, and remembers the edit and the value before. */
  private put(record: NamedRecord, path: string, value: Primitive, by?: string): void {
    const known = record.values.get(path);
    if (known !== undefined) {
      const earlier = this.earlier.get(record) ?? new Map<string, Primitive>();
      this.earlier.set(record, earlier.set(path, known));
    }
    this.write(record, path, value, by);
    record.values.set(path, value);
    this.state.edits.push({ record, path, value });
  }

  /** A person gives the property the value again that it had before its last edit. */
  revert(record: NamedRecord, path: string): void {
    const value = this.earlier.get(record)?.get(path);
    if (value === undefined) {
      throw new Error(`No step has edited ${path} of ${titleOf(record)}, so it has no earlier value.`);
    }
    this.state.beforeEdit();
    this.put(record, path, value);
  }

  /**
   * A person acts just before the engine writes to a record: after its listing, and a second before the write takes effect.
   * Where the act is about that record, and its system has no versions, nobody could prevent that the write goes over it:
   * then the person acts before the engine synchronizes.
   *
   * @param about - the record that the person edits; absent where a record is added
   */
  beforeWriteTo(written: NamedRecord, act: () => void, about?: NamedRecord): void {
    const { testbed } = this.state;
    const system = testbed.system(written.system);
    if (about === written && !system.hasVersions(written.datatype)) {
      act();
      return;
    }
    testbed.interruptions.beforeWriteTo(written, system.id, () => {
      act();
      testbed.tick();
    });
  }

  /** A person edits every property that no row names: of the record, and beside each nested property. */
  editOwn(record: NamedRecord): void {
    this.state.expectNoWrites();
    this.state.beforeEdit();
    const { own } = this.scope.datatype(this.scope.labelOf(record));
    for (const path of own.filter((each) => this.canHold(record, each))) {
      const value = this.state.testbed.values.fresh('text', path);
      this.write(record, path, value);
      record.values.set(path, value);
    }
  }

  /** A person sets the property to a literal. */
  set(record: NamedRecord, path: string, value: Json): void {
    this.state.beforeEdit();
    this.patch(
      record,
      path,
      withRaw(this.state.current(record).properties, this.placeOf(record, path), value),
    );
    this.state.edits.push({ record, path });
  }

  /** A person deletes the record. */
  remove(record: NamedRecord): void {
    this.state.beforeEdit();
    this.act('deletes', record);
    this.state.testbed.system(record.system).remove(record.datatype, record.id);
  }

  /** A person makes one record part of another, in their system. */
  merge(record: NamedRecord, into: NamedRecord): void {
    this.state.beforeEdit();
    this.act('merges', record);
    this.state.testbed.system(record.system).merge(record.datatype, record.id, into.id);
  }

  private act(verb: 'deletes' | 'merges', record: NamedRecord): void {
    const { properties } = this.state.current(record);
    this.state.acts.push({ afterCall: this.state.testbed.log.mark(), verb, record, before: properties });
  }

  /** A person puts another element at the end of a list. */
  append(record: NamedRecord, path: string): void {
    const { properties } = this.state.current(record);
    const place = { path, isListAt: this.scope.isListAt(record), anchor: readAll(properties, path).length };
    const form = formOf(this.fresh(record, path), this.scope.facts(record, path));
    this.state.beforeEdit();
    this.patch(record, path, withValue(properties, place, form));
  }

  /** A person empties the property: an empty list, where it holds one. */
  clear(record: NamedRecord, path: string): void {
    const facts = this.scope.facts(record, path);
    this.set(record, path, facts?.list === true ? [] : null);
    record.values.delete(path);
  }

  /** A person makes the property match that of another record. */
  copy(from: NamedRecord, fromPath: string, to: NamedRecord, toPath: string): void {
    const value = from.values.get(fromPath);
    if (value === undefined) {
      throw new Error(`${datatypeLabel(from)} "${from.name}" has no ${fromPath} to copy.`);
    }
    this.state.beforeEdit();
    this.write(to, toPath, value);
    to.values.set(toPath, value);
    this.state.edits.push({ record: to, path: toPath, value });
  }

  /** The value of a record's property, for a new record that matches it. */
  static matching(from: NamedRecord, fromPath: string, path: string): RecordOverrides {
    const value = from.values.get(fromPath);
    if (value === undefined) {
      throw new Error(`${datatypeLabel(from)} "${from.name}" has no ${fromPath} that could match.`);
    }
    return { values: new Map([[path, value]]) };
  }

  /** A value that only begins like that of the other record. */
  static beginning(from: NamedRecord, fromPath: string, path: string): RecordOverrides {
    const value = from.values.get(fromPath);
    if (value === undefined) {
      throw new Error(`${datatypeLabel(from)} "${from.name}" has no ${fromPath} that could begin like it.`);
    }
    return { values: new Map([[path, beginningOf(value)]]) };
  }
}
