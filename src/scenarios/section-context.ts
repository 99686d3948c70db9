/** A section as its scenarios speak of it: names for datatypes, records and properties, and the steps made of them. */
import {
  creates,
  findDatatype,
  isList,
  linkingRows,
  nameOf,
  plainRows,
  sameDatatype,
  type Datatype,
  type DatatypeName,
  type Row,
  type Section,
} from '../model';
import { escapeForGherkin, stepLabel } from './labels';
import { THEN, writeParameter, type RecordReference } from './steps';
import type { ScenarioDraft, NotApplicable, Step } from './types';

const PEOPLE =
  /contact|member|customer|user|person|people|agent|employee|lead|account|subscriber|human|owner|partner|supplier|client|debtor|patient|student/i;

/** Names of records: people where both sides are people, ordinals elsewhere. */
export interface RecordNames {
  readonly ada: string;
  readonly bob: string;
  readonly eve: string;
  readonly old: string;
}

const PEOPLE_NAMES: RecordNames = { ada: 'Ada', bob: 'Bob', eve: 'Eve', old: 'Olga' };
const THING_NAMES: RecordNames = { ada: 'first', bob: 'second', eve: 'third', old: 'old' };

/** Given: several steps in a row, the first with the keyword, the others with `And`. */
export function steps(keyword: 'Given' | 'When' | 'Then', ...texts: readonly string[]): Step[] {
  return texts.map((text, index) => ({ keyword: index === 0 ? keyword : 'And', text }));
}

