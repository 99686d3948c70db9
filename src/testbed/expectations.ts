/** What must be seen in the systems. The oracle judges; here its judgement becomes a `Mismatch`. */
import { datatypeLabel, plainRows, sameDatatype, type Datatype, type DatatypeName } from '../model';
import {
  carriedValues,
  decidingEdit,
  expectedProperties,
  judgeCreation,
  judgeEmpty,
  judgeExpectedCalls,
  judgeJson,
  judgeNoWrite,
  judgeOneWrite,
  judgeOtherChanges,
  judgeUntouched,
  judgeValue,
  probingRow,
  snapshotKey,
  titleOf,
  touchedPaths,
  type Primitive,
  type RowBetween,
  type TouchedProperty,
} from '../oracle';
import type { SystemRecord } from '../systems';
import type { UserActions } from './user-actions';
import { Mismatch } from '../engines';
import type { NamedRecord, ScenarioState } from './scenario-state';
import type { Json, JsonObject } from '../core/json';
import { plural } from '../core/text';

/** @throws Mismatch where the oracle found something. */
function assertJudgement(problem: string | undefined): void {
  if (problem !== undefined) {
    throw new Mismatch(problem);
  }
}

export class Expectations {
  constructor(
    private readonly state: ScenarioState,
    private readonly actions: UserActions,
  ) {}

  /** The engine became quiescent, and made no call that it never may. */
  quiescent(): void {
    if (!this.state.testbed.quiescent) {
      const { unfinished, patience } = this.state.testbed;
      throw new Mismatch(
        `the systems did not become quiescent: ${unfinished ?? 'the engine still writes'} after ${patience}`,
      );
    }
    assertJudgement(judgeExpectedCalls(this.state.testbed.log.calls));
  }

  count(datatype: Datatype, expected: number): void {
    const found = this.state.testbed.recordsOf(datatype).length;
    if (found !== expected) {
      throw new Mismatch(`${datatype.system} has ${found} ${datatype.datatype}; expected ${expected}`);
    }
  }

  /** Exactly one Y was created for the X; it joins the scenario, by default under the X's name. */
  createdFor(y: Datatype, x: NamedRecord, name = x.name): NamedRecord {
    const { section } = this.state.testbed.scope.between(x, y);
    const values = carriedValues(x, plainRows(section));
    const judgement = judgeCreation(x, y, expectedProperties(values, y), this.state.unnamed(y));
    if ('problem' in judgement) {
      throw new Mismatch(judgement.problem);
    }
    return this.state.add(y, name, judgement.created, values);
  }

  private propertiesOf(record: NamedRecord): JsonObject {
    return this.state.current(record).properties;
  }

  private holds(record: NamedRecord, path: string, value: Primitive, why: string): void {
    const schema = this.state.testbed.scope.facts(record, path);
    assertJudgement(judgeValue({ record, path, properties: this.propertiesOf(record), schema }, value, why));
  }

  /** The property holds the latest edit of it or of a counterpart, in the form of its side. */
  arrived(record: NamedRecord, path: string): void {
    const edit = decidingEdit(this.state.sections, this.state.edits, record, path);
    if (edit === undefined) {
      throw new Error(`No step has edited what ${path} of ${titleOf(record)} depends on.`);
    }
    this.holds(record, path, edit.value, `after ${edit.path} of ${titleOf(edit.record)} was edited`);
  }

  /** The property holds exactly this JSON. */
  exactly(record: NamedRecord, path: string, expected: Json): void {
    assertJudgement(judgeJson({ record, path, properties: this.propertiesOf(record) }, expected));
  }

  empty(record: NamedRecord, path: string): void {
    assertJudgement(judgeEmpty({ record, path, properties: this.propertiesOf(record) }));
  }

  /** The property holds what the other record was given, in the form of this side. */
  holdsValueOf(record: NamedRecord, path: string, value: Primitive): void {
    this.holds(record, path, value, 'after the merge');
  }

  untouched(record: NamedRecord): void {
    assertJudgement(judgeUntouched(record, record.original, this.state.current(record)));
  }

  /** No write since the engine should have been quiescent; a later step can ask again. */
  noFurtherWrite(): void {
    const mark = this.state.noWritesSince;
    if (mark === undefined) {
      throw new Error('No step has said since when nothing may be written.');
    }
    this.state.noWritesSince = undefined;
    assertJudgement(judgeNoWrite(this.state.testbed.log.since(mark)));
  }

  /** Exactly one write since the edit, to the record. */
  oneWriteTo(record: NamedRecord): void {
    const { testbed, beforeMark } = this.state;
    assertJudgement(judgeOneWrite(testbed.log.since(beforeMark), record, testbed.system(record.system).id));
  }

