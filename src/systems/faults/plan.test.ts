import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import schema from '../../../schemas/fault-plan.json';
import { FaultPlanError, parseFaultPlan } from '..';
import type { FaultKind } from './types';

const documentation = readFileSync(join(__dirname, '../../../docs/fault-plans.md'), 'utf8');

/** Every kind of fault that there is: the compiler asks for new ones. */
const KINDS: Readonly<Record<FaultKind, true>> = {
  'clock-jump': true,
  'connection-lost': true,
  'connection-refused': true,
  crash: true,
  default: true,
  'empty-list': true,
  'expired-cursor': true,
  'expired-token': true,
  'ignored-field': true,
  merge: true,
  'not-found': true,
  'omitted-property': true,
  'rate-limit': true,
  refusal: true,
  'repeated-cursor': true,
  round: true,
  'server-error': true,
  'short-page': true,
  'stale-listing': true,
  'stale-read': true,
  'stale-version': true,
  touch: true,
  trim: true,
  truncate: true,
  'webhook-duplicate': true,
  'webhook-late': true,
  'webhook-lost': true,
  'webhook-reordered': true,
};

function problemsOf(given: unknown): readonly string[] {
  try {
    parseFaultPlan(given);
    return [];
  } catch (error) {
    assert.ok(error instanceof FaultPlanError);
    return error.message.split('\n');
  }
}

describe('parseFaultPlan', () => {
  it('reads YAML, JSON and values alike', () => {
    const plan = { seed: 7, faults: [{ fault: { kind: 'crash', when: 'after' }, skip: 2, times: 'always' }] };
    const yaml = 'seed: 7\nfaults:\n  - fault: {kind: crash, when: after}\n    skip: 2\n    times: always\n';
    assert.deepEqual(parseFaultPlan(yaml), plan);
    assert.deepEqual(parseFaultPlan(JSON.stringify(plan)), plan);
    assert.deepEqual(parseFaultPlan(plan), plan);
  });

  it('names the line, the place, and how to fix it', () => {
    const text = [
      'faults:',
      '  - fault: {kind: refusal, status: 418}',
      '    skip: -1',
      '    often: 2',
      '  - fault: {kind: explosion}',
      '  - fault: {kind: truncate}',
      '    on: {operation: guess}',
    ].join('\n');
    const problems = problemsOf(text);
    assert.deepEqual(
      problems.map((problem) => problem.slice(0, problem.indexOf(';'))),
      [
        'The fault plan, line 2, faults[0].fault.status: the value is not known',
        'The fault plan, line 3, faults[0].skip: must be >= 0',
        'The fault plan, line 4, faults[0]: unknown key "often"',
        'The fault plan, line 5, faults[1].fault: there is no fault of this kind',
        'The fault plan, line 6, faults[2].fault: "characters" is missing',
        'The fault plan, line 7, faults[2].on.operation: the value is not known',
      ],
    );
    assert.match(problems[0] ?? '', /write one of 400, 409, 422\.$/);
    assert.match(problems[2] ?? '', /known are fault, on, skip, times, probability\.$/);
    assert.match(problems[3] ?? '', /connection-refused, .*webhook-reordered\.$/);
  });

  it('refuses what is not a plan at all', () => {
    assert.match(problemsOf('').join(), /the value has the wrong type; write object/);
    assert.match(problemsOf('faults: [').join(), /^The fault plan, line 1: .*write it as YAML or JSON/);
    assert.match(problemsOf({}).join(), /^The fault plan: "faults" is missing; add it\.$/);
    assert.match(problemsOf('a: 1\na: 2\nfaults: []').join(), /line 2.*unique/i);
    assert.match(problemsOf(null).join(), /write object/);
  });
});

describe('schemas/fault-plan.json', () => {
  it('takes every kind of fault, and no other', () => {
    const known = schema.$defs.fault.oneOf.map(({ properties }) => properties.kind.const);
    assert.deepEqual(known.sort(), Object.keys(KINDS).sort());
  });
});

describe('docs/fault-plans.md', () => {
  it('has a row for each kind of fault, with its options, and no other', () => {
    const rows = [...documentation.matchAll(/^\| `([a-z-]+)` +\|([^|]*)\|/gm)];
    const described = rows.map(([, kind = '', options = '']) => [
      kind,
      [...options.matchAll(/`([a-zA-Z]+)/g)].map(([, name]) => name).sort(),
    ]);
    const known = schema.$defs.fault.oneOf.map(({ properties }) => [
      properties.kind.const,
      Object.keys(properties)
        .filter((name) => name !== 'kind')
        .sort(),
    ]);
    assert.deepEqual(described.sort(), known.sort());
  });

  it('shows plans that can be used', () => {
    const plans = [...documentation.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text ?? '');
    assert.ok(plans.length >= 2);
    plans.forEach((text) => {
      assert.ok(parseFaultPlan(text).faults.length > 0);
    });
  });
});
