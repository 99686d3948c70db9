/** Links, seen from outside: an edit of a synchronized property arrives in the counterpart, or reaches nobody. */
import { isDeepStrictEqual } from 'node:util';
import { plural } from '../core/text';
import { Mismatch } from '../engines';
import { datatypeLabel, sameDatatype, type DatatypeName } from '../model';
import {
  leavesOf,
  liesOn,
  matchingRows,
  probingRows,
  showValue,
  spokenName,
  type RowBetween,
} from '../oracle';
import type { LinkedRecord } from '../protocol';
import type { SystemRecord } from '../systems';
import type { Expectations } from './expectations';
import type { NamedRecord, ScenarioState } from './scenario-state';
import type { UserActions } from './user-actions';

/** How many rows are tried before a pair counts as not linked: one of them may be broken, and is judged in its own place. */
const MOST_PROBES = 3;

export class Links {
  constructor(
    private readonly state: ScenarioState,
    private readonly actions: UserActions,
    private readonly expectations: Expectations,
  ) {}

  /**
   * Proves a link: an edit of one changes its counterpart in the other, or arrives elsewhere in it (the row is judged in its
   * own place). Without a synchronized property the engine's report counts.
   *
   * @throws Mismatch where no edit of any row tried reaches the other record.
   */
  async linked(one: NamedRecord, other: NamedRecord): Promise<void> {
    const rows = this.probes(one, other);
    if (rows.length === 0) {
      if (!(await this.reportedAsLinked(one, other))) {
        throw new Mismatch(`${this.notLinkedText(one, other)}\n  the engine reports no link between them`);
      }
      return;
    }
    const problems: string[] = [];
    for (const between of rows.slice(0, MOST_PROBES)) {
      const problem = await this.probe(one, other, between);
      if (problem === undefined) {
        this.state.carrying = between.row;
        return;
      }
      problems.push(problem);
    }
    throw new Mismatch([this.notLinkedText(one, other), ...problems].join('\n'));
  }

  /** Where the section synchronizes no property: the engine reports the link. Elsewhere nothing is asked. */
  async reportedWithoutRows(one: NamedRecord, other: NamedRecord): Promise<void> {
    if (this.probes(one, other).length === 0) {
      await this.linked(one, other);
    }
  }

  async notLinked(one: NamedRecord, other: NamedRecord): Promise<void> {
    const [between] = this.probes(one, other);
    if (between === undefined) {
      if (!(await this.reportedAsLinked(one, other))) {
        return;
      }
      throw new Mismatch(
        `${spokenName(one)} and ${spokenName(other)} are linked, although nothing matches\n  so the engine reports`,
      );
    }
    await this.assertAlone(one, between.onePath, other, (record) => record.id === other.id);
  }

  /** An edit of the record reaches no record of the other side. */
  async linkedToNothing(record: NamedRecord): Promise<void> {
    const [section] = this.state.sections;
    if (section === undefined) {
      throw new Error('No section is switched on.');
    }
    const other = sameDatatype(section.source, record) ? section.target : section.source;
    const [between] = this.probes(record, { ...record, ...other });
    if (between === undefined) {
      await this.assertReportedAlone(record);
      return;
    }
    await this.assertAlone(record, between.onePath, other, () => true);
  }

  private async assertReportedAlone(record: NamedRecord): Promise<void> {
    const clusters = await this.state.testbed.links();
    const isRecord = this.isReportedAs(record);
    const cluster = clusters.find((members) => members.some(isRecord));
    if (cluster !== undefined && cluster.length > 1) {
      throw new Mismatch(
        `${spokenName(record)} is linked, although nothing matches it\n  the engine reports it with ${plural(cluster.length - 1, 'other record')}`,
      );
    }
  }

  /** Edits the property of one; what is wrong where that changes nothing in the other. */
  private async probe(
    one: NamedRecord,
    other: NamedRecord,
    { onePath, otherPath }: RowBetween,
  ): Promise<string | undefined> {
    const before = leavesOf(this.state.current(other).properties);
    this.actions.edit(one, onePath);
    await this.state.synchronize();
    this.expectations.quiescent();
    const now = leavesOf(this.state.current(other).properties);
    const edited = one.values.get(onePath);
    const hasReached = [...new Set([...before.keys(), ...now.keys()])].some(
      (pointer) =>
        !isDeepStrictEqual(before.get(pointer), now.get(pointer)) &&
        (liesOn(pointer, otherPath) || (edited?.type !== 'boolean' && now.get(pointer) === edited?.value)),
    );
    if (hasReached) {
      return undefined;
    }
    const expected = showValue(edited?.value);
    return `  an edit of ${onePath} has not arrived in ${otherPath}\n  expected: ${expected}\n  found:    ${showValue(now.get(otherPath))}`;
  }

  private async assertAlone(
    record: NamedRecord,
    path: string,
    other: DatatypeName,
    where: (candidate: SystemRecord) => boolean,
  ): Promise<void> {
    const before = new Map(this.state.testbed.recordsOf(other).map((each) => [each.id, each]));
    this.actions.edit(record, path);
    await this.state.synchronize();
    this.expectations.quiescent();
    for (const each of this.state.testbed.recordsOf(other).filter(where)) {
      const isItself = sameDatatype(other, record) && each.id === record.id;
      if (before.get(each.id) !== each && !isItself) {
        throw new Mismatch(
          `${spokenName(record)} is linked to ${datatypeLabel(other)} ${this.nameOf(other, each.id)}, although nothing matches\n  an edit of ${path} changed it: ${JSON.stringify(each.properties)}`,
        );
      }
    }
  }

  private nameOf(datatype: DatatypeName, id: string): string {
    const record = this.state.all().find((each) => each.id === id && sameDatatype(each, datatype));
    return record === undefined ? id : `"${record.name}"`;
  }

  /** The rows that can show a link, the one that has shown one first. */
  private probes(one: NamedRecord, other: NamedRecord): RowBetween[] {
    const { scope } = this.state.testbed;
    const { section } = scope.between(one, other);
    const rows = probingRows(section, one, other, {
      typeOf: (path) => scope.valueType(one, path),
      canCarry: ({ onePath, otherPath }) =>
        scope.facts(one, onePath)?.readOnly !== true && scope.facts(other, otherPath)?.readOnly !== true,
    });
    const { carrying } = this.state;
    return [...rows.filter(({ row }) => row === carrying), ...rows.filter(({ row }) => row !== carrying)];
  }

  /** What a person would say: which records, and why they should be one. */
  private notLinkedText(one: NamedRecord, other: NamedRecord): string {
    const { section } = this.state.testbed.scope.between(one, other);
    const [match] = matchingRows(section, one, other);
    const because =
      match === undefined
        ? ''
        : `, although ${match.onePath} = ${match.otherPath} (${showValue(one.values.get(match.onePath)?.value)})`;
    return `${spokenName(one)} and ${spokenName(other)} are not linked${because}`;
  }

  private async reportedAsLinked(one: NamedRecord, other: NamedRecord): Promise<boolean> {
    const [isOne, isOther] = [this.isReportedAs(one), this.isReportedAs(other)];
    const clusters = await this.state.testbed.links();
    return clusters.some((members) => members.some(isOne) && members.some(isOther));
  }

  /** Which member of the engine's report is the record. */
  private isReportedAs({ system: name, datatype, id }: NamedRecord): (member: LinkedRecord) => boolean {
    const system = this.state.testbed.system(name).id;
    return (member) => member.system === system && member.datatype === datatype && member.id === id;
  }
}
