/** Writing the checklist: a page over all documents, and one for each. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunResults } from '../../verdict';
import { toDocumentPage } from './document-page';
import type { EvidenceOptions } from './evidence';
import { toIndexPage } from './index-page';
import { INDEX_PAGE, Places } from './places';

/** The page to open first, in the directory of the reports. */
export const CHECKLIST_PAGE = `checklist/${INDEX_PAGE}`;

/**
 * Writes `index.html` and a page for each document, one after the other: only one page is held in memory.
 *
 * @param results - without secrets.
 * @param directory - made where it does not exist.
 * @returns the names of the files.
 * @throws the file system's error.
 */
export async function writeChecklist(
  results: RunResults,
  directory: string,
  options: EvidenceOptions = {},
): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true });
  const places = new Places(results);
  await writeFile(join(directory, INDEX_PAGE), await toIndexPage(results, places));
  for (const document of places.documents) {
    await writeFile(join(directory, document.file), await toDocumentPage(results, document, places, options));
  }
  return [INDEX_PAGE, ...places.documents.map(({ file }) => file)];
}
