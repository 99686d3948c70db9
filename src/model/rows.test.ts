import assert from 'node:assert/strict';
import {
  creates,
  creatingSentence,
  linkingRows,
  linkingSentence,
  mergeRowObstacle,
  plainRows,
  propertyRowObstacle,
  rowsOf,
  type Row,
  type RowObstacle,
  type Section,
} from '.';
import { row, section, sentence, table } from './testing';

function obstacleOf(...rows: readonly Row[]): RowObstacle | undefined {
  return propertyRowObstacle(section('Shop.Order', 'Desk.Ticket', table('properties', ...rows)), rows[0]!);
}

describe('property rows', () => {
  it('have no obstacle where two properties stand side by side', () => {
    assert.equal(obstacleOf(row('name', 'title'), row('note', 'remark')), undefined);
    assert.equal(obstacleOf(row('name', 'title', { type: 'integer' })), undefined);
  });

  it('have one where they cannot be tried alone, the first that counts', () => {
    assert.deepEqual(obstacleOf(row('', 'title', { gate: {} })), { kind: 'missing-property' });
    assert.deepEqual(obstacleOf(row('a', '<b>')), { kind: 'angle-brackets', path: '<b>' });
    assert.deepEqual(obstacleOf(row('id', 'id', { gate: {} })), { kind: 'gated' });
    const dataType = { name: 'expression', text: '["lower", "_."]' } as const;
    assert.deepEqual(obstacleOf(row('id', 'id', { dataType })), { kind: 'transformation', dataType });
    assert.deepEqual(obstacleOf(row('customer.id', 'b'), row('a', 'b')), { kind: 'id' });
    assert.deepEqual(obstacleOf(row('a', 'c'), row('b', 'c')), { kind: 'several-writers', path: 'c' });
    assert.deepEqual(obstacleOf(row('a', 'b'), row('a', 'c')), { kind: 'several-readers', path: 'a' });
  });

  it('count over all property tables of the section', () => {
    const two = section(
      'Shop.Order',
      'Desk.Ticket',
      table('properties', row('a', 'b')),
      table('properties', row('c', 'b'), row('d', 'e')),
    );
    assert.deepEqual(
      plainRows(two).map(({ source }) => source),
      ['d'],
    );
    assert.equal(rowsOf(two, 'properties').length, 3);
    assert.equal(rowsOf(two, 'merge-on-match').length, 0);
  });
});

describe('merge rows', () => {
  it('have an obstacle where they cannot link', () => {
    assert.equal(mergeRowObstacle(row('email', 'login')), undefined);
    assert.deepEqual(mergeRowObstacle(row('email', '')), { kind: 'missing-property' });
    assert.deepEqual(mergeRowObstacle(row('id', 'externalNumber')), { kind: 'id' });
    assert.deepEqual(mergeRowObstacle(row('<a>', 'b')), { kind: 'angle-brackets', path: '<a>' });
  });

  it('are left out of the rows that link where they cannot', () => {
    const rows = [row('id', 'number'), row('email', 'login'), row('', '')];
    const merging = section('Shop.Order', 'Desk.Ticket', table('merge-on-match', ...rows));
    assert.deepEqual(linkingRows(merging), [rows[1]]);
  });
});

describe('what a section creates, and what links', () => {
  const merging = table('merge-on-match', row('a', 'b'));
  const of = (...statements: Parameters<typeof section>[2][]): Section =>
    section('Shop.Order', 'Desk.Ticket', ...statements);

  it('creates by create-always and create-missing only', () => {
    assert.equal(creates(of(sentence('create-always'))), true);
    assert.equal(creates(of(sentence('merge-existing'), sentence('create-missing'))), true);
    assert.equal(creates(of(sentence('link-required'), merging)), false);
    assert.equal(creates(of(sentence('conditional'))), false);
  });

  it('blames the merge table where it can link, else the sentence that creates', () => {
    assert.equal(linkingSentence(of(sentence('create-always'), merging)), 'merge-on-match');
    assert.equal(linkingSentence(of(sentence('create-always'), table('merge-on-match'))), 'create-always');
    assert.equal(linkingSentence(of(sentence('create-missing'))), 'create-missing');
    assert.equal(linkingSentence(of(sentence('create-always'), sentence('create-missing'))), 'create-always');
  });

  it('blames the first sentence that creates where nothing was created, and none where none creates', () => {
    assert.equal(
      creatingSentence(of(sentence('create-missing'), sentence('create-always'))),
      'create-always',
    );
    assert.equal(creatingSentence(of(sentence('create-missing'), merging)), 'create-missing');
    assert.equal(creatingSentence(of(sentence('conditional'), merging)), undefined);
    assert.equal(linkingSentence(of(sentence('conditional'))), undefined);
  });
});
