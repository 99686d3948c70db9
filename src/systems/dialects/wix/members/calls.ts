/**
 * The calls of the Members API, version 1. It knows no revisions: the last write wins.
 *
 * @see https://dev.wix.com/docs/rest/crm/members-contacts/members/members/introduction
 */
import { isDeepStrictEqual } from 'node:util';
import type { ApiResponse, ApiRequest } from '../../../core/dialect';
import { mergePatch } from '../../../core/json';
import type { Properties, SystemRecord } from '../../../core/types';
import { readBody } from '../body';
import { existing, holdingOf, objectAt, textAt } from '../collection';
import { businessRule, unfitValue } from '../error';
import { fieldsetsOf, filterOf, find, pagingOf, sortOf } from '../listing';
import { pagingParameters, parametersOf } from '../parameters';
import { jsonAnswer } from '../present';
import { routesFor } from '../routes';
import type { WixRoute } from '../routes';
import { addMember, changeLoginEmail, isLoginTaken, rewrite } from '../site';
import type { Site } from '../site';
import { MEMBER_RULES } from './fields';
import { FIELDSETS, MEMBER_TEXTS } from './member';
import { CHANGE_LOGIN_EMAIL, CREATE_MEMBER, QUERY_MEMBERS, UPDATE_MEMBER } from './shapes';
import { isList, isObject } from '../../../../core/json';
import type { Json } from '../../../../core/json';

const NOT_FOUND = 'NOT_FOUND';

/** Records on a page where the call names no limit. */
const USUAL_LIMIT = 100;

/** List Members was seen to take larger pages than Query Members documents. */
const LIST_RULES = { ...MEMBER_RULES, mostRecords: 1000 };

const BASE = '/members/v1/members';

/** What a client can change of a member; the rest is read-only. */
const WRITABLE_PROFILE = ['nickname', 'title', 'photo', 'cover'];
const WRITABLE_CONTACT = [
  'firstName',
  'lastName',
  'phones',
  'emails',
  'addresses',
  'birthdate',
  'company',
  'jobTitle',
  'customFields',
];

/** The routes of the Members API, and the one by which Wix's own packages change a login email. */
export function memberRoutes(site: Site): readonly WixRoute[] {
  const at = routesFor(site, 'Members');
  return [
    at('POST', BASE, 'create', create),
    at('GET', BASE, 'list', list),
    at('POST', `${BASE}/query`, 'list', query),
    at('GET', `${BASE}/{id}`, 'read', read),
    at('PATCH', `${BASE}/{id}`, 'update', update),
    at('DELETE', `${BASE}/{id}`, 'delete', remove),
    at('PATCH', '/api/v1/members/{id}/change-login-email', 'update', changeLogin),
    ...(['phones', 'emails', 'addresses'] as const).map((part) =>
      at('DELETE', `${BASE}/{id}/${part}`, 'update', (_site, _call, id) => clear(site, id, part)),
    ),
  ];
}

/** Of several field sets the largest counts. */
function formOf(asked: Json | undefined): string {
  const names = fieldsetsOf(asked, FIELDSETS);
  return FIELDSETS.findLast((name) => names.includes(name)) ?? 'PUBLIC';
}

function memberAnswer(record: SystemRecord, form = 'FULL'): ApiResponse {
  return jsonAnswer(`{"member":${MEMBER_TEXTS.text(record, form)}}`);
}

function read(site: Site, call: ApiRequest, id: string): ApiResponse {
  const parameters = parametersOf(call.query, [], ['fieldsets'], { id, names: ['id'] });
  return memberAnswer(existing(site.members, id, NOT_FOUND), formOf(parameters.get('fieldsets')));
}

function list(site: Site, call: ApiRequest): ApiResponse {
  const known = ['paging.limit', 'paging.offset', 'sorting.fieldName', 'sorting.order'];
  const parameters = parametersOf(call.query, known, ['fieldsets']);
  const fieldName = parameters.get('sorting.fieldName')?.[0];
  const order = parameters.get('sorting.order')?.[0] ?? 'ASC';
  const asked = {
    paging: pagingParameters(parameters),
    ...(fieldName === undefined ? {} : { sorting: { fieldName, order } }),
  };
  return page(site, asked, parameters.get('fieldsets'), LIST_RULES);
}

