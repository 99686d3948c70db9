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
import { contradictionIn, isContradictory } from './contradictions';
import { KINDS } from './kinds';
import { SectionContext } from './section-context';
import { GIVEN } from './steps';
import {
  NOTHING,
  type CheckScenarios,
  type JudgedCheck,
  type ScenarioDraft,
  type ScenarioProfile,
} from './types';
import { throughScenarios, type ThroughOptions } from './groups';
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
  /** Ids of the rows that speak for it; they may be another document's. */
  readonly witnessIds: readonly string[];
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
  /** Which scenarios. Default `core`. */
  readonly profile?: ScenarioProfile;
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
  const sentence = sentenceCheckOf(statement, checks);
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
  const { row } = KINDS[statement.kind];
  const rowChecks = rowChecksOf(sentence, checks);
  statement.rows.forEach((each, index) => {
    const check = rowChecks[index];
    if (check !== undefined) {
      chapters.push({ ...row(context, each), check, row: each });
    }
  });
  return chapters;
}

/** The checks of a table's rows, in their order. */
function rowChecksOf(sentence: Check, checks: readonly Check[]): Check[] {
  return checks.filter(({ kind, table }) => kind === sentence.kind && table === sentence.id);
}

/** The check of the sentence, among those of its section. */
function sentenceCheckOf(statement: Statement, checks: readonly Check[]): Check | undefined {
  return checks.find(
    ({ kind, table, line, column }) =>
      kind === statement.kind &&
      table === undefined &&
      line === statement.line &&
      column === statement.column,
  );
}

/** The chapter with its witnesses as checks, in the order of the table, and with what its pass rests on. */
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
      witnessIds: [...idOf].filter(([row]) => draft.witnesses?.includes(row)).map(([, id]) => id),
    })),
  };
}

function sectionFeature(
  section: Section,
  slug: string,
  own: readonly Check[],
  { datatypes, profile }: { readonly datatypes: readonly Datatype[]; readonly profile: ScenarioProfile },
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
    chapters: inProfile(
      chapters.map((chapter) => judged(context, chapter, idOf)),
      profile,
    ),
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
  const make = (
    name: string,
    given: string,
    sections: readonly Section[],
    own: readonly Section[],
  ): WholeFeature[] => {
    if (sections.some(isContradictory)) {
      return [];
    }
    const datatypes = datatypesOf(sections, options.systems);
    const draft = wholeScenario({ name, given, sections, judged: own, datatypes });
    return draft === undefined || judged.length === 0 ? [] : [{ draft, checks: judged, witnessIds: [] }];
  };
  const alone = make(
    'the whole document: every record that it asks for, and no other',
    GIVEN.wholeDocument.write(),
    document.sections,
    document.sections,
  );
  const others = options.group.filter(({ slug }) => slug !== document.slug);
  if (others.length === 0) {
    return alone;
  }
  const sections = options.group.flatMap((each) => each.sections);
  const own = options.group.find(({ slug }) => slug === document.slug)?.sections ?? [];
  const title = `together with ${others.map(({ slug }) => slug).join(', ')}`;
  const given = GIVEN.documents.write(options.group.map(({ slug }) => slug));
  return [
    ...alone,
    ...make(`${title}: no record comes back`, given, sections, own),
    ...throughDocuments({ title, given, sections, own }, options),
  ];
}

/** The checks of rows and sentences that keep in sync, of all documents that run together. */
function checksOfGroup(group: readonly DataflowDocument[]): {
  readonly rows: ReadonlyMap<Row, string>;
  readonly keeping: ReadonlyMap<Section, string>;
} {
  const rows = new Map<Row, string>();
  const keeping = new Map<Section, string>();
  for (const document of group) {
    const checks = checksOf(document);
    const slugs = sectionSlugs(document);
    document.sections.forEach((section, index) => {
      const own = checks.filter((check) => check.section === slugs[index]);
      for (const statement of section.statements) {
        const sentence = sentenceCheckOf(statement, own);
        if (sentence !== undefined && statement.kind === 'keep-in-sync') {
          keeping.set(section, sentence.id);
        }
        if (sentence !== undefined && 'rows' in statement) {
          const ids = rowChecksOf(sentence, own);
          statement.rows.forEach((row, place) => rows.set(row, ids[place]?.id ?? sentence.id));
        }
      }
    });
  }
  return { rows, keeping };
}

/** Edits that go through the documents that run together, and arrive in a section of this one. */
function throughDocuments(
  { title, given, own, sections }: Omit<ThroughOptions, 'systems'>,
  { systems, group }: FeatureOptions,
): WholeFeature[] {
  const { rows, keeping } = checksOfGroup(group);
  const isClear = (section: Section): boolean => keeping.has(section) && !isContradictory(section);
  return throughScenarios({
    ...{ title, given, systems },
    own: own.filter(isClear),
    sections: sections.filter(isClear),
  }).map(({ draft, section, witnesses }) => ({
    draft,
    checks: [keeping.get(section) ?? ''],
    witnessIds: witnesses.flatMap((row) => rows.get(row) ?? []),
  }));
}

/** The chapters with the scenarios of the profile. */
function inProfile(chapters: readonly JudgedCheck[], profile: ScenarioProfile): readonly JudgedCheck[] {
  return profile === 'full'
    ? chapters
    : chapters.map((chapter) => ({
        ...chapter,
        drafts: chapter.drafts.filter(({ isFull }) => isFull !== true),
      }));
}

/** The scenarios of a document: the same document and options give the same feature. */
export function featureOf(
  written: DataflowDocument,
  { systems, group, profile = 'core' }: FeatureOptions,
): Feature {
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
      sectionFeature(section, slugs[index] ?? '', bySection.get(slugs[index] ?? '') ?? [], {
        datatypes,
        profile,
      }),
    ),
    wholes: wholes(document, checks, slugs, options),
  };
}
