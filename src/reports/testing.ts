/** A run with every state in it, and with texts that try to break each report. */
import type { Check } from '../model';
import { verdictOf } from '../verdict';
import type { Evidence, RunLine, RunResults, ScenarioResult, ScenarioStatus } from '../verdict';

export const NASTY = 'a <b> & "c" | `d` ]]> *e* \u0000\u001b[31mred\u001b[0m \uD800 \u{1F600}';

const RUN: RunLine = {
  type: 'run',
  schemaVersion: 1,
  syncproof: '0.1.0',
  startedAt: '2026-01-02T03:04:05.000Z',
  engine: { name: 'reference', version: '1.2.3' },
  seed: 42,
  command: 'npx syncproof run specs/ --seed 42',
  transport: 'nock',
  baseline: 'known.yaml',
  documents: [
    { path: 'specs/a-to-b.rst', slug: 'a-to-b', title: 'A to B Dataflow', sha256: 'a'.repeat(64) },
    { path: 'specs/c-to-d.rst', slug: 'c-to-d', title: 'C to D Dataflow', sha256: 'b'.repeat(64) },
  ],
};

function check(id: string, line: number, more: Partial<Check> = {}): Check {
  return {
    id: `a-to-b/${id}`,
    document: 'specs/a-to-b.rst',
    kind: 'create-always',
    text: `Every A ${id} will be synchronized with a B.`,
    line,
    column: 1,
    endLine: line,
    heading: 'A Person to B Contact',
    ...more,
  };
}

export function scenario(name: string, checks: readonly string[], status: ScenarioStatus): ScenarioResult {
  const failed = status !== 'passed';
  return {
    id: `a-to-b:${name}`,
    name,
    document: 'a-to-b',
    checks: checks.map((id) => `a-to-b/${id}`),
    status,
    durationMs: 20,
    steps: [
      { keyword: 'Given', text: 'an A Person', status: 'passed', durationMs: 5 },
      { keyword: 'Then', text: 'B holds a Contact', status: failed ? 'failed' : 'passed', durationMs: 15 },
    ],
    ...(failed ? { error: `expected 1 Contact, found 0\n${NASTY}` } : {}),
    ...(status === 'failed'
      ? {
          log: ['listening', 'the ledger said no'],
          calls: [
            {
              number: 1,
              system: 'B',
              method: 'POST',
              path: '/Contact',
              requestBody: '{"name":"x"}',
              status: 500,
              responseBody: NASTY,
            },
          ],
        }
      : {}),
  };
}

const table = { kind: 'properties', table: 'a-to-b/properties' } as const;

export const CHECKS: readonly Check[] = [
  check('title', 2, { kind: 'title', text: 'A to B Dataflow' }),
  check('heading', 10, { kind: 'heading', text: 'A Person to B Contact' }),
  check('passed', 12),
  check('failed', 14, { text: NASTY }),
  check('known', 16),
  check('disputed', 18),
  check('pending', 20),
  check('unsupported', 22),
  check('odd', 24, { kind: 'not-understood', text: 'Nobody reads this.' }),
  check('left-out', 26),
  check('not-run', 28),
  check('blamed', 30),
  check('properties', 32, { kind: 'properties', text: 'The following properties are synchronized:' }),
  check('properties/header', 34, { ...table, kind: 'table-header', text: 'A | B' }),
  check('properties/name~name', 36, { ...table, text: 'name | name | "string"' }),
  check('properties/phone~phone', 38, { ...table, text: 'phone | phone' }),
];

const SCENARIOS: readonly ScenarioResult[] = [
  scenario('every passes', ['passed'], 'passed'),
  scenario('every fails', ['failed'], 'failed'),
  scenario('known fails', ['known'], 'failed'),
  scenario('disputed fails', ['disputed'], 'failed'),
  {
    ...scenario('unsupported one', ['unsupported'], 'unsupported'),
    reason: 'the engine does not claim links',
  },
  scenario('harness broke', ['not-run'], 'harness-error'),
  { ...scenario('failed before', ['blamed'], 'failed'), precondition: 'a-to-b/failed' },
  scenario('both rows', ['properties/name~name', 'properties/phone~phone'], 'passed'),
  scenario('phone alone', ['properties/phone~phone'], 'failed'),
];

export const EVIDENCE: Evidence = {
  checks: CHECKS,
  planned: [
    ...SCENARIOS.map(({ id, checks }) => ({ id, checks })),
    { id: 'a-to-b:left out', checks: ['a-to-b/left-out'] },
  ],
  without: [{ check: 'a-to-b/pending', status: 'pending', reason: 'condition "x" is not bound' }],
  selected: new Set(SCENARIOS.map(({ id }) => id)),
  results: SCENARIOS,
  disputed: new Map([['a-to-b/disputed', 'the author says so']]),
  baseline: new Map([
    ['a-to-b/known', { reason: 'nobody has fixed it yet', issue: 'https://issues.example/7' }],
    ['a-to-b/passed', {}],
    ['a-to-b/pased', {}],
  ]),
};

/** A partial run with every state in it. */
export function sampleResults(evidence: Evidence = EVIDENCE): RunResults {
  const { checks, summary } = verdictOf(evidence, { durationMs: 1234 });
  const unexpected = summary.unexpected?.map((entry) =>
    entry.problem === 'unknown' ? { ...entry, line: 7 } : entry,
  );
  return { run: RUN, checks, summary: { ...summary, ...(unexpected === undefined ? {} : { unexpected }) } };
}

/** A whole run in which everything passed. */
export function greenResults(): RunResults {
  const checks = CHECKS.filter(({ id }) => /title|heading|passed/.test(id));
  const results = SCENARIOS.slice(0, 1);
  return sampleResults({
    ...EVIDENCE,
    checks,
    results,
    planned: results.map(({ id, checks: judged }) => ({ id, checks: judged })),
    without: [],
    baseline: new Map(),
  });
}
