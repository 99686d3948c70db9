import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { STOCK_ACCOUNT, STOCK_ITEM, EXACT_API } from '.';
import { ENTITIES } from './entities';
import type { EntityName, PropertyDefinition } from './entities';

interface Facts {
  readonly type: string;
  readonly readOnly?: boolean;
  readonly required?: boolean;
  readonly clearable?: boolean;
  readonly references?: string;
  readonly default?: unknown;
}

interface Profile {
  readonly api: string;
  readonly host: string;
  readonly datatypes: Readonly<
    Record<string, { properties: Readonly<Record<string, Facts>>; spare: readonly string[] }>
  >;
}

const profile = parse(
  readFileSync(join(__dirname, '../../../../profiles/exact-online.yaml'), 'utf8'),
) as Profile;

const ENTITY_OF: Readonly<Record<string, EntityName>> = {
  Accounts: 'Accounts',
  Items: 'Items',
  Salesorders: 'SalesOrders',
};

const TYPES: Readonly<Record<PropertyDefinition['kind'], string>> = {
  guid: 'string',
  string: 'string',
  date: 'string',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
};

function definitionOf(datatype: string, path: string): PropertyDefinition | undefined {
  const [first = '', below] = path.split('.');
  const entity = ENTITIES[ENTITY_OF[datatype] ?? 'Accounts'];
  return below === undefined ? entity.properties.get(first) : ENTITIES.SalesOrderLines.properties.get(below);
}

describe('profiles/exact-online.yaml', () => {
  it('names the API and its datatypes', () => {
    assert.deepEqual([profile.api, profile.host], [EXACT_API.name, EXACT_API.host]);
    assert.deepEqual(Object.keys(profile.datatypes), [...EXACT_API.datatypes]);
  });

  it('says of every property what the mock does', () => {
    for (const [datatype, { properties }] of Object.entries(profile.datatypes)) {
      for (const [path, facts] of Object.entries(properties)) {
        if (path === 'SalesOrderLines') {
          continue;
        }
        const definition = definitionOf(datatype, path) ?? assert.fail(`${datatype} has no ${path}`);
        const where = `${datatype} ${path}`;
        assert.equal(facts.type, TYPES[definition.kind], where);
        assert.equal(facts.readOnly ?? false, definition.readOnly ?? false, where);
        assert.equal(
          facts.clearable === false,
          definition.required === true || definition.lasting === true,
          where,
        );
        if (!path.includes('.')) {
          assert.equal(facts.required ?? false, definition.required ?? false, where);
        }
      }
      const shown = [...ENTITIES[ENTITY_OF[datatype] ?? 'Accounts'].properties.keys()];
      assert.deepEqual(
        shown.filter((name) => properties[name] === undefined),
        [],
      );
    }
  });

  it('gives orders what they cannot be without: records that are in every administration', () => {
    const { properties } = profile.datatypes.Salesorders!;
    assert.equal(properties.OrderedBy?.default, STOCK_ACCOUNT);
    assert.deepEqual(properties.SalesOrderLines?.default, [{ Item: STOCK_ITEM, Quantity: 1 }]);
  });

  it('spares texts that can be written and emptied', () => {
    for (const { properties, spare } of Object.values(profile.datatypes)) {
      assert.ok(spare.length > 0);
      for (const path of spare) {
        assert.deepEqual(properties[path], { type: 'string' }, path);
      }
    }
  });
});
