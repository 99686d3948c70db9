/** What must be seen in the systems. Everything here fails with a `Mismatch` that says what was expected and found. */
import { isDeepStrictEqual } from 'node:util';
import { datatypeLabel, plainRows, type Datatype, type DatatypeName } from '../model';
import type { Properties, SystemRecord } from '../systems';
import type { UserActions } from './user-actions';
import { MOST_CYCLES } from './testbed';
import { Mismatch } from './errors';
import { isBlank, leavesOf, liesOn, readAll, readRaw, withRaw, withValue } from '../oracle/paths';
import { ScenarioState, type Edit, type NamedRecord } from './scenario-state';
import { formOf, type Primitive } from './values';
import type { Json } from '../core/json';
import { plural } from '../core/text';

function title(record: NamedRecord): string {
  return `${datatypeLabel(record)} "${record.name}" (${record.id})`;
}

export class Expectations {
  constructor(
    private readonly state: ScenarioState,
    private readonly actions: UserActions,
  ) {}

  /** The engine came to rest, and made no call that it never may. */
  quiescent(): void {
    if (!this.state.testbed.quiescent) {
      throw new Mismatch(
        `the systems did not come to rest: the engine still writes after ${MOST_CYCLES} cycles`,
      );
    }
    const [call] = this.state.testbed.unexpectedCalls();
    if (call !== undefined) {
      throw new Mismatch(
        `the engine made a call that no engine may make: ${call.method} ${call.path} at ${call.system} (${call.unexpected ?? ''})`,
      );
    }
  }

  count(datatype: Datatype, expected: number): void {
    const found = this.state.testbed.recordsOf(datatype).length;
    if (found !== expected) {
      throw new Mismatch(`${datatype.system} has ${found} ${datatype.datatype}; expected ${expected}`);
    }
  }

  /** What a Y that was created for an X holds, by the rows of the section between them. */
  private createdProperties(x: NamedRecord, y: Datatype): Properties {
    const { section } = this.state.testbed.scope.between(x, y);
    const isListAt = this.state.testbed.scope.isListAt(y);
    let properties: Properties = {};
    for (const row of plainRows(section)) {
      const value = x.values.get(row.source);
      if (value === undefined) {
        continue;
      }
      properties = withValue(
        properties,
        { path: row.target, isListAt, anchor: 0 },
        formOf(value, y.properties[row.target]),
      );
    }
    return properties;
  }

  /** Exactly one Y was created for the X; it joins the scenario, by default under the X's name. */
  createdFor(y: Datatype, x: NamedRecord, name = x.name): NamedRecord {
    const expected = this.createdProperties(x, y);
    const candidates = this.state.unnamed(y);
    const fitting = candidates.filter((record) => sameValues(withoutRequired(record, y, expected), expected));
    const [first] = fitting;
    const told = leavesOf(expected).size > 0;
    if (first === undefined || (told && fitting.length > 1)) {
      const found = candidates.map((record) => JSON.stringify(record.properties)).join('\n    ');
      throw new Mismatch(
        `${fitting.length} ${datatypeLabel(y)} were created for ${title(x)}; expected exactly one that holds\n    ${JSON.stringify(expected)}\n  created by the engine and not yet accounted for:\n    ${found === '' ? 'none' : found}`,
      );
    }
    return this.state.add(y, name, first, valuesOfCreated(x, y, this.state));
  }

  /** The edit that decides what the property must hold: the latest of this property or a partner of it. */
  private decidingEdit(record: NamedRecord, path: string): Edit & { readonly value: Primitive } {
    const deciding = this.state.edits.findLast(
      (edit): edit is Edit & { value: Primitive } =>
        edit.value !== undefined &&
        ((edit.record === record && edit.path === path) ||
          this.state
            .rowsBetween(edit.record, record)
            .some((row) => row.onePath === edit.path && row.otherPath === path)),
    );
    if (deciding === undefined) {
      throw new Error(`No step has edited what ${path} of ${title(record)} depends on.`);
    }
    return deciding;
  }

  /** The latest edit stands in the property, in the data type of its side. */
  arrived(record: NamedRecord, path: string): void {
    const edit = this.decidingEdit(record, path);
    const expected = formOf(edit.value, this.state.testbed.scope.facts(record, path));
    this.holds(record, path, expected, `after ${edit.path} of ${title(edit.record)} was edited`);
  }

