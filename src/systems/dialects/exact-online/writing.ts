/** POST, PUT and DELETE: what they change in the books. */
import { mergePatch } from '../../core/json';
import type { Properties, SystemRecord } from '../../core/types';
import { readEntity } from './body';
import type { Books, TableName } from './administration';
import { COMPLETE, ENTITIES } from './entities';
import type { EntityName } from './entities';
import { Refusal, invalid } from './refusal';
import type { Json } from '../../../core/json';

/**
 * Creates a record from a body; a line becomes part of its order.
 * @returns the new record, a line as a record of its own
 * @throws Refusal for what the administration does not take
 */
export function createEntity(books: Books, entity: EntityName, body: Properties, by: string): SystemRecord {
  const written = readEntity(entity, body, 'create', books);
  if (entity === 'SalesOrderLines') return createLine(books, written, by);
  if (entity === 'SalesOrders') demandLines(written);
  refuseDuplicate(books, entity, written);
  return books.create(entity, written, by);
}

function demandLines({ SalesOrderLines: lines }: Properties): void {
  if (!Array.isArray(lines) || lines.length === 0) throw invalid('Mandatory: SalesOrderLines');
}

function createLine(books: Books, { OrderID, ...line }: Properties, by: string): SystemRecord {
  const order = existing(books, 'SalesOrders', typeof OrderID === 'string' ? OrderID : '');
  demandOpen(books, order);
  const changed = changeLines(books, order, [...books.elementsOf(order), line], by);
  const created = books.linesOf(changed).at(-1);
  if (created === undefined) throw new Error(`The order ${order.id} has lost its lines.`);
  return created;
}

/** Writes what a body holds, and nothing else. */
export function changeEntity(
  books: Books,
  entity: EntityName,
  key: string,
  body: Properties,
  by: string,
): void {
  const record = existing(books, entity, key);
  const written = readEntity(entity, body, 'change', books);
  if (entity === 'SalesOrderLines') {
    const order = orderOf(books, key);
    demandOpen(books, order);
    const lines = books.elementsOf(order).map((line) => (line.ID === key ? mergePatch(line, written) : line));
    changeLines(books, order, lines, by);
    return;
  }
  if (entity === 'SalesOrders') demandOpen(books, record);
  refuseDuplicate(books, entity, written);
  books.change(entity, key, mergePatch(record.properties, written), by);
}

/** Removes a record, or a line from its order. */
export function removeEntity(books: Books, entity: EntityName, key: string, by: string): void {
  const record = existing(books, entity, key);
  if (entity !== 'SalesOrderLines') {
    books.remove(entity, record.id);
    return;
  }
  const order = orderOf(books, key);
  demandOpen(books, order);
  const lines = books.elementsOf(order).filter((line) => line.ID !== key);
  if (lines.length === 0) throw invalid('Mandatory: SalesOrderLines. The last line of an order stays.');
  changeLines(books, order, lines, by);
}

/**
 * The record with the key.
 * @throws Refusal (404) where there is none, (403) where the token's user may not change it
 */
function existing(books: Books, entity: EntityName, key: string): SystemRecord {
  const record = readable(books, entity, key);
  if (books.isStock(record)) {
    throw new Refusal(403, `Forbidden: ${entity}(guid'${key}') belongs to the system.`, { ordinary: true });
  }
  return record;
}

/**
 * The record with the key, for reading.
 * @throws Refusal (404) where there is none
 */
export function readable(books: Books, entity: EntityName, key: string): SystemRecord {
  const record = books.find(entity, key);
  if (record === undefined) {
    throw new Refusal(404, `Resource not found for the segment '${entity}': guid'${key}'.`, {
      ordinary: true,
    });
  }
  return record;
}

function orderOf(books: Books, line: string): SystemRecord {
  const order = books.orderWith(line);
  if (order === undefined) throw new Error(`The line ${line} has no order.`);
  return order;
}

function changeLines(books: Books, order: SystemRecord, lines: readonly Json[], by: string): SystemRecord {
  return books.change('SalesOrders', order.id, { ...order.properties, SalesOrderLines: lines }, by);
}

function demandOpen(books: Books, order: SystemRecord): void {
  if (books.valueOf('SalesOrders', order, 'Status') === COMPLETE) {
    throw invalid('The sales order is complete: it cannot be changed.');
  }
}

/**
 * A code that a record has already is refused with 500, also the record's own
 * (https://github.com/picqer/exact-php-client/issues/416).
 */
function refuseDuplicate(books: Books, entity: TableName, written: Properties): void {
  const { unique } = ENTITIES[entity];
  const value = unique === undefined ? undefined : written[unique];
  if (typeof value === 'string' && value !== '' && books.holdersOf(entity, value).length > 0) {
    throw new Refusal(500, `Data already exists. ${unique ?? ''}: ${value}`, { ordinary: true });
  }
}
