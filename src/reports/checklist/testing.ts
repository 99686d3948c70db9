/** A run with everything that a checklist can show: all states, people's acts, calls with their step, records, and texts that try to break the page. */
import type {
  ActExcerpt,
  CallExcerpt,
  RecordExcerpt,
  RunResults,
  ScenarioResult,
  StepResult,
} from '../../verdict';
import { EVIDENCE, NASTY, sampleResults, scenario } from '../testing';

export const MARKUP =
  '<img src=x onerror="document.title=\'broken in\'"><script>document.title="broken in"</script>';
export const RIGHT_TO_LEFT = 'שם \u202Eeman\u202C';
export const LONG = 'long'.repeat(2_500);

const STEPS: readonly StepResult[] = [
  {
    keyword: 'Given',
    text: 'an A Person "Ada" and a B Contact "Ada" are linked',
    status: 'passed',
    durationMs: 8,
  },
  {
    keyword: 'When',
    text: `"name" of the A Person "Ada" is edited ${MARKUP}`,
    status: 'passed',
    durationMs: 0.4,
  },
  { keyword: 'When', text: 'the systems are synchronized', status: 'passed', durationMs: 36 },
  {
    keyword: 'Then',
    text: 'the edit has arrived in "name" of the B Contact "Ada"',
    status: 'failed',
    durationMs: 2,
    error: 'the edit did not arrive\n  expected: "Ada L."\n  found:    "Ada"',
  },
];

const ACTS: readonly ActExcerpt[] = [
  { step: 0, afterCall: 0, text: 'adds A Person "Ada" (p-1)', after: '{"name":"Ada"}' },
  { step: 1, afterCall: 2, text: 'edits name of A Person "Ada" (p-1)', before: '"Ada"', after: '"Ada L."' },
];

const CALLS: readonly CallExcerpt[] = [
  {
    ...{ number: 1, step: 0, system: 'a', method: 'GET', path: '/person', status: 200, mutating: false },
    responseBody: '{"items":[{"id":"p-1","name":"Ada","number":12345678901234567890}]}',
  },
  {
    ...{ number: 2, step: 0, system: 'b', method: 'POST', path: '/contact', status: 201, mutating: true },
    requestBody: '{"name":"Ada"}',
    responseBody: '{"id":"c-1","name":"Ada","version":1}',
  },
  {
    ...{ number: 3, step: 2, system: 'a', method: 'GET', path: '/person', status: 200, mutating: false },
    responseBody: '{"items":[{"id":"p-1","name":"Ada L.","number":12345678901234567890}]}',
  },
  {
    ...{
      number: 4,
      step: 2,
      system: 'b',
      method: 'PATCH',
      path: '/contact/c-1',
      status: 200,
      mutating: true,
    },
    requestBody: `{"name":"Ada","phone":${JSON.stringify(MARKUP)}}`,
    responseBody: '{"id":"c-1","name":"Ada","phone":"5","version":2}',
    unexpected: 'nothing asked for it',
  },
  {
    ...{
      number: 5,
      step: 2,
      system: 'b',
      method: 'GET',
      path: '/contact?limit=1',
      status: 500,
      mutating: false,
    },
    responseBody: NASTY,
  },
];

const RECORDS: readonly RecordExcerpt[] = [
  {
    ...{ title: 'A Person "Ada" (p-1)', system: 'a', datatype: 'Person', id: 'p-1' },
    before: '{"name":"Ada","old":true}',
    after: '{"name":"Ada L."}',
  },
  {
    ...{ title: `B Contact ${RIGHT_TO_LEFT} (c-1)`, system: 'b', datatype: 'Contact', id: 'c-1' },
    after: '{"name":"Ada"}',
  },
  {
    ...{ title: 'B Contact "Eve" (c-2)', system: 'b', datatype: 'Contact', id: 'c-2' },
    before: '{"name":"Eve"}',
    after: '{"name":"Eve"}',
  },
];

/** The scenario that failed, with all that led to it. */
export const FAILED: ScenarioResult = {
  ...scenario('every fails', ['failed', 'known'], 'failed'),
  steps: STEPS,
  error: STEPS[3]?.error ?? '',
  witnesses: ['a-to-b/properties/name~name'],
  acts: ACTS,
  calls: CALLS,
  records: RECORDS,
  log: ['listening', MARKUP, 'the ledger \u001b[31msaid no\u001b[0m \u0001'],
};

/** The run; `change` alters its check lines. */
export function checklistResults(
  change: (line: RunResults['checks'][number]) => RunResults['checks'][number] = (line) => line,
): RunResults {
  const results = sampleResults({
    ...EVIDENCE,
    checks: EVIDENCE.checks.map((check) =>
      check.id === 'a-to-b/properties/phone~phone'
        ? { ...check, text: `${MARKUP} | ${RIGHT_TO_LEFT} | ${LONG}` }
        : check,
    ),
    results: EVIDENCE.results.map((result) => (result.id === FAILED.id ? FAILED : result)),
    bases: new Map([['a-to-b/properties/name~name', 'that a record was created']]),
  });
  return { ...results, checks: results.checks.map(change) };
}
