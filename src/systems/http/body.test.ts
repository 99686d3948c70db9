import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ApiRequest } from '../core/dialect';
import { mediaTypeOf, readJson, readJsonBody } from './body';
import type { BodyProblem, BodyRules } from './body';

class Refused extends Error {
  constructor(readonly problem: BodyProblem) {
    super(problem.detail);
  }
}

const RULES: BodyRules = {
  maximumBytes: 20,
  takes: (mediaType) => mediaType === 'application/json',
  emptyFirst: false,
  refuse: (problem) => new Refused(problem),
};

function callOf(text: string | undefined, type = 'application/json', bytes = text?.length ?? 1): ApiRequest {
  const headers = new Headers(type === '' ? {} : { 'content-type': type });
  return { method: 'POST', path: '/', query: '', headers, body: { bytes, text } };
}

function problemOf(call: ApiRequest, rules: Partial<BodyRules> = {}): string {
  try {
    readJsonBody(call, { ...RULES, ...rules });
    return 'none';
  } catch (error) {
    assert.ok(error instanceof Refused);
    return `${error.problem.kind}: ${error.problem.detail}`;
  }
}

describe('the bodies of requests', () => {
  it('are read as JSON, whatever parameters the content type has', () => {
    assert.deepEqual(readJsonBody(callOf('{"a":[1]}', 'Application/JSON; charset=utf-8'), RULES), { a: [1] });
    assert.equal(mediaTypeOf(new Headers()), '');
  });

  it('are refused with the first problem: content type, emptiness, size, encoding, JSON', () => {
    assert.equal(problemOf(callOf('{', 'text/plain')), 'media-type: has the content type "text/plain"');
    assert.equal(problemOf(callOf('')), 'empty: is empty, and JSON is expected');
    assert.equal(
      problemOf(callOf('{', 'application/json', 21)),
      'too-large: has 21 bytes, and 20 are taken at most',
    );
    assert.equal(problemOf(callOf(undefined)), 'not-utf8: is not UTF-8');
    assert.match(problemOf(callOf('{')), /^not-json: is not JSON: /);
  });

  it('are empty before they are of a wrong type only where the API says so', () => {
    const call = { ...callOf('', ''), method: 'PATCH' };
    assert.match(problemOf(call), /^media-type/);
    assert.match(problemOf(call, { emptyFirst: true }), /^empty/);
  });
});

describe('JSON that clients sent', () => {
  it('is taken to a depth of 100, so that whoever walks it does not exhaust the stack', () => {
    const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const refuse = (detail: string): Error => new Error(detail);
    assert.ok(readJson(deep(100), refuse));
    assert.throws(() => readJson(deep(101), refuse), /^Error: is nested deeper than 100 levels$/);
  });
});
