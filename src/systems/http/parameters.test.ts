import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isList } from '../../core/json';
import { bearerToken, queryWithoutToken, tokenOf } from './authorization';
import { decodeCursor, encodeCursor, readCursor, writeCursor } from './cursor';
import {
  decodePathStep,
  pairsOf,
  readInstant,
  readParameters,
  readRepeatedParameters,
  readWholeNumber,
} from './parameters';

const PLACE = { modifiedAt: 1_704_067_200_000, sequence: 7 };

describe('cursors', () => {
  it('give back the place that they were made from, for their datatype alone', () => {
    const cursor = writeCursor(PLACE, 'Contacts');
    assert.deepEqual(readCursor(cursor, 'Contacts'), PLACE);
    assert.equal(readCursor(cursor, 'Members'), undefined);
  });

  it('are not taken where they were not given out', () => {
    const forged = [
      '',
      'x',
      '~~',
      encodeCursor(['Contacts', '1', 2]),
      encodeCursor(['Contacts', 1, 2, 3]),
      encodeCursor(null),
    ];
    assert.deepEqual(
      forged.map((text) => readCursor(text, 'Contacts')),
      forged.map(() => undefined),
    );
    assert.equal(
      decodeCursor(`${encodeCursor([1])}=`, (value) => (isList(value) ? value : undefined)),
      undefined,
    );
  });
});

describe('query parameters', () => {
  const refuse = ({ kind, name }: { kind: string; name: string }): Error => new Error(`${kind} ${name}`);

  it('are known and given once, unless they are repeatable', () => {
    const rules = { known: ['a', 'b'], refuse };
    assert.deepEqual(
      [...readParameters(pairsOf('b=%2B&a='), rules)],
      [
        ['b', '+'],
        ['a', ''],
      ],
    );
    assert.throws(() => readParameters(pairsOf('c=1'), rules), /unknown c/);
    assert.throws(() => readParameters(pairsOf('a=1&a=2'), rules), /repeated a/);
    const repeated = readRepeatedParameters(pairsOf('c=1&c=2'), { ...rules, repeatable: ['c'] });
    assert.deepEqual([...repeated], [['c', ['1', '2']]]);
  });

  it('are read as whole numbers and full times, or not at all', () => {
    assert.deepEqual(
      ['0', '7', '-1', '1.5', '', ' 1', '1e3'].map((text) => readWholeNumber(text)),
      [0, 7, undefined, undefined, undefined, undefined, undefined],
    );
    assert.deepEqual(
      [readWholeNumber('0', { least: 1 }), readWholeNumber('1234', { digits: 3 })],
      [undefined, undefined],
    );
    assert.deepEqual(
      ['2024-01-01T00:00:00.000Z', '2024-01-01T01:00:00+01:00', '2024-01-01', '2024-13-01T00:00:00Z'].map(
        readInstant,
      ),
      [PLACE.modifiedAt, PLACE.modifiedAt, undefined, undefined],
    );
  });
});

describe('steps of paths', () => {
  it('are percent-encoded UTF-8', () => {
    assert.deepEqual(['a%2Fb', '%F0%9F', '%'].map(decodePathStep), ['a/b', undefined, undefined]);
  });
});

describe('the token of a call', () => {
  it('is where the API has it: a bearer token, a header, the query', () => {
    const headers = new Headers({ authorization: 'bearer  one', 'x-key': 'two' });
    const call = { headers, query: 'key=three&limit=1' };
    assert.equal(bearerToken(new Headers({ authorization: 'Basic one' })), undefined);
    assert.deepEqual(
      [
        tokenOf(call, { scheme: 'bearer' }),
        tokenOf(call, { scheme: 'header', name: 'X-Key' }),
        tokenOf(call, { scheme: 'query', name: 'key' }),
        tokenOf(call, { scheme: 'query', name: 'other' }),
      ],
      ['one', 'two', 'three', undefined],
    );
    assert.equal(queryWithoutToken(call.query, { scheme: 'query', name: 'key' }), 'limit=1');
    assert.equal(queryWithoutToken(call.query, { scheme: 'bearer' }), call.query);
  });
});
