/** From a document to its feature: a rule for each section, scenarios for each sentence and row. */
import {
  checksOf,
  creates,
  datatypesOf,
  decidesCreation,
  documentWithSystemNames,
  sectionSlugs,
  STATEMENT_KINDS,
  type Check,
  type DataflowDocument,
  type Datatype,
  type Row,
  type Section,
  type DeclaredSystems,
  type Statement,
} from '../model';
import { basisOf } from './basis';
import { contradictionIn } from './contradictions';
import { KINDS } from './kinds';
import { SectionContext } from './section-context';
import { GIVEN } from './steps';
import { NOTHING, type CheckScenarios, type JudgedCheck, type ScenarioDraft } from './types';
import { wholeScenario } from './whole';

export interface SectionFeature {
  readonly slug: string;
  readonly heading: string;
  readonly line: number;
  readonly chapters: readonly JudgedCheck[];
}

/** A scenario over several sections, with the checks that it judges. */
export interface WholeFeature {
  readonly draft: ScenarioDraft;
  readonly checks: readonly string[];
}

/** One document's scenarios. */
export interface Feature {
  readonly document: DataflowDocument;
  readonly sections: readonly SectionFeature[];
  readonly wholes: readonly WholeFeature[];
}

export interface FeatureOptions {
  /** What the config states of the systems' datatypes. */
  readonly systems: DeclaredSystems;
  /** The documents that run together with this one, itself included; none where it runs alone. */
  readonly group: readonly DataflowDocument[];
}

/** The scenarios of a check, and the row that the check is, where it is one. */
interface PlacedScenarios extends CheckScenarios {
  readonly check: Check;
  readonly row?: Row;
}

function statementChapters(
  context: SectionContext,
  statement: Statement,
  checks: readonly Check[],
): PlacedScenarios[] {
  const own = (check: Check): boolean => check.kind === statement.kind;
  const sentence = checks.find(
    (check) =>
      own(check) &&
      check.table === undefined &&
      check.line === statement.line &&
      check.column === statement.column,
  );
  if (sentence === undefined) {
    return [];
  }
  const contradiction = contradictionIn(context.section, statement);
  const scenarios =
    contradiction === undefined
      ? KINDS[statement.kind].sentence(context, statement)
      : { ...NOTHING, without: contradiction };
  const chapters: PlacedScenarios[] = [{ ...scenarios, check: sentence }];
  if (!('rows' in statement)) {
    return chapters;
  }
  const rowChecks = checks.filter((check) => own(check) && check.table === sentence.id);
  const { row } = KINDS[statement.kind];
  statement.rows.forEach((each, index) => {
    const check = rowChecks[index];
    if (check !== undefined) {
      chapters.push({ ...row(context, each), check, row: each });
    }
  });
  return chapters;
}

/** The chapter with its witnesses as checks, and with what its pass rests on. */
function judged(
  context: SectionContext,
  { check, drafts, notApplicable, without }: PlacedScenarios,
  idOf: ReadonlyMap<Row, string>,
): JudgedCheck {
  const basis = drafts.length === 0 ? undefined : basisOf(context, check);
  return {
    check,
    notApplicable,
    ...(without === undefined ? {} : { without }),
    ...(basis === undefined ? {} : { basis }),
    drafts: drafts.map((draft) => ({
      ...draft,
      name: `${context.title}: ${draft.name}`,
      witnessIds: (draft.witnesses ?? []).flatMap((witness) => idOf.get(witness) ?? []),
    })),
  };
}

function sectionFeature(
  section: Section,
  slug: string,
  own: readonly Check[],
  datatypes: readonly Datatype[],
): SectionFeature {
  const context = new SectionContext(section, datatypes);
  const chapters = section.statements.flatMap((statement) => statementChapters(context, statement, own));
  const idOf = new Map(
    chapters.flatMap(({ row, check }) => (row === undefined ? [] : [[row, check.id] as const])),
  );
  return {
    slug,
    heading: section.heading,
    line: section.line,
    chapters: chapters.map((chapter) => judged(context, chapter, idOf)),
  };
}

const COUNTED: ReadonlySet<string> = new Set(STATEMENT_KINDS.filter(decidesCreation));

/** The checks that a scenario over several sections judges: the sentences that decide what is created. */
function countedChecks(
  checks: readonly Check[],
  sections: readonly Section[],
  slugs: readonly string[],
): string[] {
  const able = new Set(slugs.filter((_, index) => sections[index] !== undefined && counts(sections[index])));
  return checks
    .filter((check) => check.table === undefined && COUNTED.has(check.kind) && able.has(check.section ?? ''))
    .map(({ id }) => id);
}

function counts(section: Section): boolean {
  const context = new SectionContext(section, []);
  return (creates(section) && !context.oneDatatype) || (!creates(section) && context.linkingRows.length > 0);
}

function wholes(
  document: DataflowDocument,
  checks: readonly Check[],
  slugs: readonly string[],
  options: FeatureOptions,
): WholeFeature[] {
  const judged = countedChecks(checks, document.sections, slugs);
  const make = (name: string, given: string, sections: readonly Section[]): WholeFeature[] => {
    if (sections.some((section) => section.statements.some((each) => contradictionIn(section, each)))) {
      return [];
    }
    const draft = wholeScenario({ name, given, sections, datatypes: datatypesOf(sections, options.systems) });
    return draft === undefined || judged.length === 0 ? [] : [{ draft, checks: judged }];
  };
  const alone = make(
    'the whole document: every record that it asks for, and no other',
    GIVEN.wholeDocument.write(),
    document.sections,
  );
  const others = options.group.filter(({ slug }) => slug !== document.slug);
  if (others.length === 0) {
    return alone;
  }
  const sections = options.group.flatMap((each) => each.sections);
  return [
    ...alone,
    ...make(
      `together with ${others.map(({ slug }) => slug).join(', ')}: no record comes back`,
      GIVEN.documents.write(options.group.map(({ slug }) => slug)),
      sections,
    ),
  ];
}

/** The scenarios of a document: the same document and options give the same feature. */
export function featureOf(written: DataflowDocument, { systems, group }: FeatureOptions): Feature {
  const document = documentWithSystemNames(written, systems);
  const options = { systems, group: group.map((each) => documentWithSystemNames(each, systems)) };
  const checks = checksOf(document);
  const slugs = sectionSlugs(document);
  const datatypes = datatypesOf(document.sections, options.systems);
  const bySection = new Map<string, Check[]>(slugs.map((slug) => [slug, []]));
  for (const check of checks) {
    bySection.get(check.section ?? '')?.push(check);
  }
  return {
    document,
    sections: document.sections.map((section, index) =>
      sectionFeature(section, slugs[index] ?? '', bySection.get(slugs[index] ?? '') ?? [], datatypes),
    ),
    wholes: wholes(document, checks, slugs, options),
  };
}
