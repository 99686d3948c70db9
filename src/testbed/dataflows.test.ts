import assert from 'node:assert/strict';
import { row, section, sentence, table } from '../model/testing';
import { dataflowsOf } from './dataflows';

const CURRENT = { kind: 'current', path: '' } as const;

const ORDERS = section(
  { system: 'Shop', label: 'Web Shop', datatype: 'Order' },
  'Desk.Ticket',
  sentence('create-always'),
  table(
    'properties',
    row('name', 'title', { type: 'string' }),
    row('size', 'size'),
    row('price', 'amount', {
      dataType: {
        name: 'expression',
        text: '["integer", ["decimal", "_."]]',
        conversion: { kind: 'integer', value: { kind: 'decimal', value: CURRENT } },
      },
    }),
    row('tax', 'tax', { dataType: { name: 'expression', text: '"toString"', problem: 'unknown' } }),
    row('phone', 'phone', { gate: { property: 'country', value: 'NO' } }),
    row('fax', 'fax', { gate: { value: 'NO', side: 'target' } }),
    row('mobile', 'mobile', { gate: { property: 'a', side: 'both' } }),
  ),
);

describe('the dataflows of configure', () => {
  const [dataflow] = dataflowsOf([{ section: ORDERS, document: 'doc', id: 'doc/orders' }]);
  const [sent] = dataflow?.sections ?? [];

  it('name the section by the id that its checks begin with, and nothing by its label', () => {
    assert.equal(sent?.id, 'doc/orders');
    assert.deepEqual(sent.source, { system: 'Shop', datatype: 'Order' });
  });

  it('say what a fragment of a transformation means, or why it cannot be read', () => {
    assert.deepEqual(
      sent?.statements[1]?.rows?.slice(0, 4).map(({ dataType }) => dataType),
      [
        { name: 'string', text: '"string"' },
        undefined,
        {
          name: 'expression',
          text: '["integer", ["decimal", "_."]]',
          conversion: ['integer', ['decimal', '_.']],
        },
        { name: 'expression', text: '"toString"', problem: 'unknown' },
      ],
    );
  });

  it('say whose property a gate means (D22)', () => {
    assert.deepEqual(
      sent?.statements[1]?.rows?.slice(4).map(({ gate }) => gate),
      [
        { property: 'country', value: 'NO', side: 'source' },
        { value: 'NO', side: 'target' },
        { property: 'a', side: 'both' },
      ],
    );
  });
});
