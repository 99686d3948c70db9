/** Which values of bodies and records are marked as changed. */
import assert from 'node:assert/strict';
import type { CallExcerpt } from '../../verdict';
import { CallBodies, compareRecord, type MarkedBody } from './changed-values';

function call(number: number, of: Partial<CallExcerpt>): CallExcerpt {
  return { ...{ number, system: 'erp', method: 'GET', path: '/Item', status: 200 }, ...of };
}

/** The marked lines, each behind its mark. */
function marks(body: MarkedBody | undefined): string[] {
  return (body?.lines ?? []).flatMap(({ text, mark }) =>
    mark === undefined ? [] : [`${mark} ${text.trim()}`],
  );
}

/** The bodies of the last call. */
function last(...calls: readonly CallExcerpt[]): ReturnType<CallBodies['next']> {
  const bodies = new CallBodies();
  return calls.map((each) => bodies.next(each)).at(-1) ?? {};
}

const LISTED = call(1, {
  responseBody: '{"items":[{"id":"i-1","name":"a","size":{"x":1}},{"id":"i-2","name":"b"}]}',
});

describe('changed values of calls', () => {
  it('are not marked where nothing was seen before', () => {
    const { response } = last(LISTED);
    assert.deepEqual([marks(response), response?.comparedWith], [[], undefined]);
  });

  it('are marked in a list that is read again, whatever comes before an element', () => {
    const again = call(2, {
      path: '/Item?modifiedSince=2024',
      responseBody:
        '{"items":[{"id":"i-0","name":"new"},{"id":"i-1","name":"a","size":{"x":2}},{"id":"i-2","name":"b"}]}',
    });
    const { response } = last(LISTED, again);
    assert.deepEqual(marks(response), ['+ "id": "i-0",', '+ "name": "new"', '≠ "x": 2']);
    assert.equal(response?.comparedWith, 1);
  });

  it('are marked in a write against the record that its path names', () => {
    const write = call(2, {
      ...{ method: 'PATCH', path: '/Item/i-1', requestBody: '{"name":"a","size":{"x":3,"y":4}}' },
      responseBody: '{"id":"i-1","name":"a","size":{"x":3,"y":4}}',
    });
    const { request, response } = last(LISTED, write);
    assert.deepEqual(marks(request), ['≠ "x": 3,', '+ "y": 4']);
    assert.deepEqual(marks(response), ['≠ "x": 3,', '+ "y": 4']);
    assert.equal(request?.comparedWith, 1);
  });

  it('are marked as new where a write names none of the values that were there', () => {
    const write = call(2, { method: 'PATCH', path: "/Item(guid'i-2')", requestBody: '{"color":"red"}' });
    assert.deepEqual(marks(last(LISTED, write).request), ['+ "color": "red"']);
  });

  it('are found where the body wraps the record', () => {
    const write = call(2, {
      method: 'PUT',
      path: '/Item/i-1',
      requestBody: '{"item":{"name":"c","size":{"x":1}}}',
    });
    assert.deepEqual(marks(last(LISTED, write).request), ['≠ "name": "c",']);
  });

  it('are compared with the newest answer', () => {
    const write = call(2, {
      ...{ method: 'PATCH', path: '/Item/i-1', requestBody: '{"name":"c"}' },
      responseBody: '{"id":"i-1","name":"c"}',
    });
    const second = { ...write, number: 3 };
    const { request } = last(LISTED, write, second);
    assert.deepEqual([marks(request), request?.comparedWith], [[], 2]);
  });

  it('are not compared with another system, another record, or an error', () => {
    const other = call(2, {
      system: 'shop',
      method: 'PATCH',
      path: '/Item/i-1',
      requestBody: '{"name":"c"}',
    });
    const longer = call(2, { method: 'PATCH', path: '/Item/i-10', requestBody: '{"name":"c"}' });
    const refused = { ...LISTED, status: 500 };
    const write = call(2, { method: 'PATCH', path: '/Item/i-1', requestBody: '{"name":"c"}' });
    for (const calls of [
      [LISTED, other],
      [LISTED, longer],
      [refused, write],
    ]) {
      assert.deepEqual(marks(last(...calls).request), []);
    }
  });

  it('are not looked for in what is not JSON; empty bodies are absent', () => {
    const { request, response } = last(LISTED, call(2, { requestBody: '', responseBody: '<p>\nno' }));
    assert.equal(request, undefined);
    assert.deepEqual(response, { lines: [{ text: '<p>' }, { text: 'no' }] });
  });
});

describe('changed values of records', () => {
  const record = (
    before: string | undefined,
    after: string | undefined,
  ): readonly [string[], string[], boolean] => {
    const compared = compareRecord(before, after);
    return [
      marks(compared.before === undefined ? undefined : { lines: compared.before }),
      marks(compared.after === undefined ? undefined : { lines: compared.after }),
      compared.changed,
    ];
  };

  it('are marked on both sides', () => {
    assert.deepEqual(record('{"a":1,"b":2,"c":3}', '{"a":1,"b":3,"d":4}'), [
      ['≠ "b": 2,', '− "c": 3'],
      ['≠ "b": 3,', '+ "d": 4'],
      true,
    ]);
  });

  it('are none in a record that was created, deleted or left alone', () => {
    assert.deepEqual(record(undefined, '{"a":1}'), [[], [], true]);
    assert.deepEqual(record('{"a":1}', undefined), [[], [], true]);
    assert.deepEqual(record('{"a":1}', '{"a":1}'), [[], [], false]);
  });
});
