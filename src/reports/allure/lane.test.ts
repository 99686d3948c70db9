import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { sampleResults } from '../testing';
import { laneOf } from './lane';

const results = sampleResults();

describe('laneOf', () => {
  const failed = results.checks.find(({ id }) => id === 'a-to-b/failed')!.scenarios[0]!;

  it('shows each call and act in its step, bodies formatted, then the records', () => {
    const [call] = failed.calls ?? [];
    const lane = laneOf({
      ...failed,
      calls: [
        { ...call!, number: 1, step: 1, responseBody: '{"id":7}' },
        { ...call!, number: 2, step: 1, responseBody: 'no JSON' },
      ],
      acts: [
        {
          step: 0,
          afterCall: 0,
          text: 'edits name of B Contact "Ada" (c-1)',
          before: '"Ada"',
          after: '"Eve"',
        },
      ],
      records: [
        { title: 'B Contact "Ada" (c-1)', system: 'B', datatype: 'Contact', id: 'c-1', before: '{"a":1}' },
        { title: 'B Contact "Eve" (c-2)', system: 'B', datatype: 'Contact', id: 'c-2', after: '{"a":2}' },
      ],
    });
    assert.equal(
      lane,
      `Given an A Person [passed]
    someone edits name of B Contact "Ada" (c-1)
        before: "Ada"
        after: "Eve"
Then B holds a Contact [failed]
    1. B: POST /Contact → 500
        sent:
            {
              "name": "x"
            }
        answered:
            {
              "id": 7
            }
    2. B: POST /Contact → 500
        sent:
            {
              "name": "x"
            }
        answered: no JSON

Records, at the beginning and at the end
    B Contact "Ada" (c-1)
        before:
            {
              "a": 1
            }
        deleted
    B Contact "Eve" (c-2)
        created by the engine
        after:
            {
              "a": 2
            }
`,
    );
  });

  it('keeps calls without a step, and is not there where nothing was recorded', () => {
    assert.match(laneOf(failed) ?? '', /\nOutside the steps\n {4}1\. B: POST/);
    const { calls, ...without } = failed;
    assert.equal(calls?.length, 1);
    assert.equal(laneOf(without), undefined);
  });
});
