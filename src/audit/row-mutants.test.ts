/** Mutants of single rows, over the documents that have such rows. */
import assert from 'node:assert/strict';
import { builtInEngine } from '../reference-engine';
import { failedRows, mutantRow } from '.';
import { runsOnRows, table, unexplained } from './testing';

const parameterised = Object.keys(table).flatMap((name) => {
  const parameters = builtInEngine(name)?.parameters;
  return parameters === undefined ? [] : [{ name, row: Math.max(...parameters) }];
});

describe('every property row is known to be able to fail', () => {
  for (const { name, row } of parameterised) {
    it(`catches "${name}" in the sentences and rows that the table names`, async () => {
      const runs = await runsOnRows(name, row);
      assert.deepEqual({ ...mutantRow(runs), rows: failedRows(runs) }, table[name]);
      assert.deepEqual(unexplained(runs), []);
    });
  }
});
