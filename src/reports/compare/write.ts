/** Writing a comparison as one set. */
import { replaceFiles } from '../../core/replace-files';
import { toComparisonMarkdown } from './markdown';
import type { RunComparison } from './matrix';
import { toComparisonPage } from './page';

/**
 * Writes `index.html` and `comparison.md` together; other files of the directory stay.
 *
 * @param directory - absolute; made where it does not exist.
 * @returns the names of the files.
 * @throws the file system's error; then the old set is whole.
 */
export async function writeComparison(
  comparison: RunComparison,
  directory: string,
): Promise<readonly string[]> {
  const write = new Map([
    ['index.html', await toComparisonPage(comparison)],
    ['comparison.md', toComparisonMarkdown(comparison)],
  ]);
  replaceFiles(directory, { write, remove: [] });
  return [...write.keys()];
}
