import assert from 'node:assert/strict';
import type { Row, Section, TableStatement } from '../../model';
import {
  codesOf,
  mergeHeader,
  mergeSentence,
  parse,
  propertiesHeader,
  propertiesSentence,
  shopSection,
  table,
  unaccounted,
} from '../testing';
import { dataTypeOf, gatedPath } from './rows';

function propertiesOf(...rows: string[][]): readonly Row[] {
  return (
    tableOf(parse(shopSection(propertiesSentence, table(propertiesHeader, ...rows))).sections[0])?.rows ?? []
  );
}

function tableOf(section: Section | undefined): TableStatement | undefined {
  return section?.statements.find((statement): statement is TableStatement => 'rows' in statement);
}

describe('gates (D22)', () => {
  it('reads value and property, either of which may be missing', () => {
    const cases: [string, unknown][] = [
      ['phone.number', { path: 'phone.number' }],
      [
        'phone.number (Dependant on having NO in phone.country)',
        { path: 'phone.number', gate: { value: 'NO', property: 'phone.country' } },
      ],
      [
        'phone.number (Dependant on having in phone.country)',
        { path: 'phone.number', gate: { property: 'phone.country' } },
      ],
      ['phone.number (Dependant on having NO in )', { path: 'phone.number', gate: { value: 'NO' } }],
      ['phone.number (Dependant on having NO in)', { path: 'phone.number', gate: { value: 'NO' } }],
      ['phone.number (Dependant on having in )', { path: 'phone.number', gate: {} }],
      ['a (Dependant on having x in y in b.c)', { path: 'a', gate: { value: 'x in y', property: 'b.c' } }],
      ['Amount (net)', { path: 'Amount (net)' }],
    ];
    for (const [cell, read] of cases) {
      assert.deepEqual(gatedPath(cell), read, cell);
    }
  });

  it('reads no path where the gate is broken', () => {
    for (const cell of [
      '',
      '(Dependant on having NO in b)',
      'a (Dependant on having NO in b',
      'a (Dependent on having NO in b)',
      'a (Dependant on NO)',
    ]) {
      assert.equal(gatedPath(cell), undefined, cell);
    }
  });

  it('takes the gate from the target cell too, and none where the cells differ', () => {
    const [row] = propertiesOf(['a', 'b (Dependant on having NO in c)', '']);
    assert.deepEqual([row?.target, row?.gate], ['b', { value: 'NO', property: 'c', side: 'target' }]);
    const gate = ' (Dependant on having NO in c)';
    const [both] = propertiesOf([`a${gate}`, `b${gate}`, '']);
    assert.deepEqual(both?.gate, { value: 'NO', property: 'c', side: 'both' });
    const [usual] = propertiesOf([`a${gate}`, 'b', '']);
    assert.deepEqual(usual?.gate, { value: 'NO', property: 'c' });
    assert.deepEqual(
      propertiesOf(['a (Dependant on having SE in c)', 'b (Dependant on having NO in c)', '']),
      [],
    );
  });
});

describe('data types (D15)', () => {
  it('reads the known names with and without quotes', () => {
    for (const name of ['string', 'integer', 'float', 'decimal', 'boolean', 'list']) {
      assert.deepEqual(dataTypeOf(`"${name}"`), { name, text: `"${name}"` });
      assert.deepEqual(dataTypeOf(name), { name, text: name });
    }
  });

  it('reads nothing, N/A and fragments of transformations', () => {
    assert.deepEqual(dataTypeOf(''), { name: null, text: '' });
    assert.deepEqual(dataTypeOf('N/A'), { name: null, text: 'N/A' });
  });

  it('reads what fragments of transformations say, or why it cannot', () => {
    const current = { kind: 'current', path: '' } as const;
    assert.deepEqual(dataTypeOf('["integer", ["decimal", "_."]]'), {
      name: 'expression',
      text: '["integer", ["decimal", "_."]]',
      conversion: { kind: 'integer', value: { kind: 'decimal', value: current } },
    });
    assert.deepEqual(dataTypeOf('["string", "_."]').name, 'expression');
    assert.deepEqual(dataTypeOf('"toString"'), {
      name: 'expression',
      text: '"toString"',
      problem: '"toString" is neither a data type nor a function that syncproof reads',
    });
  });

  it('keeps the white space inside of a fragment, and folds it in the text of the cell', () => {
    const rows = propertiesOf(
      ['a', 'b', '"replace",   "  ", "\t",  "_."]'],
      ['c', 'd', '["join",\n       ", "]'],
    );
    assert.deepEqual(
      rows.map(({ dataType }) => [dataType?.text, dataType?.conversion]),
      [
        [
          '"replace", " ", " ", "_."]',
          { kind: 'replace', old: '  ', new: '\t', value: { kind: 'current', path: '' } },
        ],
        ['["join", ", "]', { kind: 'join', separator: ', ', value: { kind: 'current', path: '' } }],
      ],
    );
  });
});

