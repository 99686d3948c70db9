/** Documents that run together: an edit goes through them, from the first of three systems to the third (D8, D12). */
import {
  creates,
  datatypesOf,
  linkingRows,
  nameOf,
  plainRows,
  sameDatatype,
  type DatatypeName,
  type DeclaredSystems,
  type Row,
  type Section,
} from '../model';
import { stepLabel } from './labels';
import { SectionContext, draft, steps } from './section-context';
import { GIVEN, THEN, WHEN, type RecordReference } from './steps';
import type { ScenarioDraft } from './types';

type End = 'source' | 'target';

const OTHER_END = { source: 'target', target: 'source' } as const;

/** A section as a part of a way: from the datatype in the middle to one at an end. */
interface Leg {
  readonly section: Section;
  readonly context: SectionContext;
  /** Where the section has the datatype in the middle. */
  readonly middle: End;
  readonly end: DatatypeName;
}

/** Two rows that lead through the same property in the middle. */
interface Way {
  readonly first: Row;
  readonly last: Row;
}

/** An edit through two sections, with what speaks for it. */
export interface ThroughDraft {
  readonly draft: ScenarioDraft;
  /** The section in which the edit arrives: it is judged. */
  readonly section: Section;
  readonly witnesses: readonly Row[];
}

export interface ThroughOptions {
  /** The step that switches the documents on. */
  readonly given: string;
  /** What the names of the scenarios begin with. */
  readonly title: string;
  /** The sections whose edits are judged. */
  readonly own: readonly Section[];
  /** Those of all documents that run together. */
  readonly sections: readonly Section[];
  readonly systems: DeclaredSystems;
}

/** How many ways through the same three datatypes are tried: one row may be broken. */
const MOST_WAYS = 2;

function legOf(section: Section, context: SectionContext, middle: End): Leg {
  return { section, context, middle, end: nameOf(section[OTHER_END[middle]]) };
}

function middleOf({ section, middle }: Leg): DatatypeName {
  return nameOf(section[middle]);
}

/** The kind of the values that a row carries: an edit gets through two rows of one kind. */
function kindOf({ context }: Leg, row: Row): string {
  const types = [context.sourceFacts(row)?.type, context.targetFacts(row)?.type];
  const stated = types.find((type) => type === 'integer' || type === 'number' || type === 'boolean');
  const name = row.dataType?.name ?? 'string';
  return name === 'string' ? (stated ?? name) : name;
}

function carries({ context }: Leg, row: Row): boolean {
  return context.isWritable(row) && !context.sourceIsList(row) && !context.targetIsList(row);
}

/** The ways through both legs, rather those of text, and of properties that no merge row compares. */
function waysThrough(from: Leg, to: Leg): Way[] {
  const rank = ({ first, last }: Way): number =>
    (kindOf(to, last) === 'string' ? 0 : 2) +
    (from.context.isMergeRow(first) || to.context.isMergeRow(last) ? 1 : 0);
  const ways = plainRows(from.section)
    .filter((row) => carries(from, row))
    .flatMap((first) =>
      plainRows(to.section)
        .filter((row) => carries(to, row) && row[to.middle] === first[from.middle])
        .filter((last) => kindOf(from, first) === kindOf(to, last) && kindOf(to, last) !== 'boolean')
        .map((last) => ({ first, last })),
    );
  return ways.sort((one, other) => rank(one) - rank(other)).slice(0, MOST_WAYS);
}

/** The records of a way, by the names that its steps give them. */
interface Records {
  readonly middle: RecordReference;
  readonly end: (leg: Leg) => RecordReference;
}

/** Given: the middle record and that of the leg, in a cluster of their own. */
function beginning(leg: Leg, { middle, end }: Records): string {
  const [source, target] = leg.middle === 'source' ? [middle, end(leg)] : [end(leg), middle];
  return (creates(leg.section) ? GIVEN.created : GIVEN.linked).write(source, target);
}

/** Given: the record of the leg has joined the middle one; `undefined` where nothing brings that about. */
function joining(leg: Leg, before: Leg, { middle, end }: Records): string | undefined {
  if (creates(leg.section) && leg.middle === 'source') {
    return GIVEN.becomeToo.write(middle, end(leg));
  }
  const isMade = creates(before.section) && before.middle === 'target';
  const filled = plainRows(before.section).map((row) => row.target);
  const canMatch = linkingRows(leg.section).some((row) => !isMade || filled.includes(row[leg.middle]));
  return canMatch ? GIVEN.linkedToo.write(end(leg), middle) : undefined;
}

function canBegin({ section, context }: Leg): boolean {
  return !context.oneDatatype && (creates(section) || linkingRows(section).length > 0);
}

/** The steps that join three records; `undefined` where the sections cannot. */
function given(from: Leg, to: Leg, records: Records): string[] | undefined {
  for (const [one, other] of [
    [from, to],
    [to, from],
  ] as const) {
    const joined = canBegin(one) ? joining(other, one, records) : undefined;
    if (joined !== undefined) {
      return [beginning(one, records), joined];
    }
  }
  return undefined;
}

function through(options: ThroughOptions, from: Leg, to: Leg): ThroughDraft[] {
  const { ada } = to.context.names;
  const labelled = (name: DatatypeName): RecordReference => ({ datatype: stepLabel(name), name: ada });
  const records: Records = { middle: labelled(middleOf(to)), end: ({ end }) => labelled(end) };
  const joined = given(from, to, records);
  if (joined === undefined) {
    return [];
  }
  const [start, stop] = [records.end(from), records.end(to)];
  const ways = waysThrough(from, to);
  return ways.map(({ first, last }) => {
    const [edited, reached] = [first[OTHER_END[from.middle]], last[OTHER_END[to.middle]]];
    const name = `${options.title}: an edit of the ${start.datatype} reaches the ${stop.datatype}, through the ${records.middle.datatype}`;
    return {
      section: to.section,
      witnesses: [first, last],
      draft: draft(
        ways.length > 1 ? `${name}, as ${edited} shows` : name,
        steps('Given', options.given, ...joined),
        steps('When', WHEN.edited.write(edited, start), WHEN.synchronized.write()),
        steps('Then', THEN.arrived.write(reached, stop)),
      ),
    };
  });
}

/**
 * The edits that go through two sections, from one system over a second to a third, and arrive in one of the own sections;
 * each three datatypes once.
 */
export function throughScenarios(options: ThroughOptions): ThroughDraft[] {
  const datatypes = datatypesOf(options.sections, options.systems);
  const legsOf = (sections: readonly Section[]): Leg[] =>
    sections.flatMap((section) => {
      const context = new SectionContext(section, datatypes);
      return (['source', 'target'] as const).map((middle) => legOf(section, context, middle));
    });
  const all = legsOf(options.sections);
  return legsOf(options.own).flatMap((to) => {
    const others = all.filter(
      (from) =>
        sameDatatype(middleOf(from), middleOf(to)) &&
        new Set([from.end.system, middleOf(to).system, to.end.system]).size === 3,
    );
    const starts = others.filter(
      ({ end }, index) => others.findIndex((other) => sameDatatype(other.end, end)) === index,
    );
    return starts.flatMap((from) => through(options, from, to));
  });
}
