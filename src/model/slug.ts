/**
 * A slug: lower case; letters, digits, `.`, `_` and `-` stay, runs of anything else become one `-`.
 * Runs at the ends are dropped; a text with nothing to keep gives `-`.
 */
export function slug(text: string): string {
  const kept = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return kept === '' ? '-' : kept;
}
