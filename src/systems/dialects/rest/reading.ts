/** What the plain REST dialect answers to GET. */
import type { ApiResponse, DialectContext, ApiRequest } from '../../core/dialect';
import { comparePositions } from '../../core/store';
import type { RecordChange, IndexPage, Position } from '../../core/store';
import type { SystemRecord } from '../../core/types';
import { jsonResponse } from '../../http/responses';
import { readListQuery, refuseQuery, writeChanges, writeCursor } from './query';
import type { ChangesQuery, RecordsQuery } from './query';
import { existing, recordOfReference } from './resource';
import type { ResourceAction, RestResource } from './resource';

export function list({ resource }: ResourceAction, call: ApiRequest, context: DialectContext): ApiResponse {
  const query = readListQuery(call.query, {
    datatype: resource.name,
    facts: resource.facts,
    pageSize: context.pageSize(),
    abilities: context.abilities,
  });
  switch (query.kind) {
    case 'reference': {
      const record = recordOfReference(resource, query.reference);
      const found = record !== undefined && isListed(resource, record);
      return pageAnswer(found ? [resource.shape.text(record)] : [], null);
    }
    case 'changes':
      return listChanges(resource, query);
    case 'records':
      return listRecords(resource, query, context.abilities.deltaCursor);
  }
}

export function read({ resource, id }: ResourceAction, call: ApiRequest): ApiResponse {
  refuseQuery(call.query);
  return resource.shape.answer(200, existing(resource, id));
}

/** The JSON text of a page. */
function pageAnswer(items: readonly string[], next: string | null, delta?: string): ApiResponse {
  const more = delta === undefined ? '' : `,"delta":${JSON.stringify(delta)}`;
  return jsonResponse(200, `{"items":[${items.join(',')}],"next":${JSON.stringify(next)}${more}}`);
}

function listRecords(resource: RestResource, query: RecordsQuery, withDelta: boolean): ApiResponse {
  const { name, records, shape } = resource;
  const mark = withDelta ? (query.mark ?? records.lastChange()) : undefined;
  const page = query.search === undefined ? records.page(query) : search(resource, query, query.search);
  const items = page.records.map(shape.text);
  if (page.next !== undefined) {
    return pageAnswer(items, writeCursor(page.next, name, mark));
  }
  return mark === undefined || query.search !== undefined
    ? pageAnswer(items, null)
    : pageAnswer(items, null, writeChanges(mark, name));
}

/** Costs by the records that have the value. */
function search(
  { records }: RestResource,
  { since = -Infinity, after, limit }: RecordsQuery,
  { path, value }: NonNullable<RecordsQuery['search']>,
): IndexPage {
  const found = records
    .find(path, value)
    .map((record) => ({ record, place: placeOf(record, records.sequenceOf(record.id) ?? 0) }))
    .filter(
      ({ place }) => place.modifiedAt >= since && (after === undefined || comparePositions(place, after) > 0),
    )
    .sort((one, other) => comparePositions(one.place, other.place));
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const page = { records: shown.map(({ record }) => record) };
  return last === undefined || found.length <= limit ? page : { ...page, next: last.place };
}

function placeOf({ modifiedAt }: SystemRecord, sequence: number): Position {
  return { modifiedAt, sequence };
}

function listChanges({ name, records, shape }: RestResource, { after, limit }: ChangesQuery): ApiResponse {
  const changes = records.changesAfter(after, limit + 1);
  const shown = changes.slice(0, limit);
  const items = shown.map((change) => changeText(change, shape.text));
  const cursor = writeChanges(shown.at(-1)?.number ?? after, name);
  return changes.length > limit ? pageAnswer(items, cursor) : pageAnswer(items, null, cursor);
}

function changeText({ id, record }: RecordChange, text: (record: SystemRecord) => string): string {
  return record === undefined ? JSON.stringify({ id, deleted: true }) : text(record);
}

/** A reference is found as listings find records: a fault can hide the record from both. */
function isListed({ records }: RestResource, { id, modifiedAt }: SystemRecord): boolean {
  const sequence = records.sequenceOf(id);
  if (sequence === undefined) {
    return false;
  }
  const [first] = records.page({ after: { modifiedAt, sequence: sequence - 1 }, limit: 1 }).records;
  return first?.id === id;
}
