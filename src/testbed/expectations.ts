/** What must be seen in the systems. Everything here fails with a `Mismatch` that says what was expected and found. */
import { isDeepStrictEqual } from 'node:util';
import { phrase, plainRows, type Datatype, type DatatypeName } from '../model';
import type { Properties, SystemRecord } from '../systems';
import type { Acts } from './user-actions';
import { MOST_CYCLES } from './testbed';
import { Mismatch } from './errors';
import { isBlank, leavesOf, liesOn, readAll, readRaw, withRaw, withValue } from '../oracle/paths';
import { Story, type Edit, type StoryRecord } from './scenario-state';
import { formOf, type Primitive } from './values';
import type { Json } from '../core/json';

function title(record: StoryRecord): string {
  return `${phrase(record)} "${record.name}" (${record.id})`;
}

export class Expectations {
  constructor(
    private readonly story: Story,
    private readonly acts: Acts,
  ) {}

  /** The engine came to rest, and made no call that it never may. */
  atRest(): void {
    if (this.story.bed.restless) {
      throw new Mismatch(
        `the systems did not come to rest: the engine still writes after ${MOST_CYCLES} cycles`,
      );
    }
    const [call] = this.story.bed.unexpectedCalls();
    if (call !== undefined) {
      throw new Mismatch(
        `the engine made a call that no engine may make: ${call.method} ${call.path} at ${call.system} (${call.unexpected ?? ''})`,
      );
    }
  }

  count(datatype: Datatype, expected: number): void {
    const found = this.story.bed.recordsOf(datatype).length;
    if (found !== expected) {
      throw new Mismatch(`${datatype.system} has ${found} ${datatype.datatype}; expected ${expected}`);
    }
  }

  /** What a Y that was created for an X holds, by the rows of the section between them. */
  private createdProperties(x: StoryRecord, y: Datatype): Properties {
    const { section } = this.story.bed.scope.between(x, y);
    const isListAt = this.story.bed.scope.isListAt(y);
    let properties: Properties = {};
    for (const row of plainRows(section)) {
      const value = x.values.get(row.source);
      if (value === undefined) continue;
      properties = withValue(
        properties,
        { path: row.target, isListAt, anchor: 0 },
        formOf(value, y.properties[row.target]),
      );
    }
    return properties;
  }

  /** Exactly one Y was created for the X; it joins the story, by default under the X's name. */
  createdFor(y: Datatype, x: StoryRecord, name = x.name): StoryRecord {
    const expected = this.createdProperties(x, y);
    const candidates = this.story.unnamed(y);
    const fitting = candidates.filter((record) => sameValues(withoutRequired(record, y, expected), expected));
    const [first] = fitting;
    const told = leavesOf(expected).size > 0;
    if (first === undefined || (told && fitting.length > 1)) {
      const found = candidates.map((record) => JSON.stringify(record.properties)).join('\n    ');
      throw new Mismatch(
        `${fitting.length} ${phrase(y)} were created for ${title(x)}; expected exactly one that holds\n    ${JSON.stringify(expected)}\n  created by the engine and not yet accounted for:\n    ${found === '' ? 'none' : found}`,
      );
    }
    return this.story.add(y, name, first, valuesOfCreated(x, y, this.story));
  }

  /** The edit that decides what the property must hold: the latest of this property or a partner of it. */
  private decidingEdit(record: StoryRecord, path: string): Edit & { readonly value: Primitive } {
    const deciding = this.story.edits.findLast(
      (edit): edit is Edit & { value: Primitive } =>
        edit.value !== undefined &&
        ((edit.record === record && edit.path === path) ||
          this.story
            .rowsBetween(edit.record, record)
            .some((row) => row.onePath === edit.path && row.otherPath === path)),
    );
    if (deciding === undefined)
      throw new Error(`No step has edited what ${path} of ${title(record)} depends on.`);
    return deciding;
  }

  /** The latest edit stands in the property, in the data type of its side. */
  arrived(record: StoryRecord, path: string): void {
    const edit = this.decidingEdit(record, path);
    const expected = formOf(edit.value, this.story.bed.scope.facts(record, path));
    this.holds(record, path, expected, `after ${edit.path} of ${title(edit.record)} was edited`);
  }

