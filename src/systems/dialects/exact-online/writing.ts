/** POST, PUT and DELETE: what they change in the administration. */
import { mergePatch } from '../../core/json';
import type { Properties, SystemRecord } from '../../core/types';
import { readEntity } from './body';
import type { Administration, TableName } from './administration';
import { COMPLETE, ENTITIES } from './entities';
import type { EntityName } from './entities';
import { ExactRefusal, invalid } from './refusal';
import type { Json } from '../../../core/json';

/**
 * Creates a record from a body; a line becomes part of its order.
 * @returns the new record, a line as a separate record
 * @throws ExactRefusal for what the administration does not take
 */
export function createEntity(
  administration: Administration,
  entity: EntityName,
  body: Properties,
  by: string,
): SystemRecord {
  const written = readEntity(entity, body, 'create', administration);
  if (entity === 'SalesOrderLines') {
    return createLine(administration, written, by);
  }
  if (entity === 'SalesOrders') {
    requireLines(written);
  }
  refuseDuplicate(administration, entity, written);
  return administration.create(entity, written, by);
}

function requireLines({ SalesOrderLines: lines }: Properties): void {
  if (!Array.isArray(lines) || lines.length === 0) {
    throw invalid('Mandatory: SalesOrderLines');
  }
}

function createLine(
  administration: Administration,
  { OrderID, ...line }: Properties,
  by: string,
): SystemRecord {
  const order = existing(administration, 'SalesOrders', typeof OrderID === 'string' ? OrderID : '');
  requireOpen(administration, order);
  const changed = changeLines(administration, order, [...administration.elementsOf(order), line], by);
  const created = administration.linesOf(changed).at(-1);
  if (created === undefined) {
    throw new Error(`The order ${order.id} has lost its lines.`);
  }
  return created;
}

/** Writes what a body holds, and nothing else. */
export function changeEntity(
  administration: Administration,
  entity: EntityName,
  key: string,
  body: Properties,
  by: string,
): void {
  const record = existing(administration, entity, key);
  const written = readEntity(entity, body, 'change', administration);
  if (entity === 'SalesOrderLines') {
    const order = orderOf(administration, key);
    requireOpen(administration, order);
    const lines = administration
      .elementsOf(order)
      .map((line) => (line.ID === key ? mergePatch(line, written) : line));
    changeLines(administration, order, lines, by);
    return;
  }
  if (entity === 'SalesOrders') {
    requireOpen(administration, record);
  }
  refuseDuplicate(administration, entity, written);
  administration.change(entity, key, mergePatch(record.properties, written), by);
}

/** Removes a record, or a line from its order. */
export function removeEntity(
  administration: Administration,
  entity: EntityName,
  key: string,
  by: string,
): void {
  const record = existing(administration, entity, key);
  if (entity !== 'SalesOrderLines') {
    administration.remove(entity, record.id);
    return;
  }
  const order = orderOf(administration, key);
  requireOpen(administration, order);
  const lines = administration.elementsOf(order).filter((line) => line.ID !== key);
  if (lines.length === 0) {
    throw invalid('Mandatory: SalesOrderLines. The last line of an order stays.');
  }
  changeLines(administration, order, lines, by);
}

/**
 * The record with the key.
 * @throws ExactRefusal (404) where there is none, (403) where the token's user may not change it
 */
function existing(administration: Administration, entity: EntityName, key: string): SystemRecord {
  const record = readable(administration, entity, key);
  if (administration.isStock(record)) {
    throw new ExactRefusal(403, `Forbidden: ${entity}(guid'${key}') belongs to the system.`, {
      ordinary: true,
    });
  }
  return record;
}

/**
 * The record with the key, for reading.
 * @throws ExactRefusal (404) where there is none
 */
export function readable(administration: Administration, entity: EntityName, key: string): SystemRecord {
  const record = administration.find(entity, key);
  if (record === undefined) {
    throw new ExactRefusal(404, `Resource not found for the segment '${entity}': guid'${key}'.`, {
      ordinary: true,
    });
  }
  return record;
}

function orderOf(administration: Administration, line: string): SystemRecord {
  const order = administration.orderWith(line);
  if (order === undefined) {
    throw new Error(`The line ${line} has no order.`);
  }
  return order;
}

function changeLines(
  administration: Administration,
  order: SystemRecord,
  lines: readonly Json[],
  by: string,
): SystemRecord {
  return administration.change('SalesOrders', order.id, { ...order.properties, SalesOrderLines: lines }, by);
}

function requireOpen(administration: Administration, order: SystemRecord): void {
  if (administration.valueOf('SalesOrders', order, 'Status') === COMPLETE) {
    throw invalid('The sales order is complete: it cannot be changed.');
  }
}

/**
 * A code that a record has already is refused with 500, also the record's own
 * (https://github.com/picqer/exact-php-client/issues/416).
 */
function refuseDuplicate(administration: Administration, entity: TableName, written: Properties): void {
  const { unique } = ENTITIES[entity];
  const value = unique === undefined ? undefined : written[unique];
  if (typeof value === 'string' && value !== '' && administration.holdersOf(entity, value).length > 0) {
    throw new ExactRefusal(500, `Data already exists. ${unique ?? ''}: ${value}`, { ordinary: true });
  }
}
