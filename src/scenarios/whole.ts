/**
 * A document, or several that run together, as a whole: how many records there are in the end. The expectation is a
 * small simulation of its own: every record begins a cluster, and a creating section adds what the cluster lacks.
 */
import { creates, linkingRows, nameOf, sameDatatype, type DatatypeName, type Section } from '../model';
import { stepLabel } from './labels';
import { SectionContext, counted, draft, steps } from './section-context';
import type { ScenarioDraft } from './types';
import type { Datatype } from '../model';

const SYNC = 'the systems are synchronized';

/** A cluster in the simulation: the datatypes that it holds. */
type Cluster = DatatypeName[];

function holds(cluster: Cluster, name: DatatypeName): boolean {
  return cluster.some((member) => sameDatatype(member, name));
}

function complete(cluster: Cluster, sections: readonly Section[]): Cluster {
  const lacking = sections.find(
    (section) => creates(section) && holds(cluster, section.source) && !holds(cluster, section.target),
  );
  return lacking === undefined ? cluster : complete([...cluster, nameOf(lacking.target)], sections);
}

function distinct(names: readonly DatatypeName[]): DatatypeName[] {
  return names.filter((name, index) => names.findIndex((other) => sameDatatype(other, name)) === index);
}

function count(clusters: readonly Cluster[], name: DatatypeName): number {
  return clusters.flat().filter((member) => sameDatatype(member, name)).length;
}

/** The sections in which no record is created and a match can be made: they need a pair as a witness. */
function linkOnly(sections: readonly Section[]): Section[] {
  return sections.filter((section) => !creates(section) && linkingRows(section).length > 0);
}

export interface Whole {
  readonly name: string;
  /** The step that switches the sections on. */
  readonly given: string;
  readonly sections: readonly Section[];
  readonly datatypes: readonly Datatype[];
}

interface Pair {
  readonly context: SectionContext;
  readonly name: string;
}

/** The scenario that switches all sections on and checks all counts; `undefined` where none of them can do anything. */
export function wholeScenario({ name, given, sections, datatypes }: Whole): ScenarioDraft | undefined {
  const pairs: Pair[] = linkOnly(sections).map((section, index) => ({
    context: new SectionContext(section, datatypes),
    name: `pair ${index + 1}`,
  }));
  const sources = distinct(
    sections.filter((section) => creates(section)).map((section) => nameOf(section.source)),
  );
  if (pairs.length === 0 && sources.length === 0) {
    return undefined;
  }
  const alone = sources.flatMap((source) => [source, source]);
  const clusters = [
    ...alone.map((source) => [source]),
    ...pairs.map(({ context }) => [nameOf(context.section.source), nameOf(context.section.target)]),
  ].map((cluster) => complete(cluster, sections));
  const all = distinct(sections.flatMap((section) => [nameOf(section.source), nameOf(section.target)]));
  const counts = all.map((each) => counted(each, count(clusters, each)));
  const givens = [
    given,
    ...alone.map(
      (source, index) => `there is a ${stepLabel(source)} "${index % 2 === 0 ? 'one' : 'another'}"`,
    ),
    ...pairs.map(({ context, name: pair }) => {
      const row = context.linkingRows[0];
      const by = row === undefined ? '' : `${row.source} and ${row.target}`;
      return `${context.xOf(pair).a} and ${context.yOf(pair).a} match by ${by}`;
    }),
  ];
  return draft(
    name,
    steps('Given', ...givens),
    steps('When', SYNC),
    steps(
      'Then',
      ...counts,
      ...pairs.map(
        ({ context, name: pair }) => `${context.xOf(pair).the} and ${context.yOf(pair).the} are linked`,
      ),
    ),
    steps('When', 'the engine is restarted and rescans everything'),
    steps('Then', 'no further write was sent to either system', ...counts),
  );
}