  private holds(record: NamedRecord, path: string, expected: Json, why: string): void {
    const found = readAll(this.state.current(record).properties, path);
    const anchor = Math.min(record.anchors.get(path) ?? 0, Math.max(found.length - 1, 0));
    if (isDeepStrictEqual(found[anchor], expected)) {
      return;
    }
    throw new Mismatch(
      `${path} of ${title(record)} ${why}\n  expected: ${ScenarioState.show(expected)}\n  found:    ${found.length > 1 ? ScenarioState.show(found) : ScenarioState.show(found[0])}`,
    );
  }

  /** The property holds exactly this JSON. */
  exactly(record: NamedRecord, path: string, expected: Json): void {
    const found = readRaw(this.state.current(record).properties, path);
    if (isDeepStrictEqual(found, expected)) {
      return;
    }
    throw new Mismatch(
      `${path} of ${title(record)}\n  expected: ${ScenarioState.show(expected)}\n  found:    ${ScenarioState.show(found)}`,
    );
  }

  empty(record: NamedRecord, path: string): void {
    const found = readAll(this.state.current(record).properties, path);
    if (found.every(isBlank)) {
      return;
    }
    throw new Mismatch(
      `${path} of ${title(record)}\n  expected: empty\n  found:    ${ScenarioState.show(found[0])}`,
    );
  }

  /** The property holds what the other record was given, in the form of this side. */
  holdsValueOf(record: NamedRecord, path: string, value: Primitive): void {
    this.holds(record, path, formOf(value, this.state.testbed.scope.facts(record, path)), 'after the merge');
  }

  untouched(record: NamedRecord): void {
    const now = this.state.current(record);
    if (now.version === record.original.version && sameValues(now.properties, record.original.properties)) {
      return;
    }
    throw new Mismatch(
      `${title(record)} was changed\n  before: ${JSON.stringify(record.original.properties)}\n  now:    ${JSON.stringify(now.properties)}`,
    );
  }

  /** No write since everything should have been at rest; a later step can ask again. */
  noFurtherWrite(): void {
    const mark = this.state.noWritesSince;
    if (mark === undefined) {
      throw new Error('No step has said since when nothing may be written.');
    }
    this.state.noWritesSince = undefined;
    const writes = this.state.testbed.log.since(mark).filter(({ mutating }) => mutating);
    if (writes.length === 0) {
      return;
    }
    const list = writes.map(({ method, path, system }) => `${method} ${path} at ${system}`).join('\n    ');
    throw new Mismatch(`expected no further write; the engine sent ${writes.length}:\n    ${list}`);
  }

  /** Exactly one write since the edit, to the record. */
  oneWriteTo(record: NamedRecord): void {
    const writes = this.state.testbed.log.since(this.state.beforeMark).filter(({ mutating }) => mutating);
    const system = this.state.testbed.system(record.system).id;
    const hit = writes.filter(
      ({ system: reached, target }) => reached === system && target?.id === record.id,
    );
    if (writes.length === 1 && hit.length === 1) {
      return;
    }
    const list = writes.map((call) => `${call.method} ${call.path} at ${call.system}`).join('\n    ');
    throw new Mismatch(
      `expected exactly one write, to ${title(record)}; the engine sent ${writes.length}:\n    ${list === '' ? 'none' : list}`,
    );
  }

  /** Besides the edited properties and their counterparts nothing has changed since the edit. */
  nothingElseChanged(): void {
    const { before } = this.state;
    if (before === undefined) {
      throw new Error('No step has edited anything that could change something else.');
    }
    const changes: string[] = [];
    const now = this.state.snapshot();
    for (const [key, record] of now) {
      const old = before.get(key);
      if (old === undefined) {
        changes.push(`${key} was created`);
      } else if (old !== record) {
        changes.push(...this.unallowed(key, old, record));
      }
    }
    for (const key of before.keys()) {
      if (!now.has(key)) {
        changes.push(`${key} was deleted`);
      }
    }
    if (changes.length > 0) {
      throw new Mismatch(`expected no other change; found\n    ${changes.join('\n    ')}`);
    }
  }

