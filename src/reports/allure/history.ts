/**
 * The history of runs in Allure's report, where the user keeps one: a directory beside the reports. Allure 2 reads
 * `history/*.json` among the results and writes the next ones into its report (https://allurereport.org/docs/history-and-retries/);
 * of a single page they are a part. Allure 3 has one file of its own, to which it adds a line (`historyPath`,
 * https://allurereport.org/docs/v3/configure/).
 */
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The directory's name: where it is, a history is kept. */
export const HISTORY_DIRECTORY = 'allure-history';
export const ALLURE3_HISTORY = 'history.jsonl';
/** Allure 2 keeps so many by itself. */
export const MOST_RUNS_IN_HISTORY = 20;

/** What a single page of Allure 2 embeds its files with. */
const EMBEDDED = "d('history/";

/**
 * Puts Allure 2's files among the results.
 *
 * @returns takes them back: results are those of one run.
 */
export async function handOutHistory(history: string, resultsDir: string): Promise<() => Promise<void>> {
  const files = (await readdir(history)).filter((name) => name.endsWith('.json'));
  const place = path.join(resultsDir, 'history');
  if (files.length > 0) {
    await mkdir(place, { recursive: true });
    await Promise.all(files.map((name) => cp(path.join(history, name), path.join(place, name))));
  }
  return () => rm(place, { recursive: true, force: true });
}

/** The files of the history that a page embeds: name → content. */
export function embeddedHistory(page: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = page.indexOf(EMBEDDED); at !== -1; at = page.indexOf(EMBEDDED, at + 1)) {
    const start = at + EMBEDDED.length;
    const nameEnd = page.indexOf("'", start);
    const contentStart = page.indexOf("'", nameEnd + 1) + 1;
    const name = page.slice(start, nameEnd);
    if (/^[a-z-]+\.json$/.test(name)) {
      const content = page.slice(contentStart, page.indexOf("'", contentStart));
      found.set(name, Buffer.from(content, 'base64').toString('utf8'));
    }
  }
  return found;
}

/** Takes what Allure 2 made of the history out of its page; Allure 3 has written its own file. */
export async function keepHistory(history: string, reportDir: string): Promise<void> {
  const page = await readFile(path.join(reportDir, 'index.html'), 'utf8');
  const files = [...embeddedHistory(page)];
  await Promise.all(files.map(([name, content]) => writeFile(path.join(history, name), content)));
}
