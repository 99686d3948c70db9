/**
 * What members can be filtered and sorted by. There is no filter by date: an engine that looks for changes lists all.
 *
 * @see https://dev.wix.com/docs/rest/crm/members-contacts/members/members/query-members
 */
import type { SystemRecord } from '../../../core/types';
import { PLACES, createdAt, holdingOf } from '../collection';
import { fieldAt, present, reach } from '../filter';
import type { Field, Operator } from '../filter';
import type { ListingRules } from '../listing';
import { memberView } from './member';
import type { Json } from '../../../../core/json';

const OPERATORS: readonly Operator[] = ['$eq', '$ne', '$in', '$nin', '$exists', '$hasSome', '$startsWith'];

function ofView(path: string, sortable: boolean): Field {
  const read = (record: SystemRecord): readonly Json[] => present(reach(memberView(record), path));
  return fieldAt(read, { type: 'text', operators: OPERATORS, sortable });
}

function ofWritten(path: string, sortable: boolean): Field {
  const read = (record: SystemRecord): readonly Json[] => present(reach(holdingOf(record).written, path));
  return fieldAt(read, { type: 'text', operators: OPERATORS, sortable });
}

function date(read: (record: SystemRecord) => readonly Json[]): Field {
  return fieldAt(read, { type: 'date', operators: [], sortable: true });
}

const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  [
    'id',
    { ...fieldAt(({ id }) => [id], { type: 'text', operators: OPERATORS, sortable: true }), isId: true },
  ],
  [
    'contactId',
    {
      ...fieldAt((record) => present(holdingOf(record).system.contactId), {
        type: 'text',
        operators: OPERATORS,
        sortable: true,
      }),
      place: PLACES.contact,
    },
  ],
  ['loginEmail', { ...ofWritten('loginEmail', true), place: PLACES.login }],
  ['contact.firstName', ofWritten('contact.firstName', true)],
  ['contact.lastName', ofWritten('contact.lastName', true)],
  ['profile.nickname', ofView('profile.nickname', true)],
  ['profile.slug', ofView('profile.slug', false)],
  ['privacyStatus', ofView('privacyStatus', false)],
  ['status', ofView('status', false)],
  ['createdDate', date((record) => [createdAt(record)])],
  ['updatedDate', date(({ modifiedAt }) => [modifiedAt])],
  ['lastLoginDate', date(() => [])],
]);

export const MEMBER_RULES: ListingRules = {
  fieldsOf: (name) => FIELDS.get(name),
  mostRecords: 100,
  mostSortKeys: 1,
};