/** A step with a table below it. */
export function tableStep(
  keyword: Step['keyword'],
  text: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Step {
  return { keyword, text, table: [header, ...rows] };
}

/** Then: the datatype has as many records. */
export function counted({ system, datatype }: DatatypeName, count: number): string {
  return THEN.count.write(system, count, escapeForGherkin(datatype));
}

export function draft(name: string, ...parts: readonly (readonly Step[])[]): ScenarioDraft {
  return { name, steps: parts.flat() };
}

/** The draft as part of the full profile alone. */
export function inFull(base: ScenarioDraft): ScenarioDraft {
  return { ...base, isFull: true };
}

export function outline(
  base: ScenarioDraft,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): ScenarioDraft {
  return { ...base, examples: { header, rows } };
}

export function notApplicable(what: string, because: string): NotApplicable {
  return { what, because };
}

/** The draft with the rows that speak for it; named by the first of them, where there is more than one to choose from. */
export function witnessedBy(
  base: ScenarioDraft,
  witnesses: readonly Row[],
  isOneOfSeveral: boolean,
): ScenarioDraft {
  const [first] = witnesses;
  const name = isOneOfSeveral && first !== undefined ? `${base.name}, as ${first.source} shows` : base.name;
  return { ...base, name, witnesses };
}

function targetsOf(statement: Section['statements'][number]): string[] {
  return 'rows' in statement ? statement.rows.map(({ target }) => target) : [];
}

/** `Wix.com Contacts "Ada"`: a record as the names of scenarios, and the cells of examples, have it. */
export function recordText(record: RecordReference): string {
  return writeParameter('record', record);
}

export class SectionContext {
  /** The labels of both sides' datatypes. */
  readonly x: string;
  readonly y: string;
  readonly names: RecordNames;
  /** Both sides are one datatype of one system. */
  readonly oneDatatype: boolean;
  /** Both sides are of one system: no order of systems decides between equal times (D11). */
  readonly oneSystem: boolean;
  readonly creates: boolean;
  readonly linkingRows: readonly Row[];
  readonly plainRows: readonly Row[];
  private readonly source: Datatype;
  private readonly target: Datatype;

  constructor(
    readonly section: Section,
    datatypes: readonly Datatype[],
  ) {
    this.x = stepLabel(section.source);
    this.y = stepLabel(section.target);
    this.oneDatatype = sameDatatype(section.source, section.target);
    this.oneSystem = section.source.system === section.target.system;
    this.names = PEOPLE.test(this.x) && PEOPLE.test(this.y) ? PEOPLE_NAMES : THING_NAMES;
    this.creates = creates(section) && !this.oneDatatype;
    this.linkingRows = linkingRows(section);
    this.plainRows = plainRows(section);
    this.source = findDatatype(datatypes, nameOf(section.source));
    this.target = findDatatype(datatypes, nameOf(section.target));
  }

  /** The X of that name. */
  xOf(name: string): RecordReference {
    return { datatype: this.x, name };
  }

  /** The Y of that name; where both sides are one datatype it needs another name. */
  yOf(name: string): RecordReference {
    return { datatype: this.y, name: this.oneDatatype ? `${name} again` : name };
  }

  /** `Wix.com has 2 Contacts`. */
  xCount(count: number): string {
    return counted(this.section.source, this.oneDatatype ? 2 * count : count);
  }

  /** `Wix has 2 Members`, or nothing where both sides are one datatype, which `xCount` counts already. */
  yCount(count: number): string[] {
    return this.oneDatatype ? [] : [counted(this.section.target, count)];
  }

  sourceIsList(row: Row): boolean {
    return isList(this.source.properties, row.source);
  }

  targetIsList(row: Row): boolean {
    return isList(this.target.properties, row.target);
  }

  sourceFacts(row: Row): Datatype['properties'][string] | undefined {
    return this.source.properties[row.source];
  }

  targetFacts(row: Row): Datatype['properties'][string] | undefined {
    return this.target.properties[row.target];
  }

  /** Whether the record's datatype has a property that no row names. */
  hasOwnProperties({ datatype }: RecordReference): boolean {
    return (datatype === this.x ? this.source : this.target).own.length > 0;
  }

  /** What a new Y needs and no row gives it: single values that people can edit. */
  get requiredBesideRows(): readonly string[] {
    const inRows = new Set(this.section.statements.flatMap(targetsOf));
    return Object.entries(this.target.properties)
      .filter(([path, { required, readOnly }]) => required === true && readOnly !== true && !inRows.has(path))
      .filter(([, { type, list, format }]) => type !== 'object' && list !== true && format === undefined)
      .map(([path]) => path);
  }

  /**
   * The rows that show what a sentence promises, two where there are as many: rather those that people and engines can
   * write on both sides, text before numbers before booleans, and no merge property. Where one of them is broken, the other
   * speaks for the sentence; neighbours are likely to be broken together, so it is the one that is farthest from it.
   */
  get witnesses(): readonly Row[] {
    const [first, ...others] = this.rankedRows;
    if (first === undefined) {
      return [];
    }
    const place = this.plainRows.indexOf(first);
    const distance = (row: Row): number => Math.abs(this.plainRows.indexOf(row) - place);
    const able = others.filter((row) => this.isWritable(row) === this.isWritable(first));
    const good = able.filter((row) => !this.isMergeRow(row) && row.dataType?.name !== 'boolean');
    const [second] = (good.length > 0 ? good : able).sort((one, other) => distance(other) - distance(one));
    return second === undefined ? [first] : [first, second];
  }

  /** The rows that can be tried, those first that show best what a sentence promises. */
  get rankedRows(): readonly Row[] {
    return [...this.plainRows].sort((one, other) => this.probeRank(one) - this.probeRank(other));
  }

  /** The first of the witnesses. */
  get probe(): Row | undefined {
    return this.witnesses[0];
  }

  /** Whether an engine can write what the row connects, in both directions. */
  isWritable(row: Row): boolean {
    return this.sourceFacts(row)?.readOnly !== true && this.targetFacts(row)?.readOnly !== true;
  }

  private probeRank(row: Row): number {
    const name = row.dataType?.name ?? null;
    const type = name === null || name === 'string' ? 0 : name === 'boolean' ? 4 : 2;
    return type + (this.isMergeRow(row) ? 1 : 0) + (this.isWritable(row) ? 0 : 8);
  }

  /** Whether the row's properties are compared by a merge row too. */
  isMergeRow(row: Row): boolean {
    return this.linkingRows.some(({ source, target }) => source === row.source || target === row.target);
  }

  /** What a scenario's name begins with, so that it is unique in the document. */
  get title(): string {
    return `${escapeForGherkin(this.section.source.datatype)} to ${escapeForGherkin(this.section.target.datatype)}`;
  }
}
