import assert from 'node:assert/strict';
import { judgeNoWrite, judgeOneWrite, type JudgedRecord, type ObservedCall } from '.';

const TICKET: JudgedRecord = {
  ...{ system: 'Desk', datatype: 'Ticket', name: 'first', id: 't' },
  values: new Map(),
  anchors: new Map(),
};

function write(status: number): ObservedCall {
  const target = { datatype: 'Ticket', id: 't' };
  return { system: 'desk', method: 'PATCH', path: '/Ticket/t', mutating: true, target, status };
}

describe('writes that were refused', () => {
  it('do not count where one write is allowed: whoever was overtaken tries again', () => {
    for (const status of [412, 409, 429]) {
      assert.equal(judgeOneWrite([write(status), write(200)], TICKET, 'desk'), undefined);
    }
    assert.match(judgeOneWrite([write(412)], TICKET, 'desk')!, /^no write instead of 1/);
  });

  it('count where the system may have applied them', () => {
    for (const status of [0, 503]) {
      assert.match(judgeOneWrite([write(status), write(200)], TICKET, 'desk')!, /^2 writes instead of 1/);
    }
  });

  it('are writes where none is allowed: an engine that has nothing to write tries nothing', () => {
    assert.match(judgeNoWrite([write(412)])!, /^1 write where nothing was left to write/);
  });
});
