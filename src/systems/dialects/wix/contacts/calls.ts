/**
 * The calls of the Contacts API, version 4.
 *
 * @see https://dev.wix.com/docs/rest/crm/members-contacts/contacts/contacts/contact-v4/introduction
 */
import { isDeepStrictEqual } from 'node:util';
import type { ApiResponse, ApiRequest } from '../../../core/dialect';
import type { Properties, SystemRecord } from '../../../core/types';
import { readBody } from '../body';
import type { BodyShape } from '../body';
import { existing, holdingOf, listAt, objectAt, propertiesOf, textAt } from '../collection';
import { businessRule, malformed, misuse } from '../error';
import { fieldsetsOf, filterOf, find, pagingOf, sortOf } from '../listing';
import { pagingParameters, parametersOf } from '../parameters';
import { jsonAnswer, pick } from '../present';
import { routesFor } from '../routes';
import type { WixRoute } from '../routes';
import { addContact, contactsWith, rewrite } from '../site';
import type { Site } from '../site';
import { FIELDSETS, CONTACT_TEXTS, contactView, infoOf, itemsOf, primaryOf } from './contact';
import { CONTACT_RULES } from './fields';
import { INFO_MEMBERS, mergeInfo } from './info';
import { combineInfo } from './merge';
import {
  CREATE_CONTACT,
  LABELS,
  MERGE_CONTACTS,
  PREVIEW_MERGE,
  QUERY_CONTACTS,
  UPDATE_CONTACT,
} from './shapes';
import type { Json } from '../../../../core/json';

const NOT_FOUND = 'CONTACT_NOT_FOUND';

/** Records on a page where the call names no limit. */
const USUAL_LIMIT = 50;

const BASE = '/contacts/v4/contacts';

/** What clients call the id of the path in a query. */
const ID_NAMES = ['id', 'contactId'];

/** The routes of the Contacts API. */
export function contactRoutes(site: Site): readonly WixRoute[] {
  const at = routesFor(site, 'Contacts', BASE);
  return [
    at('POST', '', 'create', create),
    at('GET', '', 'list', list),
    at('POST', '/query', 'list', query),
    at('GET', '/{id}', 'read', read),
    at('PATCH', '/{id}', 'update', update),
    at('DELETE', '/{id}', 'delete', remove),
    at('POST', '/{id}/labels', 'update', label),
    at('DELETE', '/{id}/labels', 'update', unlabel),
    at('POST', '/{id}/merge', 'update', merge),
    at('POST', '/{id}/preview-merge', 'read', previewMerge),
  ];
}

/** Which fields an answer shows. */
interface Projection {
  readonly fieldsets: readonly string[];
  readonly fields: readonly string[];
}

function projectionOf(fieldsets: Json | undefined, fields: Json | undefined): Projection {
  const names = listAt(fields).map((name) => {
    if (typeof name !== 'string') {
      throw malformed('fields', 'must be names.');
    }
    return name;
  });
  return { fieldsets: fieldsetsOf(fieldsets, Object.keys(FIELDSETS)), fields: names };
}

function textOf(record: SystemRecord, { fieldsets, fields }: Projection): string {
  const [first = 'FULL', ...more] = fieldsets;
  if (fields.length === 0 && more.length === 0) {
    return CONTACT_TEXTS.text(record, first);
  }
  if (fieldsets.includes('FULL')) {
    return CONTACT_TEXTS.text(record);
  }
  const paths = [...fieldsets.flatMap((name) => FIELDSETS[name] ?? []), ...fields];
  return JSON.stringify(pick(contactView(record), ['id', 'revision', ...paths]));
}

function contactAnswer(record: SystemRecord): ApiResponse {
  return jsonAnswer(`{"contact":${CONTACT_TEXTS.text(record)}}`);
}

function read(site: Site, call: ApiRequest, id: string): ApiResponse {
  const parameters = parametersOf(call.query, [], ['fields', 'fieldsets'], { id, names: ID_NAMES });
  const projection = projectionOf(parameters.get('fieldsets'), parameters.get('fields'));
  const record = existing(site.contacts, survivorOf(site, id), NOT_FOUND);
  return jsonAnswer(`{"contact":${textOf(record, projection)}}`);
}

/** Get Contact alone answers to the id of a contact that was merged: with the one that it was merged into. */
function survivorOf(site: Site, id: string): string {
  let survivor = id;
  for (let next = site.mergedInto.get(id); next !== undefined; next = site.mergedInto.get(next)) {
    survivor = next;
  }
  return survivor;
}

