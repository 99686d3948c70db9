/**
 * What people do in the administration, in the documents' words: properties as the API names them, codes without padding,
 * times as RFC 3339, the lines of an order as a plain list. What they write is kept as it is, read-only or not.
 */
import type { DirectAccess } from '../../core/dialect';
import { mergePatch } from '../../core/json';
import { perRecord } from '../../core/store';
import type { Properties, SystemRecord } from '../../core/types';
import type { Administration, TableName } from './administration';
import { ENTITIES } from './entities';
import type { EntityName } from './entities';
import { readBodyTime, storedTime } from './times';
import { isList, isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

/** Names under which documents speak of a record's identity: the key, which nobody writes. */
const IDENTITY: ReadonlySet<string> = new Set(['id', 'ID', 'OrderID', 'Created', 'Modified', 'Division']);

/** What direct access needs to know. */
export interface DirectAccessOptions {
  readonly administration: Administration;
  /** The entity of a datatype, in the documents' word. */
  readonly tableOf: (datatype: string) => TableName;
  /** The names of identity that the system's schema has for a datatype: only those are shown. */
  readonly identityOf: (datatype: string) => readonly string[];
}

/** Makes the direct access to an administration. */
export function createDirectAccess({
  administration,
  tableOf,
  identityOf,
}: DirectAccessOptions): DirectAccess {
  const show = perRecord((record, datatype: string): SystemRecord => {
    const identity = identityOf(datatype).map((name) => [name, identityValue(name, record)] as const);
    const properties = { ...withoutLineKeys(record.properties), ...Object.fromEntries(identity) };
    return { ...record, properties };
  });
  return {
    create: (datatype, properties, by) =>
      administration.create(tableOf(datatype), written(tableOf(datatype), properties), by),
    edit(datatype, id, patch, by) {
      const name = tableOf(datatype);
      const record = administration.recordsOf(name).get(id);
      if (record === undefined) {
        throw new Error(`There is no record "${id}" of "${datatype}" to edit.`);
      }
      const change = withLineKeys(administration, record, written(name, patch));
      return administration.change(name, id, mergePatch(record.properties, change), by);
    },
    remove(datatype, id) {
      administration.remove(tableOf(datatype), id);
    },
    show: (datatype, record) => show(record, datatype),
  };
}

function identityValue(name: string, record: SystemRecord): string {
  return name === 'Modified' ? storedTime(record.modifiedAt) : record.id;
}

/** @throws Error for a property that the entity does not have, or a time that is none */
function written(entity: EntityName, properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => !IDENTITY.has(name))
      .map(([name, value]) => [name, writtenValue(entity, name, value)]),
  );
}

function writtenValue(entity: EntityName, name: string, value: Json): Json {
  const { properties, collections } = ENTITIES[entity];
  const definition = properties.get(name);
  const below = collections.get(name);
  if (definition === undefined && below === undefined) {
    throw new Error(
      `${entity} of Exact Online have no property "${name}": use one of the API's names, as profiles/exact-online.yaml has them.`,
    );
  }
  if (below !== undefined) {
    return writtenLines(below, name, value);
  }
  if (definition?.kind !== 'date' || typeof value !== 'string' || value === '') {
    return value;
  }
  const time = readBodyTime(value) ?? Date.parse(value);
  if (Number.isNaN(time)) {
    throw new Error(
      `"${value}" is not a date, and ${name} of ${entity} holds dates: write 2024-01-31T00:00:00Z.`,
    );
  }
  return storedTime(time);
}

function writtenLines(entity: EntityName, name: string, value: Json): Json {
  if (value === null) {
    return value;
  }
  const lines = isList(value) ? value : [value];
  return lines.map((line) => {
    if (!isObject(line)) {
      throw new Error(`${name} holds a list of objects, not ${JSON.stringify(line)}.`);
    }
    const { ID, ...rest } = line;
    return { ...written(entity, rest), ...(ID === undefined ? {} : { ID }) };
  });
}

/** Lines keep their keys by their place in the list. */
function withLineKeys(administration: Administration, record: SystemRecord, change: Properties): Properties {
  const { SalesOrderLines: lines } = change;
  if (!isList(lines)) {
    return change;
  }
  const present = administration.elementsOf(record);
  const keyed = lines.map((line, index) => {
    const key = present[index]?.ID;
    return isObject(line) && line.ID === undefined && key !== undefined ? { ...line, ID: key } : line;
  });
  return { ...change, SalesOrderLines: keyed };
}

function withoutLineKeys(properties: Properties): Properties {
  const { SalesOrderLines: lines } = properties;
  if (!isList(lines)) {
    return properties;
  }
  const bare = lines.map((line) => {
    if (!isObject(line)) {
      return line;
    }
    return Object.fromEntries(Object.entries(line).filter(([name]) => name !== 'ID'));
  });
  return { ...properties, SalesOrderLines: bare };
}
