/** Text and tables in Markdown, as GitHub and GitLab read it. */
import { oneLine } from '../core/printable-text';

/** Text as text: what Markdown or HTML would read as markup is escaped; one line. */
export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]|#~!]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/**
 * A table; all columns but the first are aligned as `align` says.
 *
 * @param head - escaped, as the cells of the rows.
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: 'left' | 'right' = 'right',
): string {
  const rule = head.map((_, index) => (index === 0 || align === 'left' ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
