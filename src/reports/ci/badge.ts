/** `badge.json`: what an endpoint badge of shields.io shows (https://shields.io/badges/endpoint-badge). */
import type { RunResults, SummaryLine } from '../../verdict';

interface BadgeText {
  readonly message: string;
  readonly color: 'brightgreen' | 'yellow' | 'red' | 'lightgrey';
}

function badgeOf({ byStatus, total, exitCode, partial, conformant }: SummaryLine): BadgeText {
  const share = `${byStatus.passed ?? 0} of ${total - (byStatus.informative ?? 0)}`;
  if (exitCode === 3 || exitCode === 4) {
    return { message: 'no verdict', color: 'lightgrey' };
  }
  if (partial) {
    return { message: `partial, ${share} passed`, color: exitCode === 0 ? 'lightgrey' : 'red' };
  }
  if (conformant !== true) {
    return { message: `not conformant, ${share} passed`, color: 'red' };
  }
  return { message: `conformant, ${share} passed`, color: exitCode === 0 ? 'brightgreen' : 'yellow' };
}

/** The badge of a run as JSON: `conformant, 54 of 54 passed`. */
export function toBadge({ summary }: RunResults): string {
  const badge = { schemaVersion: 1, label: 'syncproof', ...badgeOf(summary) };
  return `${JSON.stringify(badge, undefined, 2)}\n`;
}