  private holds(record: StoryRecord, path: string, expected: Json, why: string): void {
    const found = readAll(this.story.current(record).properties, path);
    const anchor = Math.min(record.anchors.get(path) ?? 0, Math.max(found.length - 1, 0));
    if (isDeepStrictEqual(found[anchor], expected)) return;
    throw new Mismatch(
      `${path} of ${title(record)} ${why}\n  expected: ${Story.show(expected)}\n  found:    ${found.length > 1 ? Story.show(found) : Story.show(found[0])}`,
    );
  }

  /** The property holds exactly this JSON. */
  exactly(record: StoryRecord, path: string, expected: Json): void {
    const found = readRaw(this.story.current(record).properties, path);
    if (isDeepStrictEqual(found, expected)) return;
    throw new Mismatch(
      `${path} of ${title(record)}\n  expected: ${Story.show(expected)}\n  found:    ${Story.show(found)}`,
    );
  }

  empty(record: StoryRecord, path: string): void {
    const found = readAll(this.story.current(record).properties, path);
    if (found.every(isBlank)) return;
    throw new Mismatch(`${path} of ${title(record)}\n  expected: empty\n  found:    ${Story.show(found[0])}`);
  }

  /** The property holds what the other record was given, in the form of this side. */
  holdsValueOf(record: StoryRecord, path: string, value: Primitive): void {
    this.holds(record, path, formOf(value, this.story.bed.scope.facts(record, path)), 'after the merge');
  }

  untouched(record: StoryRecord): void {
    const now = this.story.current(record);
    if (now.version === record.original.version && sameValues(now.properties, record.original.properties))
      return;
    throw new Mismatch(
      `${title(record)} was changed\n  before: ${JSON.stringify(record.original.properties)}\n  now:    ${JSON.stringify(now.properties)}`,
    );
  }

  /** No write since everything should have been at rest; a later step can ask again. */
  noFurtherWrite(): void {
    const mark = this.story.restMark;
    if (mark === undefined) throw new Error('No step has said since when nothing may be written.');
    this.story.restMark = undefined;
    const writes = this.story.bed.log.since(mark).filter(({ mutating }) => mutating);
    if (writes.length === 0) return;
    const list = writes.map(({ method, path, system }) => `${method} ${path} at ${system}`).join('\n    ');
    throw new Mismatch(`expected no further write; the engine sent ${writes.length}:\n    ${list}`);
  }

  /** Exactly one write since the edit, to the record. */
  oneWriteTo(record: StoryRecord): void {
    const writes = this.story.bed.log.since(this.story.beforeMark).filter(({ mutating }) => mutating);
    const system = this.story.bed.system(record.system).id;
    const hit = writes.filter(
      ({ system: reached, subject }) => reached === system && subject?.id === record.id,
    );
    if (writes.length === 1 && hit.length === 1) return;
    const list = writes.map((call) => `${call.method} ${call.path} at ${call.system}`).join('\n    ');
    throw new Mismatch(
      `expected exactly one write, to ${title(record)}; the engine sent ${writes.length}:\n    ${list === '' ? 'none' : list}`,
    );
  }

