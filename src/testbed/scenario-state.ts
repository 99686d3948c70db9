/** What has happened in a scenario so far: the records by the names that its steps use, and the edits of people. */
import type { Json } from '../core/json';
import { sameDatatype, type Datatype, type DatatypeName, type Row, type Section } from '../model';
import { snapshotKey, type Edit, type JudgedRecord, type Primitive, type Snapshot } from '../oracle';
import type { SystemRecord } from '../systems';
import type { Testbed } from './testbed';
import { Mismatch } from '../engines';

/** A record as the steps name it. */
export interface NamedRecord extends JudgedRecord {
  readonly values: Map<string, Primitive>;
  readonly anchors: Map<string, number>;
  /** As it was when it came into the scenario. */
  readonly original: SystemRecord;
}

/** One thing that a person did to a record. */
export interface Act {
  /** The mark of the call log before it. */
  readonly afterCall: number;
  readonly verb: 'adds' | 'edits' | 'clears' | 'deletes' | 'merges';
  readonly record: NamedRecord;
  /** Absent where the whole record was added. */
  readonly path?: string;
  readonly before?: Json;
  readonly after?: Json;
}

export class ScenarioState {
  readonly edits: Edit[] = [];
  /** Records as they were before the first edit since the last synchronization. */
  before: Snapshot<SystemRecord> | undefined;
  /** The mark of the call log at that edit. */
  beforeMark = 0;
  /** A synchronization has come since the last edit: the next edit is the first again. */
  closed = true;
  /** The mark of the call log from which on nothing may be written. */
  noWritesSince: number | undefined;
  /** What people did, in order. */
  readonly acts: Act[] = [];
  /** The row that last showed a link: where it shows none, there is none. */
  carrying: Row | undefined;
  private readonly records = new Map<string, NamedRecord>();
  /** Records that steps have linked, by pairs. */
  private readonly linked: (readonly [NamedRecord, NamedRecord])[] = [];

  constructor(readonly testbed: Testbed) {}

  /** The sections that are switched on. */
  get sections(): readonly Section[] {
    return this.testbed.scope.sections.map(({ section }) => section);
  }

  /** Cycles until the engine is quiescent. */
  async synchronize(): Promise<void> {
    await this.testbed.synchronize();
    this.closed = true;
  }

  /** To be called before each edit: remembers how things were before the first since the last synchronization. */
  beforeEdit(sameSecond = false): void {
    if (this.closed) {
      this.before = this.snapshot();
      this.beforeMark = this.testbed.log.mark();
      this.closed = false;
    }
    if (!sameSecond) {
      this.testbed.tick();
    }
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

  /** From now on the records are one thing: what is edited in one may change the others. */
  link(one: NamedRecord, other: NamedRecord): void {
    this.linked.push([one, other]);
  }

  /** The records that are one thing with this one, itself included. */
  clusterOf(record: NamedRecord): ReadonlySet<NamedRecord> {
    const members = new Set([record]);
    for (const member of members) {
      for (const pair of this.linked.filter((each) => each.includes(member))) {
        members.add(pair[0]).add(pair[1]);
      }
    }
    return members;
  }

  /** The edits of the records that are one thing with this one. */
  editsOfCluster(record: NamedRecord): readonly Edit[] {
    const cluster: ReadonlySet<unknown> = this.clusterOf(record);
    return this.edits.filter((edit) => cluster.has(edit.record));
  }

  all(): NamedRecord[] {
    return [...this.records.values()];
  }

  /** What the system holds of the record now. */
  current({ system, datatype, id }: NamedRecord): SystemRecord {
    const record = this.testbed.system(system).record(datatype, id);
    if (record === undefined) {
      throw new Mismatch(`${system} no longer has the ${datatype} ${id}: it was deleted`);
    }
    return record;
  }

  /** Records of the datatype that no step has named: an engine made them. */
  unnamed(datatype: DatatypeName): SystemRecord[] {
    const named = new Set(
      this.all()
        .filter((entry) => sameDatatype(entry, datatype))
        .map(({ id }) => id),
    );
    return this.testbed.recordsOf(datatype).filter(({ id }) => !named.has(id));
  }

  snapshot(): Snapshot<SystemRecord> {
    const entries = this.testbed.scope.datatypes.flatMap((datatype) =>
      this.testbed.recordsOf(datatype).map((record) => [snapshotKey(datatype, record.id), record] as const),
    );
    return new Map(entries);
  }
}
