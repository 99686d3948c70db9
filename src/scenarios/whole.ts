/** A document, or several that run together, as a whole: how many records there are in the end. */
import {
  creates,
  linkingRows,
  nameOf,
  sameDatatype,
  type Datatype,
  type DatatypeName,
  type Section,
} from '../model';
import { distinctDatatypes, expectedCounts } from '../oracle';
import { stepLabel } from './labels';
import { SectionContext, counted, draft, steps } from './section-context';
import { GIVEN, THEN, WHEN } from './steps';
import type { ScenarioDraft } from './types';

/** The sections in which no record is created and a match can be made: they need a pair as a witness. */
function linkOnly(sections: readonly Section[]): Section[] {
  return sections.filter((section) => !creates(section) && linkingRows(section).length > 0);
}

export interface Whole {
  readonly name: string;
  /** The step that switches the sections on. */
  readonly given: string;
  readonly sections: readonly Section[];
  /** The sections of the document that is judged: their datatypes are counted. */
  readonly judged: readonly Section[];
  readonly datatypes: readonly Datatype[];
}

interface Pair {
  readonly context: SectionContext;
  readonly name: string;
}

/**
 * The sections that lead between the systems of the document that is judged. Records begin there alone: what another system
 * lacks is for the document to say that names it.
 */
function betweenOwnSystems({ sections, judged }: Whole): Section[] {
  const own = new Set(judged.flatMap(({ source, target }) => [source.system, target.system]));
  return sections.filter(({ source, target }) => own.has(source.system) && own.has(target.system));
}

function pairsOf(sections: readonly Section[], datatypes: readonly Datatype[]): Pair[] {
  return linkOnly(sections).map((section, index) => ({
    context: new SectionContext(section, datatypes),
    name: `pair ${index + 1}`,
  }));
}

/** Given: records that match, by the first row that can link. */
function matchingPair({ context, name }: Pair): string[] {
  const [row] = context.linkingRows;
  return row === undefined
    ? []
    : [GIVEN.pair.write(context.xOf(name), context.yOf(name), row.source, row.target)];
}

function linkedPair({ context, name }: Pair): string {
  return THEN.linked.write(context.xOf(name), context.yOf(name));
}

/** Two records of each datatype from which something is created. */
function singles(sections: readonly Section[]): DatatypeName[] {
  const sources = sections.filter((section) => creates(section)).map(({ source }) => nameOf(source));
  return distinctDatatypes(sources).flatMap((source) => [source, source]);
}

/** The scenario that switches all sections on and checks all counts; `undefined` where none of them can do anything. */
export function wholeScenario(whole: Whole): ScenarioDraft | undefined {
  const near = betweenOwnSystems(whole);
  const pairs = pairsOf(near, whole.datatypes);
  const alone = singles(near);
  if (pairs.length === 0 && alone.length === 0) {
    return undefined;
  }
  const beginnings = [
    ...alone.map((source) => [source]),
    ...pairs.map(({ context: { section } }) => [nameOf(section.source), nameOf(section.target)]),
  ];
  const own = whole.judged.flatMap(({ source, target }) => [nameOf(source), nameOf(target)]);
  const counts = expectedCounts(whole.sections, beginnings)
    .filter(({ name }) => own.some((each) => sameDatatype(each, name)))
    .map(({ name, count }) => counted(name, count));
  const records = alone.map((source, index) =>
    GIVEN.record.write({ datatype: stepLabel(source), name: index % 2 === 0 ? 'one' : 'another' }),
  );
  return draft(
    whole.name,
    steps('Given', whole.given, ...records, ...pairs.flatMap(matchingPair)),
    steps('When', WHEN.synchronized.write()),
    steps('Then', ...counts, ...pairs.map(linkedPair)),
    steps('When', WHEN.restarted.write()),
    steps('Then', THEN.noFurtherWrite.write(), ...counts),
  );
}