  /** Besides the edited properties and their counterparts nothing has changed since the edit. */
  nothingElseChanged(): void {
    const { before } = this.story;
    if (before === undefined)
      throw new Error('No step has edited anything that could change something else.');
    const changes: string[] = [];
    const now = this.story.snapshot();
    for (const [key, record] of now) {
      const old = before.get(key);
      if (old === undefined) changes.push(`${key} was created`);
      else if (old !== record) changes.push(...this.unallowed(key, old, record));
    }
    for (const key of before.keys()) if (!now.has(key)) changes.push(`${key} was deleted`);
    if (changes.length > 0)
      throw new Mismatch(`expected no other change; found\n    ${changes.join('\n    ')}`);
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
          `${key} ${pointer}: ${Story.show(before.get(pointer))} became ${Story.show(after.get(pointer))}`,
      );
  }

  /** The places of a record that edits may have changed: the edited ones and their counterparts. */
  private touchedPlaces(key: string): ((pointer: string) => boolean)[] {
    const record = this.story.all().find((entry) => `${phrase(entry)}/${entry.id}` === key);
    if (record === undefined) return [];
    const paths = this.story.edits.flatMap((edit) => [
      ...(edit.record === record ? [edit.path] : []),
      ...this.story
        .rowsBetween(edit.record, record)
        .filter((row) => row.onePath === edit.path)
        .map((row) => row.otherPath),
    ]);
    return paths.map((path) => this.placeOf(record, path));
  }

  /** Of a list, the one element that counts (D26); else all of the property. */
  private placeOf(record: StoryRecord, path: string): (pointer: string) => boolean {
    if (this.story.bed.scope.facts(record, path)?.list !== true) return (pointer) => liesOn(pointer, path);
    const element = `${path}[${record.anchors.get(path) ?? 0}]`;
    return (pointer) => pointer === element;
  }

  /** Proves a link: an edit of one arrives in the other; without a synchronized property the engine's report counts. */
  async linked(one: StoryRecord, other: StoryRecord): Promise<void> {
    const row = this.probe(one, other);
    if (row === undefined) {
      if (!(await this.reportedAsLinked(one, other))) {
        throw new Mismatch(`the engine reports no link between ${title(one)} and ${title(other)}`);
      }
      return;
    }
    this.acts.edit(one, row.onePath);
    await this.story.synchronize();
    this.atRest();
    this.arrived(other, row.otherPath);
  }

  /** Where the section synchronizes no property: the engine reports the link. Elsewhere nothing is asked. */
  async reportedWithoutRows(one: StoryRecord, other: StoryRecord): Promise<void> {
    if (this.probe(one, other) === undefined) await this.linked(one, other);
  }

  async notLinked(one: StoryRecord, other: StoryRecord): Promise<void> {
    const row = this.probe(one, other);
    if (row === undefined) {
      if (!(await this.reportedAsLinked(one, other))) return;
      throw new Mismatch(`the engine reports a link between ${title(one)} and ${title(other)}`);
    }
    await this.probeAlone(one, row.onePath, other, (record) => record.id === other.id);
  }

  /** An edit of the record reaches no record of the other side. */
  async linkedToNothing(record: StoryRecord): Promise<void> {
    const { section } = this.story.bed.scope.sections[0] ?? {};
    if (section === undefined) throw new Error('No section is switched on.');
    const isSource = phrase(section.source) === phrase(record);
    const other = isSource ? section.target : section.source;
    const [row] = plainRows(section);
    if (row === undefined) {
      const clusters = await this.story.bed.links();
      const cluster = clusters.find((members) =>
        members.some(({ id, datatype }) => id === record.id && datatype === record.datatype),
      );
      if (cluster === undefined || cluster.length < 2) return;
      throw new Mismatch(
        `the engine reports that ${title(record)} is linked with ${cluster.length - 1} other records`,
      );
    }
    await this.probeAlone(record, isSource ? row.source : row.target, other, ({ id }) => id !== record.id);
  }

  private async probeAlone(
    record: StoryRecord,
    path: string,
    other: DatatypeName,
    where: (candidate: SystemRecord) => boolean,
  ): Promise<void> {
    const before = new Map(this.story.bed.recordsOf(other).map((each) => [each.id, each]));
    this.acts.edit(record, path);
    await this.story.synchronize();
    this.atRest();
    for (const each of this.story.bed.recordsOf(other).filter(where)) {
      if (before.get(each.id) !== each && each.id !== record.id) {
        throw new Mismatch(
          `an edit of ${path} of ${title(record)} changed ${phrase(other)} ${each.id}, to which it is not linked: ${JSON.stringify(each.properties)}`,
        );
      }
    }
  }

  /** The row whose edit shows a link best: text before numbers before truth values. */
  private probe(one: StoryRecord, other: StoryRecord): { onePath: string; otherPath: string } | undefined {
    const { section } = this.story.bed.scope.between(one, other);
    const plain = new Set(plainRows(section));
    const rank = (path: string): number =>
      ['text', 'integer', 'decimal', 'truth'].indexOf(this.story.bed.scope.family(one, path));
    return this.story
      .rowsBetween(one, other)
      .filter(({ row }) => plain.has(row))
      .sort((left, right) => rank(left.onePath) - rank(right.onePath))[0];
  }

  private async reportedAsLinked(one: StoryRecord, other: StoryRecord): Promise<boolean> {
    const isMember = (record: StoryRecord) => {
      const system = this.story.bed.system(record.system).id;
      return (member: { system: string; datatype: string; id: string }) =>
        member.system === system && member.datatype === record.datatype && member.id === record.id;
    };
    const clusters = await this.story.bed.links();
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

function valuesOfCreated(x: StoryRecord, y: Datatype, story: Story): Map<string, Primitive> {
  const { section } = story.bed.scope.between(x, y);
  const values = new Map<string, Primitive>();
  for (const row of plainRows(section)) {
    const value = x.values.get(row.source);
    if (value !== undefined) values.set(row.target, value);
  }
  return values;
}
