import assert from 'node:assert/strict';
import { judgeExpectedCalls, judgeNoWrite, judgeOneWrite, judgeOtherChanges, snapshotKey } from '.';
import type { JudgedRecord, ObservedCall, RecordSnapshot, TouchedProperty } from '.';

const TICKET: JudgedRecord = {
  system: 'Desk',
  datatype: 'Ticket',
  name: 'first',
  id: 't',
  values: new Map(),
  anchors: new Map(),
};

const READ: ObservedCall = { system: 'desk', method: 'GET', path: '/t', mutating: false, status: 200 };
const UNANSWERED: ObservedCall = {
  system: 'desk',
  method: 'PATCH',
  path: '/t',
  mutating: true,
  target: { datatype: 'Ticket', id: 't' },
};
const WRITE: ObservedCall = { ...UNANSWERED, status: 200 };

function holding(properties: RecordSnapshot['properties']): RecordSnapshot {
  return { id: 't', version: 1, properties };
}

function changes(
  before: Readonly<Record<string, RecordSnapshot>>,
  now: Readonly<Record<string, RecordSnapshot>>,
  touched: (key: string) => readonly TouchedProperty[] = () => [],
): string | undefined {
  return judgeOtherChanges(new Map(Object.entries(before)), new Map(Object.entries(now)), touched);
}

describe('the key of a record', () => {
  it('holds its system, its datatype and its id', () => {
    assert.equal(snapshotKey(TICKET, 't'), 'Desk Ticket/t');
  });
});

describe('changes that nobody asked for', () => {
  it('are shown in the order of records and properties, a line each', () => {
    assert.equal(
      changes({ a: holding({ z: 1, b: 2 }), gone: holding({}) }, { new: holding({}), a: holding({ z: 2 }) }),
      [
        '4 changes that nobody asked for',
        'new was created',
        'a b: 2 became nothing',
        'a z: 1 became 2',
        'gone was deleted',
      ].join('\n    '),
    );
  });

  it('are none in a record that is as it was', () => {
    const record = holding({ title: 'a' });
    assert.equal(changes({ a: record }, { a: record }), undefined);
    assert.equal(changes({ a: record }, { a: { ...record, version: 2 } }), undefined);
  });

  it('are excused in the one element of a list that an edit leads to, and in no other one (D26)', () => {
    const second = () => [{ path: 'list', element: 1 }];
    const before = { a: holding({ list: ['x', 'y', 'z'] }) };
    assert.equal(changes(before, { a: holding({ list: ['x', 'new', 'z'] }) }, second), undefined);
    for (const [list, message] of [
      [['new', 'y', 'z'], /^1 change .*\n {4}a list\[0\]: "x" became "new"$/],
      [['x', 'new', 'new'], /^1 change .*\n {4}a list\[2\]: "z" became "new"$/],
      [['x', 'new'], /^1 change .*\n {4}a list\[2\]: "z" became nothing$/],
      [[], /^2 changes .*\n {4}a list\[0\]: .*\n {4}a list\[2\]: /],
    ] as const) {
      assert.match(changes(before, { a: holding({ list }) }, second) ?? '', message);
    }
    assert.equal(
      changes(before, { a: holding({ list: ['1', '2', '3', '4'] }) }, () => [{ path: 'list' }]),
      undefined,
      'without an element the whole list is excused',
    );
  });

  it('are excused in the record that is touched, and in no other one', () => {
    const touched = (key: string) => (key === 'a' ? [{ path: 'title' }] : []);
    const before = { a: holding({ title: 'x' }), b: holding({ title: 'x' }) };
    const now = { a: holding({ title: 'y' }), b: holding({ title: 'y' }) };
    assert.equal(
      changes(before, now, touched),
      '1 change that nobody asked for\n    b title: "x" became "y"',
    );
  });
});

describe('calls that no engine may make', () => {
  it('are named with the reason, the first of them', () => {
    const wrong = { ...READ, unexpected: 'no token' };
    assert.equal(
      judgeExpectedCalls([READ, wrong, { ...wrong, unexpected: 'other' }]),
      'the engine made a call that no engine may make: GET /t at desk (no token)',
    );
    assert.equal(judgeExpectedCalls([READ, WRITE]), undefined);
  });
});

describe('writes where nothing was left to write', () => {
  it('are listed without the reads between them, also those that were refused', () => {
    assert.equal(
      judgeNoWrite([WRITE, READ, { ...WRITE, method: 'DELETE', status: 412 }]),
      '2 writes where nothing was left to write\n  the engine sent:\n    PATCH /t at desk\n    DELETE /t at desk',
    );
    assert.equal(judgeNoWrite([READ, READ]), undefined);
  });
});

describe('the one write to a record', () => {
  const judge = (...calls: ObservedCall[]): string | undefined => judgeOneWrite(calls, TICKET, 'desk');

  it('may have reads and refused writes beside it (412 is tried again)', () => {
    assert.equal(judge(READ, WRITE, READ), undefined);
    for (const status of [400, 412, 499]) {
      assert.equal(judge({ ...WRITE, status }, WRITE), undefined, String(status));
    }
  });

  it('may have no write beside it that could have changed something', () => {
    for (const status of [200, 399, 500, 503, 0]) {
      assert.match(judge({ ...WRITE, status }, WRITE) ?? '', /^2 writes instead of 1, /, String(status));
    }
    assert.match(judge(UNANSWERED, WRITE) ?? '', /^2 writes instead of 1, /);
  });

  it('is none where everything was refused, or only read', () => {
    for (const calls of [[READ], [{ ...WRITE, status: 412 }], []]) {
      assert.equal(
        judge(...calls),
        'no write instead of 1, to Desk Ticket "first"\n  the engine sent:\n    none',
      );
    }
  });

  it('went elsewhere where system, datatype or id is another one, or none is known', () => {
    for (const call of [
      { ...WRITE, system: 'shop' },
      { ...WRITE, target: { datatype: 'Ticket', id: 'u' } },
      { ...WRITE, target: { datatype: 'Order', id: 't' } },
      { ...WRITE, target: { id: 't' } },
      { ...READ, method: 'POST', mutating: true },
    ]) {
      assert.match(
        judge(call) ?? '',
        /^the one write went elsewhere than to Desk Ticket "first"\n {2}the engine sent:\n {4}(PATCH|POST) \/t at /,
      );
    }
  });
});
