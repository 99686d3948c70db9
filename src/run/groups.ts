/** The groups of the config as lists of document slugs. */
import { basename } from 'node:path';
import { slug, type DataflowDocument } from '../model';

function matches(name: string, document: DataflowDocument): boolean {
  return (
    name === document.slug ||
    name === document.path ||
    slug(basename(name).replace(/\.rst$/i, '')) === document.slug
  );
}

/** Each group with the slugs of those documents that were read; a name of no document is left out. */
export function groupsOf(
  groups: readonly (readonly string[])[],
  documents: readonly DataflowDocument[],
): string[][] {
  return groups.map((group) => {
    const found = group.map((name) => documents.find((document) => matches(name, document))?.slug);
    return found.filter((each): each is string => each !== undefined);
  });
}
