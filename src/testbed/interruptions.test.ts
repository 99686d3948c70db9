import assert from 'node:assert/strict';
import type { RequestTarget } from '../systems';
import type { JudgedRecord } from '../oracle';
import { Interruptions } from './interruptions';

const TICKET: JudgedRecord = {
  ...{ system: 'Desk', datatype: 'Ticket', name: 'first', id: 't' },
  values: new Map(),
  anchors: new Map(),
};
const UPDATE: RequestTarget = { operation: 'update', datatype: 'Ticket', id: 't' };

describe('what people do while the engine synchronizes', () => {
  it('comes once, just before the next write to the record', () => {
    const acts: string[] = [];
    const interruptions = new Interruptions();
    assert.equal(interruptions.isWaiting(), false);
    interruptions.beforeWriteTo(TICKET, 'desk', () => acts.push('edit'));
    assert.equal(interruptions.isWaiting(), true);
    interruptions.before('desk', UPDATE);
    interruptions.before('desk', UPDATE);
    assert.deepEqual(acts, ['edit']);
    assert.equal(interruptions.isWaiting(), false);
    assert.equal(interruptions.missed(), undefined);
  });

  it('waits through reads, and writes to other records', () => {
    const interruptions = new Interruptions();
    interruptions.beforeWriteTo(TICKET, 'desk', () => assert.fail('no write came'));
    interruptions.before('desk', { ...UPDATE, operation: 'list' });
    interruptions.before('desk', { ...UPDATE, operation: 'read' });
    interruptions.before('shop', UPDATE);
    interruptions.before('desk', { ...UPDATE, id: 'other' });
    interruptions.before('desk', { ...UPDATE, datatype: 'Task' });
    assert.match(interruptions.missed()!, /^the engine has written nothing to Desk Ticket "first"/);
    assert.equal(interruptions.missed(), undefined);
  });
});