function list(site: Site, call: ApiRequest): ApiResponse {
  const known = ['paging.limit', 'paging.offset', 'sort.fieldName', 'sort.order'];
  const parameters = parametersOf(call.query, known, ['fields', 'fieldsets']);
  const fieldName = parameters.get('sort.fieldName')?.[0];
  const order = parameters.get('sort.order')?.[0];
  return page(site, {
    paging: pagingParameters(parameters),
    fields: parameters.get('fields') ?? [],
    fieldsets: parameters.get('fieldsets') ?? [],
    ...(fieldName === undefined && order === undefined
      ? {}
      : { sort: { fieldName: fieldName ?? 'createdDate', order: order ?? 'ASC' } }),
  });
}

function query(site: Site, call: ApiRequest): ApiResponse {
  return page(site, objectAt(readBody(call, QUERY_CONTACTS).query));
}

function page(site: Site, asked: Properties): ApiResponse {
  const filter = filterOf(asked.filter, CONTACT_RULES);
  const sort = sortOf(asked.sort, CONTACT_RULES);
  const pageSize = site.context.pageSize();
  const { limit, offset } = pagingOf(asked.paging, CONTACT_RULES, USUAL_LIMIT, pageSize);
  const projection = projectionOf(asked.fieldsets, asked.fields);
  const found = find(site.contacts, filter, sort);
  const shown = found.slice(offset, offset + limit);
  const metadata = { count: shown.length, offset, total: found.length, tooManyToCount: false };
  const texts = shown.map((record) => textOf(record, projection)).join(',');
  return jsonAnswer(`{"contacts":[${texts}],"pagingMetadata":${JSON.stringify(metadata)}}`);
}

function create(site: Site, call: ApiRequest): ApiResponse {
  const body = readBody(call, CREATE_CONTACT);
  const given = pick(objectAt(body.info), INFO_MEMBERS);
  requireOnePrimary(given);
  const info = mergeInfo({}, given, site.mint);
  if (!isSufficient(info)) {
    throw businessRule(
      400,
      'INSUFFICIENT_CONTACT_DATA',
      'A contact needs a name, a phone or an email address.',
    );
  }
  if (body.allowDuplicates !== true) {
    refuseDuplicate(site, info);
  }
  const { account } = site.context;
  return contactAnswer(addContact(site, { info }, { by: account, sourceType: 'OTHER' }));
}

function isSufficient(info: Properties): boolean {
  const { first, last } = objectAt(info.name);
  const named = textAt(first) !== '' || textAt(last) !== '';
  return named || itemsOf(info, 'emails').length > 0 || itemsOf(info, 'phones').length > 0;
}

function requireOnePrimary(given: Properties): void {
  for (const name of ['emails', 'phones'] as const) {
    if (itemsOf(given, name).filter(({ primary }) => primary === true).length > 1) {
      const message = `Only one of "info.${name}" can be primary.`;
      throw businessRule(400, 'CANNOT_HAVE_MULTIPLE_PRIMARY_INFO', message);
    }
  }
}

/** Another contact has the same primary email; or, where there is no email, the same primary phone. */
function refuseDuplicate(site: Site, info: Properties, except?: string): void {
  const email = textAt(primaryOf(info, 'emails')?.email);
  const phone = email === '' ? textAt(primaryOf(info, 'phones')?.phone) : '';
  const same = email === '' ? contactsWith(site, 'phones', phone) : contactsWith(site, 'emails', email);
  const twin = same.find(({ id }) => id !== except);
  if (twin !== undefined) {
    throw businessRule(
      409,
      'DUPLICATE_CONTACT_EXISTS',
      'Another contact has the same email or phone; send "allowDuplicates" to have both.',
      {
        duplicateContactId: twin.id,
        ...(email === '' ? { duplicatePhone: phone } : { duplicateEmail: email }),
      },
    );
  }
}

function requireRevision(given: Json | undefined, { version }: SystemRecord, field: string): void {
  const revision = typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : given;
  if (typeof revision !== 'number' || !Number.isSafeInteger(revision)) {
    throw malformed(field, 'is required: the revision that was read.', 'REQUIRED_FIELD');
  }
  if (revision !== version) {
    const message = 'Contact has been updated since the requested revision.';
    throw businessRule(409, 'CONTACT_ALREADY_CHANGED', message);
  }
}

function update(site: Site, call: ApiRequest, id: string): ApiResponse {
  const body = readBody(call, UPDATE_CONTACT);
  const record = existing(site.contacts, id, NOT_FOUND);
  requireRevision(body.revision, record, 'revision');
  const given = pick(objectAt(body.info), INFO_MEMBERS);
  if (Object.keys(given).length === 0) {
    throw misuse(400, 'INSUFFICIENT_UPDATE_CONTACT_DATA', 'The update names no field of "info".');
  }
  requireOnePrimary(given);
  const before = infoOf(record);
  const info = mergeInfo(before, given, site.mint);
  refuseMemberEmail(site, record, info);
  if (body.allowDuplicates !== true && primariesOf(info) !== primariesOf(before)) {
    refuseDuplicate(site, info, id);
  }
  return contactAnswer(write(site, record, info));
}