  /** Besides the edited properties and their counterparts nothing has changed since the edit. */
  nothingElseChanged(): void {
    const { before } = this.state;
    if (before === undefined) {
      throw new Error('No step has edited anything that could change something else.');
    }
    assertJudgement(judgeOtherChanges(before, this.state.snapshot(), (key) => this.touchedIn(key)));
  }

  /** The properties of a record that edits may have changed. */
  private touchedIn(key: string): TouchedProperty[] {
    const record = this.state.all().find((entry) => snapshotKey(entry, entry.id) === key);
    if (record === undefined) {
      return [];
    }
    return touchedPaths(this.state.sections, this.state.edits, record).map((path) =>
      this.state.testbed.scope.facts(record, path)?.list === true
        ? { path, element: record.anchors.get(path) ?? 0 }
        : { path },
    );
  }

  /** Proves a link: an edit of one arrives in the other; without a synchronized property the engine's report counts. */
  async linked(one: NamedRecord, other: NamedRecord): Promise<void> {
    const row = this.probe(one, other);
    if (row === undefined) {
      if (!(await this.reportedAsLinked(one, other))) {
        throw new Mismatch(`the engine reports no link between ${titleOf(one)} and ${titleOf(other)}`);
      }
      return;
    }
    this.actions.edit(one, row.onePath);
    await this.state.synchronize();
    this.quiescent();
    this.arrived(other, row.otherPath);
  }

  /** Where the section synchronizes no property: the engine reports the link. Elsewhere nothing is asked. */
  async reportedWithoutRows(one: NamedRecord, other: NamedRecord): Promise<void> {
    if (this.probe(one, other) === undefined) {
      await this.linked(one, other);
    }
  }

  async notLinked(one: NamedRecord, other: NamedRecord): Promise<void> {
    const row = this.probe(one, other);
    if (row === undefined) {
      if (!(await this.reportedAsLinked(one, other))) {
        return;
      }
      throw new Mismatch(`the engine reports a link between ${titleOf(one)} and ${titleOf(other)}`);
    }
    await this.probeAlone(one, row.onePath, other, (record) => record.id === other.id);
  }

  /** An edit of the record reaches no record of the other side. */
  async linkedToNothing(record: NamedRecord): Promise<void> {
    const [section] = this.state.sections;
    if (section === undefined) {
      throw new Error('No section is switched on.');
    }
    const isSource = sameDatatype(section.source, record);
    const other = isSource ? section.target : section.source;
    const [row] = plainRows(section);
    if (row === undefined) {
      const clusters = await this.state.testbed.links();
      const cluster = clusters.find((members) =>
        members.some(({ id, datatype }) => id === record.id && datatype === record.datatype),
      );
      if (cluster === undefined || cluster.length < 2) {
        return;
      }
      throw new Mismatch(
        `the engine reports that ${titleOf(record)} is linked with ${plural(cluster.length - 1, 'other record')}`,
      );
    }
    await this.probeAlone(record, isSource ? row.source : row.target, other, ({ id }) => id !== record.id);
  }

  private async probeAlone(
    record: NamedRecord,
    path: string,
    other: DatatypeName,
    where: (candidate: SystemRecord) => boolean,
  ): Promise<void> {
    const before = new Map(this.state.testbed.recordsOf(other).map((each) => [each.id, each]));
    this.actions.edit(record, path);
    await this.state.synchronize();
    this.quiescent();
    for (const each of this.state.testbed.recordsOf(other).filter(where)) {
      if (before.get(each.id) !== each && each.id !== record.id) {
        throw new Mismatch(
          `an edit of ${path} of ${titleOf(record)} changed ${datatypeLabel(other)} ${each.id}, to which it is not linked: ${JSON.stringify(each.properties)}`,
        );
      }
    }
  }

  private probe(one: NamedRecord, other: NamedRecord): RowBetween | undefined {
    const { scope } = this.state.testbed;
    const { section } = scope.between(one, other);
    return probingRow(section, one, other, (path) => scope.valueType(one, path));
  }

  private async reportedAsLinked(one: NamedRecord, other: NamedRecord): Promise<boolean> {
    const isMember = (record: NamedRecord) => {
      const system = this.state.testbed.system(record.system).id;
      return (member: { system: string; datatype: string; id: string }) =>
        member.system === system && member.datatype === record.datatype && member.id === record.id;
    };
    const clusters = await this.state.testbed.links();
    return clusters.some((members) => members.some(isMember(one)) && members.some(isMember(other)));
  }
}
