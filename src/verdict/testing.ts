/** What the tests of this room build their evidence from. */
import assert from 'node:assert/strict';
import type { Check } from '../model';
import type { Baseline, CheckLine, CheckStatus, Evidence, ScenarioResult, ScenarioStatus } from '.';

export const SCENARIO_STATUSES: readonly ScenarioStatus[] = [
  'passed',
  'failed',
  'unsupported',
  'pending',
  'undefined',
  'ambiguous',
  'skipped',
  'harness-error',
  'engine-error',
];

export function check(id: string, more: Partial<Check> = {}): Check {
  return {
    id,
    document: 'specs/a-to-b.rst',
    kind: 'create-always',
    text: `sentence of ${id}`,
    line: 1,
    column: 1,
    endLine: 1,
    ...more,
  };
}

export function scenario(
  name: string,
  checks: readonly string[],
  status: ScenarioStatus,
  more: Partial<ScenarioResult> = {},
): ScenarioResult {
  return { id: `a:${name}`, name, document: 'a', checks, status, durationMs: 1, steps: [], ...more };
}

/** Evidence in which every scenario was planned and selected, unless `more` says otherwise. */
export function evidence(
  checks: readonly Check[],
  results: readonly ScenarioResult[],
  more: Partial<Evidence> = {},
): Evidence {
  const planned = more.planned ?? results.map(({ id, checks: judged }) => ({ id, checks: judged }));
  return {
    checks,
    planned,
    without: [],
    selected: new Set(planned.map(({ id }) => id)),
    results,
    disputed: new Map(),
    ...more,
  };
}

/** A baseline that lists the checks, each with a reason. */
export function baselineOf(...checks: readonly string[]): Baseline {
  return new Map(checks.map((id) => [id, { reason: 'nobody fixed it' }]));
}

export function only(lines: readonly CheckLine[]): CheckLine {
  assert.equal(lines.length, 1);
  return lines[0]!;
}

export function statuses(lines: readonly CheckLine[]): Record<string, CheckStatus> {
  return Object.fromEntries(lines.map((line) => [line.id, line.status]));
}
