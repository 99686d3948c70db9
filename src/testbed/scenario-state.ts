/** What has happened in a scenario so far: the records by the names that its steps use, and the edits of people. */
import { sameDatatype, type Datatype, type DatatypeName, type Section } from '../model';
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
  private readonly records = new Map<string, NamedRecord>();

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