describe('tables', () => {
  it('may have a header only', () => {
    const document = parse(
      shopSection(mergeSentence, table(mergeHeader), propertiesSentence, table(propertiesHeader)),
    );
    assert.deepEqual(document.diagnostics, []);
    assert.deepEqual(
      document.sections[0]?.statements.map((statement) => 'rows' in statement && statement.rows),
      [[], []],
    );
  });

  it('may lack the third cell of a property row: no data type is stated', () => {
    const rows = propertiesOf(['a', 'b'], ['c', 'd', ''], ['e', 'f', 'N/A']);
    assert.deepEqual(
      rows.map(({ dataType, text }) => [dataType?.name, dataType?.text, text]),
      [
        [null, '', 'a | b'],
        [null, '', 'c | d'],
        [null, 'N/A', 'e | f | N/A'],
      ],
    );
  });

  it('keeps paths, ids, foreign keys and identical rows as they are', () => {
    const rows = propertiesOf(
      ['id', 'id', ''],
      ['items.product.id', 'customer.id', ''],
      ['a', 'b', ''],
      ['a', 'b', ''],
    );
    assert.deepEqual(
      rows.map(({ source, target }) => `${source}~${target}`),
      ['id~id', 'items.product.id~customer.id', 'a~b', 'a~b'],
    );
  });

  it('joins a cell of several lines, and counts them to the row', () => {
    const document = parse(
      shopSection(
        propertiesSentence,
        table(propertiesHeader, ['a', 'b', '["integer",\n       "_."]'], ['c', 'd', '']),
      ),
    );
    const rows = tableOf(document.sections[0])?.rows;
    assert.deepEqual(
      rows?.map(({ line, endLine, dataType }) => [line, endLine, dataType?.text]),
      [
        [15, 18, '["integer", "_."]'],
        [19, 21, ''],
      ],
    );
  });

  const broken: Record<string, [string[], string[]]> = {
    'a table sentence without a table': [[propertiesSentence], ['broken-table 7:1']],
    'a table sentence before other text': [
      [
        propertiesSentence,
        '',
        'Every Shop Order will be synchronized with a Desk Ticket.',
        table(propertiesHeader),
      ],
      ['broken-table 7:1', 'broken-table 14:8'],
    ],
    'a table without a sentence': [['', table(propertiesHeader, ['a', 'b', ''])], ['broken-table 12:8']],
    'a table without a row': [
      [propertiesSentence, '', '.. list-table::', '   :header-rows: 1'],
      ['broken-table 7:1'],
    ],
    'a merge row with three cells': [
      [mergeSentence, table(mergeHeader, ['a', 'b', 'c'])],
      ['broken-table 14:8'],
    ],
    'a row with one cell': [[propertiesSentence, table(propertiesHeader, ['a'])], ['broken-table 15:8']],
    'a row with four cells': [
      [propertiesSentence, table(propertiesHeader, ['a', 'b', 'c', 'd'])],
      ['broken-table 15:8'],
    ],
    'a row without a target': [
      [propertiesSentence, table(propertiesHeader, ['a', '', '"string"'])],
      ['broken-table 15:8'],
    ],
    'a row without a source': [
      [propertiesSentence, table(propertiesHeader, ['', 'b', '"string"'])],
      ['broken-table 15:4'],
    ],
    'a broken gate': [
      [propertiesSentence, table(propertiesHeader, ['a (Dependant on b', 'b', ''])],
      ['broken-table 15:8'],
    ],
    'text in a row': [
      [propertiesSentence, table(propertiesHeader, ['a', 'b', '""\n   text'])],
      ['broken-table 18:1'],
    ],
    'a bullet at another place': [
      [propertiesSentence, table(propertiesHeader, ['a', 'b\n       - c', ''])],
      ['broken-table 17:1'],
    ],
    'swapped headers': [
      [mergeSentence, table([...mergeHeader].reverse(), ['a', 'b'])],
      ['broken-table 12:8'],
    ],
    'a row at another place': [
      [mergeSentence, table(mergeHeader, ['a', 'b'], ['c', 'd']).replace('   * - c', ' * - c')],
      ['broken-table 16:1'],
    ],
    'a third header of another system': [
      [propertiesSentence, table([...mergeHeader, 'Crm Data Type'])],
      ['broken-table 12:8'],
    ],
    'another option': [
      [mergeSentence, table(mergeHeader).replace(':header-rows: 1', ':header-rows: 1\n   :widths: 1 1')],
      ['broken-table 11:4'],
    ],
    'no header option': [
      [mergeSentence, table(mergeHeader).replace(':header-rows: 1', '')],
      ['broken-table 9:1'],
    ],
    'a caption': [
      [mergeSentence, table(mergeHeader).replace('table::', 'table:: Caption')],
      ['broken-table 9:1'],
    ],
  };
  for (const [name, [parts, codes]] of Object.entries(broken)) {
    it(`reports ${name}, and drops no line`, () => {
      const text = shopSection(...parts);
      const document = parse(text);
      assert.deepEqual(codesOf(document), codes);
      assert.deepEqual(unaccounted(document, text), []);
    });
  }

  it('keeps a broken row as not understood, and reads the rows around it', () => {
    const document = parse(
      shopSection(mergeSentence, table(mergeHeader, ['a', 'b'], ['lonely'], ['c', 'd'])),
    );
    assert.deepEqual(
      tableOf(document.sections[0])?.rows.map(({ text }) => text),
      ['a | b', 'c | d'],
    );
    assert.deepEqual(
      document.sections[0]?.notUnderstood.map(({ line, text }) => [line, text]),
      [[16, '* - lonely']],
    );
  });
});
