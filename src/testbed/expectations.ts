/** What must be seen in the systems. The oracle judges; here its judgement becomes a `Mismatch`. */
import { plainRows, sameDatatype, type Datatype } from '../model';
import {
  carriedValues,
  decidingEdit,
  distantEdit,
  judgeCreatedOnce,
  judgeCreation,
  judgeEmpty,
  judgeExpectedCalls,
  judgeJson,
  judgeNoWrite,
  judgeOneWrite,
  judgeOtherChanges,
  judgeUntouched,
  isBlank,
  judgeValue,
  readAll,
  snapshotKey,
  spokenName,
  touchedPaths,
  type Primitive,
  type TouchedProperty,
} from '../oracle';
import { Mismatch } from '../engines';
import type { NamedRecord, ScenarioState } from './scenario-state';
import type { Json, JsonObject } from '../core/json';

/** @throws Mismatch where the oracle found something. */
export function assertJudgement(problem: string | undefined): void {
  if (problem !== undefined) {
    throw new Mismatch(problem);
  }
}

export class Expectations {
  constructor(private readonly state: ScenarioState) {}

  /** The engine became quiescent, and made no call that it never may. */
  quiescent(): void {
    if (!this.state.testbed.quiescent) {
      const { unfinished, patience } = this.state.testbed;
      throw new Mismatch(
        `the systems did not become quiescent: ${unfinished ?? 'the engine still writes'} after ${patience}`,
      );
    }
    assertJudgement(judgeExpectedCalls(this.state.testbed.log.calls));
    assertJudgement(this.state.testbed.interruptions.missed());
  }

  count(datatype: Datatype, expected: number): void {
    const records = this.state.testbed.recordsOf(datatype);
    if (records.length !== expected) {
      const known = new Map(this.state.all().map((record) => [snapshotKey(record, record.id), record.name]));
      const listed = records.map(({ id }) => {
        const name = known.get(snapshotKey(datatype, id));
        return name === undefined ? `${id} (made by the engine)` : `${id} ("${name}")`;
      });
      throw new Mismatch(
        `${records.length} ${datatype.datatype} in ${datatype.system} instead of ${expected}: ${listed.join(', ') || 'none'}`,
      );
    }
  }

  /** Exactly one Y was created for the X; it joins the scenario, by default under the X's name. */
  createdFor(y: Datatype, x: NamedRecord, name = x.name): NamedRecord {
    const { section } = this.state.testbed.scope.between(x, y);
    const rows = plainRows(section);
    const values = carriedValues(x, rows);
    const others = this.state
      .all()
      .filter((record) => record !== x && sameDatatype(record, x))
      .map((record) => carriedValues(record, rows));
    const judgement = judgeCreation({
      x,
      target: y,
      mapped: rows.map((row) => row.target),
      values,
      others,
      candidates: this.state.unnamed(y),
    });
    if ('problem' in judgement) {
      throw new Mismatch(judgement.problem);
    }
    const created = this.state.add(y, name, judgement.created, values);
    this.state.link(x, created);
    return created;
  }

  /** Each X of the scenario has one Y that was created for it; cheap, for many of them. */
  createdOnce(x: Datatype, y: Datatype): void {
    const rows = plainRows(this.state.testbed.scope.between(x, y).section);
    const records = this.state.all().filter((record) => sameDatatype(record, x));
    assertJudgement(
      judgeCreatedOnce(
        records.map((record) => ({ record, values: carriedValues(record, rows) })),
        y,
        this.state.unnamed(y),
      ),
    );
  }

  private propertiesOf(record: NamedRecord): JsonObject {
    return this.state.current(record).properties;
  }

  private holds(record: NamedRecord, path: string, value: Primitive, headline: string): void {
    const schema = this.state.testbed.scope.facts(record, path);
    assertJudgement(
      judgeValue({ record, path, properties: this.propertiesOf(record), schema }, value, headline),
    );
  }