  private unallowed(key: string, old: SystemRecord, record: SystemRecord): string[] {
    const before = leavesOf(old.properties);
    const after = leavesOf(record.properties);
    const touched = this.touchedPlaces(key);
    const pointers = [...new Set([...before.keys(), ...after.keys()])].sort();
    return pointers
      .filter((pointer) => !isDeepStrictEqual(before.get(pointer), after.get(pointer)))
      .filter((pointer) => !touched.some((isAt) => isAt(pointer)))
      .map(
        (pointer) =>
          `${key} ${pointer}: ${ScenarioState.show(before.get(pointer))} became ${ScenarioState.show(after.get(pointer))}`,
      );
  }

  /** The places of a record that edits may have changed: the edited ones and their counterparts. */
  private touchedPlaces(key: string): ((pointer: string) => boolean)[] {
    const record = this.state.all().find((entry) => `${datatypeLabel(entry)}/${entry.id}` === key);
    if (record === undefined) {
      return [];
    }
    const paths = this.state.edits.flatMap((edit) => [
      ...(edit.record === record ? [edit.path] : []),
      ...this.state
        .rowsBetween(edit.record, record)
        .filter((row) => row.onePath === edit.path)
        .map((row) => row.otherPath),
    ]);
    return paths.map((path) => this.placeOf(record, path));
  }

  /** Of a list, the one element that counts (D26); else all of the property. */
  private placeOf(record: NamedRecord, path: string): (pointer: string) => boolean {
    if (this.state.testbed.scope.facts(record, path)?.list !== true) {
      return (pointer) => liesOn(pointer, path);
    }
    const element = `${path}[${record.anchors.get(path) ?? 0}]`;
    return (pointer) => pointer === element;
  }

  /** Proves a link: an edit of one arrives in the other; without a synchronized property the engine's report counts. */
  async linked(one: NamedRecord, other: NamedRecord): Promise<void> {
    const row = this.probe(one, other);
    if (row === undefined) {
      if (!(await this.reportedAsLinked(one, other))) {
        throw new Mismatch(`the engine reports no link between ${title(one)} and ${title(other)}`);
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
      throw new Mismatch(`the engine reports a link between ${title(one)} and ${title(other)}`);
    }
    await this.probeAlone(one, row.onePath, other, (record) => record.id === other.id);
  }

  /** An edit of the record reaches no record of the other side. */
  async linkedToNothing(record: NamedRecord): Promise<void> {
    const { section } = this.state.testbed.scope.sections[0] ?? {};
    if (section === undefined) {
      throw new Error('No section is switched on.');
    }
    const isSource = datatypeLabel(section.source) === datatypeLabel(record);
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
        `the engine reports that ${title(record)} is linked with ${plural(cluster.length - 1, 'other record')}`,
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
          `an edit of ${path} of ${title(record)} changed ${datatypeLabel(other)} ${each.id}, to which it is not linked: ${JSON.stringify(each.properties)}`,
        );
      }
    }
  }

  /** The row whose edit shows a link best: text before numbers before booleans. */
  private probe(one: NamedRecord, other: NamedRecord): { onePath: string; otherPath: string } | undefined {
    const { section } = this.state.testbed.scope.between(one, other);
    const plain = new Set(plainRows(section));
    const rank = (path: string): number =>
      ['text', 'integer', 'decimal', 'boolean'].indexOf(this.state.testbed.scope.valueType(one, path));
    return this.state
      .rowsBetween(one, other)
      .filter(({ row }) => plain.has(row))
      .sort((left, right) => rank(left.onePath) - rank(right.onePath))[0];
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

function sameValues(one: Properties, other: Properties): boolean {
  return isDeepStrictEqual(leavesOf(one), leavesOf(other));
}

/** Without what the schema requires and no row gives. */
function withoutRequired(record: SystemRecord, datatype: Datatype, expected: Properties): Properties {
  const required = Object.entries(datatype.properties).filter(
    ([path, facts]) => facts.required === true && readAll(expected, path).length === 0,
  );
  return required.reduce<Properties>(
    (properties, [path]) => withRaw(properties, path, null),
    record.properties,
  );
}

function valuesOfCreated(x: NamedRecord, y: Datatype, state: ScenarioState): Map<string, Primitive> {
  const { section } = state.testbed.scope.between(x, y);
  const values = new Map<string, Primitive>();
  for (const row of plainRows(section)) {
    const value = x.values.get(row.source);
    if (value !== undefined) {
      values.set(row.target, value);
    }
  }
  return values;
}