function primariesOf(info: Properties): string {
  return JSON.stringify([primaryOf(info, 'emails')?.email, primaryOf(info, 'phones')?.phone]);
}

function refuseMemberEmail(site: Site, record: SystemRecord, info: Properties): void {
  const [before, after] = [infoOf(record), info].map((each) => primaryOf(each, 'emails')?.email);
  if (before !== after && site.memberOf(record.id) !== undefined) {
    throw businessRule(
      428,
      'CANNOT_UPDATE_MEMBER_EMAIL',
      "The contact is a site member: its primary email changes with the member's login email.",
    );
  }
}

/** An update that changes nothing moves neither revision nor time. */
function write(site: Site, record: SystemRecord, info: Properties): SystemRecord {
  if (isDeepStrictEqual(info, infoOf(record))) {
    return record;
  }
  const { written } = holdingOf(record);
  return rewrite(site.contacts, record, { ...written, info }, site.context.account);
}

function remove(site: Site, _call: ApiRequest, id: string): ApiResponse {
  const record = existing(site.contacts, id, NOT_FOUND);
  if (site.memberOf(record.id) !== undefined) {
    throw businessRule(428, 'CANNOT_DELETE_MEMBER', 'The contact is a site member: delete the member first.');
  }
  site.contacts.remove(id);
  return jsonAnswer('{}');
}

function label(site: Site, call: ApiRequest, id: string): ApiResponse {
  const keys = listAt(readBody(call, LABELS).labelKeys);
  return relabel(site, id, (present) => [...new Set([...present, ...keys])]);
}

function unlabel(site: Site, call: ApiRequest, id: string): ApiResponse {
  const leaving = new Set(keysToRemove(call, id));
  return relabel(site, id, (present) => present.filter((key) => !leaving.has(key)));
}

/** In the body, as the page has it, or in the query, as Wix's own clients send them: many of them send no body by DELETE. */
function keysToRemove(call: ApiRequest, id: string): readonly Json[] {
  const parameters = parametersOf(call.query, [], ['labelKeys'], { id, names: ID_NAMES });
  const named = parameters.get('labelKeys') ?? [];
  return named.length > 0 ? named : listAt(readBody(call, LABELS).labelKeys);
}

function relabel(site: Site, id: string, change: (present: readonly Json[]) => readonly Json[]): ApiResponse {
  const record = existing(site.contacts, id, NOT_FOUND);
  const info = infoOf(record);
  const items = change(listAt(objectAt(info.labelKeys).items));
  return contactAnswer(write(site, record, { ...info, labelKeys: { items } }));
}

/** What a merge makes of the target, after everything that speaks against it was looked at. @throws WixRefusal */
function planMerge(site: Site, call: ApiRequest, id: string, shape: BodyShape) {
  const body = readBody(call, shape);
  const target = existing(site.contacts, id, NOT_FOUND);
  if (shape === MERGE_CONTACTS || body.targetContactRevision !== undefined) {
    requireRevision(body.targetContactRevision, target, 'targetContactRevision');
  }
  const ids = listAt(body.sourceContactIds).map(textAt);
  if (ids.includes(id) || new Set(ids).size < ids.length) {
    throw misuse(400, 'ILLEGAL_MERGE', 'The sources must be different contacts, none of them the target.');
  }
  const sources = ids.map((source) => existing(site.contacts, source, NOT_FOUND));
  if (sources.some((source) => site.memberOf(source.id) !== undefined)) {
    throw businessRule(428, 'FAILED_PRECONDITION', 'Site members can only be the target of a merge.');
  }
  const info = sources.reduce(
    (joined, source) => combineInfo(joined, infoOf(source), site.mint),
    infoOf(target),
  );
  return { target, sources, info };
}

function merge(site: Site, call: ApiRequest, id: string): ApiResponse {
  const { target, sources, info } = planMerge(site, call, id, MERGE_CONTACTS);
  const { written } = holdingOf(target);
  const merged = rewrite(site.contacts, target, { ...written, info }, site.context.account);
  for (const source of sources) {
    site.contacts.remove(source.id);
    site.mergedInto.set(source.id, id);
  }
  return contactAnswer(merged);
}

function previewMerge(site: Site, call: ApiRequest, id: string): ApiResponse {
  const { target, info } = planMerge(site, call, id, PREVIEW_MERGE);
  const { written, system } = holdingOf(target);
  const preview = { ...target, properties: propertiesOf({ written: { ...written, info }, system }) };
  return jsonAnswer(`{"contact":${JSON.stringify(contactView(preview))}}`);
}
