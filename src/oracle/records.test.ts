import assert from 'node:assert/strict';
import { row } from '../model/testing';
import { carriedValues, judgeEmpty, judgeJson, judgeUntouched, judgeValue, showValue, titleOf } from '.';
import type { JudgedRecord } from '.';

const TICKET: JudgedRecord = {
  system: 'Desk',
  datatype: 'Ticket',
  name: 'first',
  id: 't',
  values: new Map([['title', { type: 'text', value: 'a' }]]),
  anchors: new Map([['list', 5]]),
};

describe('a record in a message', () => {
  it('has its name, beside calls also its id', () => {
    assert.equal(titleOf(TICKET), 'Desk Ticket "first" (t)');
  });

  it('has values as JSON, or nothing', () => {
    assert.deepEqual([undefined, null, '', 'a'].map(showValue), ['nothing', 'null', '""', '"a"']);
  });
});

describe('the judgement of a list', () => {
  const judge = (list: readonly string[], value: string): string | undefined =>
    judgeValue(
      { record: TICKET, path: 'list', properties: { list }, schema: undefined },
      { type: 'text', value },
      'now',
    );

  it('takes its last element where it is shorter than it was', () => {
    assert.equal(judge(['a', 'b'], 'b'), undefined);
    assert.equal(judge(['a'], 'a'), undefined);
  });

  it('shows the element where there is only one, and nothing where there is none', () => {
    assert.equal(judge(['a'], 'b'), 'now\n  expected: "b"\n  found:    "a"');
    assert.equal(judge([], 'b'), 'now\n  expected: "b"\n  found:    nothing');
  });

  it('is not empty as long as one element is not blank', () => {
    const state = { record: TICKET, path: 'list' };
    assert.equal(judgeEmpty({ ...state, properties: { list: ['', ''] } }), undefined);
    assert.equal(
      judgeEmpty({ ...state, properties: { list: ['', 'a'] } }),
      'list of Desk Ticket "first"\n  expected: empty\n  found:    ""',
    );
  });

  it('is exact where JSON is expected', () => {
    const state = { record: TICKET, path: 'list', properties: { list: ['a'] } };
    assert.equal(judgeJson(state, 'a'), 'list of Desk Ticket "first"\n  expected: "a"\n  found:    ["a"]');
  });
});

describe('an untouched record', () => {
  it('is shown before and after where it is none', () => {
    const before = { id: 't', version: 1, properties: { title: 'a' } };
    assert.equal(
      judgeUntouched(TICKET, before, { ...before, properties: { title: 'b' } }),
      'Desk Ticket "first" was changed\n  before: {"title":"a"}\n  now:    {"title":"b"}',
    );
  });
});

describe('what a record carries over', () => {
  it('are the values that it was given, by the target of each row', () => {
    const carried = carriedValues(TICKET, [row('title', 'name'), row('city', 'place')]);
    assert.deepEqual([...carried], [['name', { type: 'text', value: 'a' }]]);
  });
});
