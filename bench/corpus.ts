/**
 * A corpus of documents like the published ones, which cannot be copied: 1,200 of them, with their sizes, sentence kinds
 * and tables in the shares that were counted over 1,214 published documents. Seeded: the same bytes each time.
 */
import { Faker, en } from '@faker-js/faker';
import type { Side } from '../src/model';
import { writeDocument } from '../src/documents';
import type { DocumentPlan, RowPlan, SectionPlan, StatementPlan } from '../src/documents';

export interface CorpusDocument {
  readonly name: string;
  readonly plan: DocumentPlan;
  /** With CRLF, as published. */
  readonly text: string;
}

const DOCUMENTS = 1200;
/** Counted: 4,602 sections and 8,536 property rows in 1,214 documents. */
const SECTIONS = Math.round((4602 / 1214) * DOCUMENTS);
const ROWS = Math.round((8536 / 1214) * DOCUMENTS);
const MOST_SECTIONS = 93;
/** Half of the tables have nothing but their header. */
const FILLED = 0.5;
const SEED = 1;

/** How sections begin, in per cent of them; all continue with keep-in-sync and properties. */
const BEGINNINGS: readonly { readonly weight: number; readonly value: readonly StatementPlan['kind'][] }[] = [
  { weight: 54, value: ['create-always'] },
  { weight: 3, value: ['create-always', 'merge-existing', 'create-missing', 'merge-on-match'] },
  { weight: 4, value: ['create-always', 'merge-on-match'] },
  { weight: 5, value: ['link-required', 'merge-on-match'] },
  { weight: 5, value: ['link-required'] },
  { weight: 5, value: ['link-required', 'create-if-connected'] },
  { weight: 1, value: ['link-required', 'create-if-connected', 'merge-on-match'] },
  { weight: 3, value: ['conditional'] },
  { weight: 20, value: [] },
];

/**
 * Whole numbers that fall off like `1 / rank^steepness`, add up to `total`, and are `least` at least and `most` at most.
 */
function shares(count: number, total: number, steepness: number, least: number, most: number): number[] {
  const weights = Array.from({ length: count }, (_, rank) => (rank + 1) ** -steepness);
  const room = total - count * least;
  let left = room;
  let weightLeft = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => {
    const share = Math.min(most - least, Math.round((left * weight) / weightLeft));
    left -= share;
    weightLeft -= weight;
    return least + share;
  });
}

/** Makes the plans, one behind the other. */
class Corpus {
  private readonly faker = new Faker({ locale: en, seed: SEED });
  private readonly sections: readonly number[];
  /** How many rows each table that has some will have. */
  private readonly rows: number[];
  private sectionsLeft = SECTIONS;

  constructor() {
    this.sections = this.faker.helpers.shuffle(shares(DOCUMENTS, SECTIONS, 0.78, 1, MOST_SECTIONS));
    this.rows = this.faker.helpers.shuffle(shares(Math.round(SECTIONS * FILLED), ROWS, 0.55, 1, 60));
  }

  plans(): DocumentPlan[] {
    return this.sections.map((count) => this.plan(count));
  }

  private plan(count: number): DocumentPlan {
    const systems = { source: this.system(), target: this.system() };
    return {
      systems,
      generated: '2025-01-02 03:04:05',
      introduction: {
        heading: 'Introduction.',
        paragraphs: [this.faker.lorem.words(50)],
      },
      sections: Array.from({ length: count }, () => this.section(systems, this.rowsOfNext(count))),
    };
  }

  private system(): string {
    const { faker } = this;
    return faker.helpers.arrayElement([
      faker.hacker.noun(),
      `${faker.word.noun()}.com`,
      `Custom ${faker.word.noun()}`,
      `${faker.word.noun()}-${faker.word.noun()}`,
    ]);
  }

  private side(system: string): Side {
    const { faker } = this;
    const noun = faker.word.noun();
    return { system, datatype: faker.datatype.boolean(0.1) ? `${noun} (human data)` : noun };
  }

  /** The largest document has rows in all of its tables, and twice as many: so large is the largest published one. */
  private rowsOfNext(sections: number): number {
    const share = Math.min(1, this.rows.length / this.sectionsLeft);
    this.sectionsLeft -= 1;
    if (sections === MOST_SECTIONS) {
      return (this.rows.pop() ?? 0) + (this.rows.pop() ?? 0);
    }
    return this.faker.datatype.boolean(share) ? (this.rows.pop() ?? 0) : 0;
  }

  private section(systems: DocumentPlan['systems'], rows: number): SectionPlan {
    const kinds = this.faker.helpers.weightedArrayElement(BEGINNINGS);
    const [source, target] = [this.side(systems.source), this.side(systems.target)];
    return {
      source,
      target,
      statements: [...kinds, 'keep-in-sync' as const, 'properties' as const].map((kind) =>
        this.statement(kind, source, rows),
      ),
    };
  }

  private statement(kind: StatementPlan['kind'], { system }: Side, rows: number): StatementPlan {
    const { faker } = this;
    if (kind === 'properties') {
      return { kind, rows: Array.from({ length: rows }, () => this.typedRow()) };
    }
    if (kind === 'merge-on-match') {
      return { kind, rows: [this.row()] };
    }
    if (kind === 'conditional') {
      return { kind, condition: `When a ${faker.word.noun()} is of type Agent` };
    }
    if (kind !== 'create-if-connected') {
      return { kind };
    }
    const datatypes = faker.helpers.multiple(() => faker.word.noun(), { count: { min: 1, max: 3 } });
    return { kind, connectedTo: { system, datatypes, synchronizedInto: system } };
  }

  private row(): RowPlan {
    return { source: this.path(), target: this.path() };
  }

  private typedRow(): RowPlan {
    const dataType = this.faker.helpers.weightedArrayElement([
      { weight: 60, value: '"string"' },
      { weight: 10, value: '"integer"' },
      { weight: 10, value: 'N/A' },
      { weight: 10, value: '' },
      { weight: 5, value: '"boolean"' },
      { weight: 5, value: '["integer", ["decimal", "_."]]' },
    ]);
    return { ...this.row(), dataType };
  }

  private path(): string {
    const { faker } = this;
    return faker.helpers.multiple(() => faker.word.noun(), { count: { min: 1, max: 3 } }).join('.');
  }
}

/** The corpus, in the order of its names. */
export function makeCorpus(): CorpusDocument[] {
  return new Corpus().plans().map((plan, at) => ({
    name: `document-${String(at + 1).padStart(4, '0')}.rst`,
    plan,
    text: writeDocument(plan, { lineEnd: '\r\n' }),
  }));
}

/** One document of a size: as many sections of a corpus as fit, in bytes. */
export function documentOfSize(bytes: number, corpus: readonly CorpusDocument[]): string {
  const parts = corpus.flatMap(({ plan }) => plan.sections);
  const systems = { source: 'Shop', target: 'Desk' };
  const sections: SectionPlan[] = [];
  for (let size = 200, at = 0; ; at += 1) {
    const part = parts[at % parts.length];
    if (part === undefined) {
      break;
    }
    const section = {
      ...part,
      source: { ...part.source, system: 'Shop' },
      target: { ...part.target, system: 'Desk' },
    };
    size += writeDocument({ systems, sections: [section] }).length;
    if (size > bytes) {
      break;
    }
    sections.push(section);
  }
  return writeDocument({ systems, sections });
}
