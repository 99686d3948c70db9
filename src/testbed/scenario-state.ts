/** What has happened in a scenario so far: the records by the names that its steps use, and the edits of people. */
import { datatypeLabel, nameOf, type Datatype, type DatatypeName, type Row } from '../model';
import type { SystemRecord } from '../systems';
import type { Testbed } from './testbed';
import { Mismatch } from './errors';
import type { Primitive } from './values';
import type { Json } from '../core/json';

/** A record as the steps name it. */
export interface NamedRecord extends DatatypeName {
  readonly name: string;
  readonly id: string;
  /** Path → the value that a person gave it last. */
  readonly values: Map<string, Primitive>;
  /** Path of a list → the element that counts, where it is not the first. */
  readonly anchors: Map<string, number>;
  /** As it was when it came into the scenario. */
  readonly original: SystemRecord;
}

/** A person's edit of one property. */
export interface Edit {
  readonly record: NamedRecord;
  readonly path: string;
  /** Absent where a literal was set, or the value cleared. */
  readonly value?: Primitive;
}

/** All records of all systems at one moment: `system/datatype/id` → record. */
export type Snapshot = ReadonlyMap<string, SystemRecord>;

export class ScenarioState {
  readonly edits: Edit[] = [];
  /** Records as they were before the first edit since the last synchronization. */
  before: Snapshot | undefined;
  /** Where the call log stood at that edit. */
  beforeMark = 0;
  /** A synchronization has come since the last edit: the next edit begins anew. */
  closed = true;
  /** Where the call log stood when everything should have been at rest. */
  noWritesSince: number | undefined;
  private readonly records = new Map<string, NamedRecord>();

  constructor(readonly testbed: Testbed) {}

  /** Cycles until the systems are at rest. */
  async synchronize(): Promise<void> {
    await this.testbed.synchronize();
    this.closed = true;
  }

  /** To be called before each edit: remembers how things were before the first since the last synchronization. */
  beforeEdit(): void {
    if (this.closed) {
      this.before = this.snapshot();
      this.beforeMark = this.testbed.log.mark();
      this.closed = false;
    }
    this.testbed.tick();
  }

  /** From here on nothing should be written, unless that was said before. */
  expectNoWrites(): void {
    this.noWritesSince ??= this.testbed.log.mark();
  }

  /** The record that a step names. */
  record(datatype: string, name: string): NamedRecord {
    const found = this.records.get(`${datatype}/${name}`);
    if (found === undefined) {
      throw new Error(`No step has brought a ${datatype} "${name}" into this scenario.`);
    }
    return found;
  }

  /** Brings a record into the scenario. */
  add(
    datatype: Datatype,
    name: string,
    record: SystemRecord,
    values: ReadonlyMap<string, Primitive>,
  ): NamedRecord {
    const entry: NamedRecord = {
      system: datatype.system,
      datatype: datatype.datatype,
      name,
      id: record.id,
      values: new Map(values),
      anchors: new Map(),
      original: record,
    };
    this.records.set(`${this.testbed.scope.labelOf(datatype)}/${name}`, entry);
    return entry;
  }

  all(): NamedRecord[] {
    return [...this.records.values()];
  }

  /** What the system holds of the record now. */
  current({ system, datatype, id }: NamedRecord): SystemRecord {
    const record = this.testbed.system(system).record(datatype, id);
    if (record === undefined) {
      throw new Mismatch(`${system} holds no ${datatype} ${id} any more: it was deleted`);
    }
    return record;
  }

  /** Records of the datatype that no step has named: an engine made them. */
  unnamed(datatype: DatatypeName): SystemRecord[] {
    const named = new Set(
      this.all()
        .filter((entry) => datatypeLabel(entry) === datatypeLabel(datatype))
        .map(({ id }) => id),
    );
    return this.testbed.recordsOf(datatype).filter(({ id }) => !named.has(id));
  }

  snapshot(): Snapshot {
    const entries = this.testbed.scope.datatypes.flatMap((datatype) =>
      this.testbed
        .recordsOf(datatype)
        .map((record) => [`${datatypeLabel(datatype)}/${record.id}`, record] as const),
    );
    return new Map(entries);
  }

  /** The rows between two records' datatypes, with each one's path. */
  rowsBetween(one: NamedRecord, other: NamedRecord): { row: Row; onePath: string; otherPath: string }[] {
    return this.testbed.scope.sections.flatMap(({ section }) => {
      const rows = section.statements.flatMap((statement) => ('rows' in statement ? statement.rows : []));
      const [source, target] = [datatypeLabel(nameOf(section.source)), datatypeLabel(nameOf(section.target))];
      return rows.flatMap((row) => [
        ...(datatypeLabel(one) === source && datatypeLabel(other) === target
          ? [{ row, onePath: row.source, otherPath: row.target }]
          : []),
        ...(datatypeLabel(one) === target && datatypeLabel(other) === source
          ? [{ row, onePath: row.target, otherPath: row.source }]
          : []),
      ]);
    });
  }

  /** Text of a value for messages. */
  static show(value: Json | undefined): string {
    return value === undefined ? 'nothing' : JSON.stringify(value);
  }
}