  /** The latest edit that leads to the property: of a counterpart, or of a record that is linked to it through others. */
  private latestEdit(record: NamedRecord, path: string): ReturnType<typeof decidingEdit> {
    const { sections, edits } = this.state;
    const direct = decidingEdit(sections, edits, record, path);
    const distant = distantEdit(sections, this.state.editsOfCluster(record), record, path);
    const isLater =
      direct === undefined || (distant !== undefined && edits.indexOf(distant) > edits.indexOf(direct));
    return isLater ? distant : direct;
  }

  /** The property holds the latest edit of it or of a counterpart, in the form of its side. */
  arrived(record: NamedRecord, path: string): void {
    const edit = this.latestEdit(record, path);
    if (edit === undefined) {
      throw new Error(`No step has edited what ${path} of ${spokenName(record)} depends on.`);
    }
    const isOwn = edit.record === record && edit.path === path;
    this.holds(
      record,
      path,
      edit.value,
      isOwn
        ? `the edit of ${path} of ${spokenName(record)} was lost`
        : `the edit of ${edit.path} of ${spokenName(edit.record)} has not arrived in ${path} of ${spokenName(record)}`,
    );
  }

  /** The property holds exactly this JSON. */
  exactly(record: NamedRecord, path: string, expected: Json): void {
    assertJudgement(judgeJson({ record, path, properties: this.propertiesOf(record) }, expected));
  }

  empty(record: NamedRecord, path: string): void {
    assertJudgement(judgeEmpty({ record, path, properties: this.propertiesOf(record) }));
  }

  /** The property holds what the other record was given, in the form of this side. */
  holdsValueOf(record: NamedRecord, path: string, other: NamedRecord, otherPath: string): void {
    const value = other.values.get(otherPath);
    if (value === undefined) {
      throw new Error(`${spokenName(other)} was given no value in ${otherPath}.`);
    }
    const headline =
      record === other
        ? `${path} of ${spokenName(record)} has lost its value`
        : `${path} of ${spokenName(record)} does not hold ${otherPath} of ${spokenName(other)}`;
    this.holds(record, path, value, headline);
  }

  /** What the property holds now; of a number or boolean, what it was given. What other rows have made of it is theirs to judge. */
  held(record: NamedRecord, path: string): Primitive | undefined {
    const given = record.values.get(path);
    const found = readAll(this.propertiesOf(record), path)[record.anchors.get(path) ?? 0];
    return given?.type === 'text' && typeof found === 'string' ? { type: 'text', value: found } : given;
  }

  /** Whether one of these properties of the record, which had none of them, has got something. */
  sharesAny(record: NamedRecord, paths: readonly string[]): boolean {
    const properties = this.propertiesOf(record);
    return !paths.every((path) => readAll(properties, path).every(isBlank));
  }

  /** What no row names has the values that a person gave it last (D14). */
  ownKept(record: NamedRecord): void {
    const { scope } = this.state.testbed;
    const edited = scope.datatype(scope.labelOf(record)).own.filter((path) => record.values.has(path));
    if (edited.length === 0) {
      throw new Error(`No step has edited what no row names of ${spokenName(record)}.`);
    }
    for (const path of edited) {
      this.holdsValueOf(record, path, record, path);
    }
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

  /** The properties of a record that may have changed: those that edits lead to, and what other rows are about. */
  private touchedIn(key: string): TouchedProperty[] {
    const record = this.state.all().find((entry) => snapshotKey(entry, entry.id) === key);
    if (record === undefined) {
      return [];
    }
    const { scope } = this.state.testbed;
    const edits = this.state.editsOfCluster(record);
    if (edits.length === 0) {
      return [];
    }
    const touched = touchedPaths(this.state.sections, edits, record);
    const others = scope.pathsOf(record).filter((path) => !touched.includes(path));
    return [
      ...touched.map((path) =>
        scope.facts(record, path)?.list === true
          ? { path, element: record.anchors.get(path) ?? 0 }
          : { path },
      ),
      ...others.map((path) => ({ path })),
    ];
  }
}