function query(site: Site, call: ApiRequest): ApiResponse {
  const body = readBody(call, QUERY_MEMBERS);
  return page(site, objectAt(body.query), body.fieldsets, MEMBER_RULES);
}

function page(
  site: Site,
  asked: Properties,
  fieldsets: Json | undefined,
  rules: typeof MEMBER_RULES,
): ApiResponse {
  const filter = filterOf(asked.filter, rules);
  const sort = sortOf(asked.sorting, rules);
  const { limit, offset } = pagingOf(asked.paging, rules, USUAL_LIMIT, site.context.pageSize());
  const form = formOf(fieldsets);
  const found = find(site.members, filter, sort);
  const shown = found.slice(offset, offset + limit);
  const metadata = { count: shown.length, offset, total: found.length, tooManyToCount: false };
  const texts = shown.map((record) => MEMBER_TEXTS.text(record, form)).join(',');
  return jsonAnswer(`{"members":[${texts}],"metadata":${JSON.stringify(metadata)}}`);
}

function create(site: Site, call: ApiRequest): ApiResponse {
  const { loginEmail, contact, profile, privacyStatus } = objectAt(readBody(call, CREATE_MEMBER).member);
  refuseTaken(site, textAt(loginEmail));
  const written = {
    loginEmail: loginEmail ?? null,
    ...onlySet('contact', contact, WRITABLE_CONTACT),
    ...onlySet('profile', profile, WRITABLE_PROFILE),
    ...(privacyStatus === undefined || privacyStatus === null ? {} : { privacyStatus }),
  };
  return memberAnswer(addMember(site, written, site.context.account));
}

function refuseTaken(site: Site, email: string, except?: string): void {
  if (isLoginTaken(site, email, except)) {
    throw businessRule(409, 'ALREADY_EXISTS', 'Another member logs in with this email address.');
  }
}

/** The writable members of a part, none where nothing of it is sent. An empty list has no effect, as documented. */
function onlySet(name: string, part: Json | undefined, writable: readonly string[]): Properties {
  const members = Object.entries(objectAt(part)).filter(
    ([member, value]) => writable.includes(member) && !(isList(value) && value.length === 0),
  );
  return members.length === 0 ? {} : { [name]: Object.fromEntries(members) };
}

function update(site: Site, call: ApiRequest, id: string): ApiResponse {
  const given = objectAt(readBody(call, UPDATE_MEMBER).member);
  const record = existing(site.members, id, NOT_FOUND);
  const { written } = holdingOf(record);
  if (given.loginEmail !== undefined && given.loginEmail !== (written.loginEmail ?? null)) {
    const description = 'is immutable here: change it by PATCH /api/v1/members/{id}/change-login-email.';
    throw unfitValue({ field: 'member.loginEmail', description, violatedRule: 'FIELD_NOT_ALLOWED' });
  }
  const patch = {
    ...onlySet('contact', given.contact, WRITABLE_CONTACT),
    ...onlySet('profile', given.profile, WRITABLE_PROFILE),
  };
  return memberAnswer(write(site, record, mergePatch(written, patch)));
}

function write(site: Site, record: SystemRecord, written: Properties): SystemRecord {
  return isDeepStrictEqual(written, holdingOf(record).written)
    ? record
    : rewrite(site.members, record, written, site.context.account);
}

function clear(site: Site, id: string, part: 'phones' | 'emails' | 'addresses'): ApiResponse {
  const record = existing(site.members, id, NOT_FOUND);
  const { written } = holdingOf(record);
  const contact = isObject(written.contact) ? written.contact : {};
  return memberAnswer(write(site, record, { ...written, contact: { ...contact, [part]: [] } }));
}

function changeLogin(site: Site, call: ApiRequest, id: string): ApiResponse {
  const email = textAt(readBody(call, CHANGE_LOGIN_EMAIL).newEmail);
  const record = existing(site.members, id, NOT_FOUND);
  refuseTaken(site, email, id);
  return memberAnswer(changeLoginEmail(site, record, email, site.context.account));
}

function remove(site: Site, _call: ApiRequest, id: string): ApiResponse {
  existing(site.members, id, NOT_FOUND);
  site.members.remove(id);
  return jsonAnswer('{}');
}
