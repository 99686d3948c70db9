/** What Allure shows of a run as a whole: the verdict first. */
import { oneLine, truncate } from '../../core/printable-text';
import type { RunResults } from '../../verdict';
import { headline } from '../checklist-lines';
import { CATEGORIES } from './categories';

/** A file of a results directory. */
export interface AllureFile {
  readonly name: string;
  readonly content: string;
}

/** The environment is a list on the overview: more documents would push everything else out of sight. */
const MOST_DOCUMENTS = 50;
const LONGEST_VALUE = 500;

/** The name of the report, which is the title of its overview. */
export function reportName({ summary }: Pick<RunResults, 'summary'>): string {
  return `syncproof: ${headline(summary)}`;
}

/** The members of the environment, in the order in which they are read. */
function environmentOf({ run, summary }: RunResults): (readonly [string, string])[] {
  const { syncproof, engine, seed, transport, startedAt, documents } = run;
  const { withoutProperty, byPrecondition } = summary;
  const more = documents.length - MOST_DOCUMENTS;
  return [
    ['verdict', headline(summary)],
    ...(withoutProperty === undefined
      ? []
      : [['passed.without-a-property', `${withoutProperty} of ${summary.byStatus.passed ?? 0}`] as const]),
    ...(byPrecondition === undefined
      ? []
      : [['failed.for-another-sentence', `${byPrecondition} of ${summary.byStatus.failed ?? 0}`] as const]),
    ['engine', `${engine.name} ${engine.version}`],
    ['date', startedAt],
    ['syncproof', syncproof],
    ['seed', `${seed}`],
    ['transport', transport],
    ['scenarios', `${summary.scenarios}`],
    ...documents
      .slice(0, MOST_DOCUMENTS)
      .map(({ path, slug, sha256 }) => [`document.${slug}`, `${path} sha256 ${sha256}`] as const),
    ...(more > 0 ? [['documents.left-out', `${more}, see results.ndjson`] as const] : []),
  ];
}

/** One line of a `.properties` file; a key ends at white space, `:` or `=`. */
function propertyLine([name, value]: readonly [string, string]): string {
  const key = oneLine(name).replace(/[\s:=\\]/g, '_');
  return `${key} = ${truncate(oneLine(value), LONGEST_VALUE).replace(/\\/g, '\\\\')}\n`;
}

/** `environment.properties`, `executor.json` and `categories.json`. */
export function runFiles(results: RunResults): AllureFile[] {
  const name = reportName(results);
  const executor = {
    name: 'syncproof',
    type: 'syncproof',
    buildName: headline(results.summary),
    reportName: name,
  };
  return [
    { name: 'environment.properties', content: environmentOf(results).map(propertyLine).join('') },
    { name: 'executor.json', content: `${JSON.stringify(executor)}\n` },
    { name: 'categories.json', content: `${JSON.stringify(CATEGORIES)}\n` },
  ];
}
