/**
 * What contacts can be filtered and sorted by.
 *
 * @see https://dev.wix.com/docs/api-reference/crm/members-contacts/contacts/contacts/contact-v4/sort-filter-and-search
 */
import type { Properties, SystemRecord } from '../../../core/types';
import { PLACES, createdAt, listAt, objectAt } from '../collection';
import { misuse } from '../error';
import { COMPARISONS, LIST_OPERATORS, TEXT_OPERATORS, fieldAt, present, reach } from '../filter';
import type { Field, FieldType, Operator } from '../filter';
import type { ListingRules } from '../listing';
import { contactView, infoOf, itemsOf, primaryOf } from './contact';
import type { Json } from '../../../../core/json';

const EXACT: readonly Operator[] = ['$eq', '$ne', '$in', '$exists'];

function field(
  read: (record: SystemRecord) => readonly Json[],
  operators: readonly Operator[],
  sortable: boolean,
  type: FieldType = 'text',
): Field {
  return fieldAt(read, { type, operators, sortable });
}

function ofInfo(path: string, operators: readonly Operator[], sortable: boolean): Field {
  return field((record) => present(reach(infoOf(record), path)), operators, sortable);
}

/** The index finds the contacts that hold the value in any item; the filter decides which of them hold it as primary. */
function ofPrimary(list: 'emails' | 'phones', sortable: boolean): Field {
  const member = list === 'emails' ? 'email' : 'phone';
  const read = (record: SystemRecord): readonly Json[] => present(primaryOf(infoOf(record), list)?.[member]);
  return { ...field(read, TEXT_OPERATORS, sortable), place: PLACES[list] };
}

function ofItems(list: 'emails' | 'phones', member: string): Field {
  const read = (record: SystemRecord): readonly Json[] =>
    itemsOf(infoOf(record), list).flatMap((item) => present(item[member]));
  return { ...field(read, TEXT_OPERATORS, false), place: PLACES[list] };
}

function ofView(read: (view: Properties) => readonly Json[], operators: readonly Operator[]): Field {
  return field((record) => read(contactView(record)), operators, false);
}

function ofAddresses(path: string, operators: readonly Operator[]): Field {
  const read = (record: SystemRecord): readonly Json[] =>
    itemsOf(infoOf(record), 'addresses').flatMap((item) => present(reach(objectAt(item.address), path)));
  return field(read, operators, false);
}

const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['id', { ...field(({ id }) => [id], EXACT, false), isId: true }],
  ['createdDate', field((record) => [createdAt(record)], COMPARISONS, true, 'date')],
  ['lastActivity.activityDate', field((record) => [createdAt(record)], COMPARISONS, true, 'date')],
  [
    'updatedDate',
    { ...field(({ modifiedAt }) => [modifiedAt], COMPARISONS, false, 'date'), isModification: true },
  ],
  ['info.birthdate', ofInfo('birthdate', COMPARISONS, true)],
  ['info.locale', ofInfo('locale', EXACT, false)],
  ['info.name.first', ofInfo('name.first', TEXT_OPERATORS, true)],
  ['info.name.last', ofInfo('name.last', TEXT_OPERATORS, true)],
  ['info.company', ofInfo('company', TEXT_OPERATORS, true)],
  ['info.jobTitle', ofInfo('jobTitle', TEXT_OPERATORS, true)],
  ['primaryInfo.email', ofPrimary('emails', true)],
  ['primaryEmail.email', ofPrimary('emails', true)],
  ['primaryInfo.phone', ofPrimary('phones', false)],
  ['info.emails.email', ofItems('emails', 'email')],
  ['info.phones.phone', ofItems('phones', 'phone')],
  [
    'info.phones.e164Phone',
    ofView(
      (view) => listAt(reach(view, 'info.phones.items')).flatMap((item) => present(objectAt(item).e164Phone)),
      TEXT_OPERATORS,
    ),
  ],
  ['info.addresses.street', ofAddresses('streetAddress.name', TEXT_OPERATORS)],
  ['info.addresses.city', ofAddresses('city', TEXT_OPERATORS)],
  ['info.addresses.subdivision', ofAddresses('subdivision', EXACT)],
  ['info.addresses.country', ofAddresses('country', EXACT)],
  [
    'info.labelKeys',
    field((record) => listAt(reach(infoOf(record), 'labelKeys.items')), LIST_OPERATORS, false),
  ],
]);

const EXTENDED = 'info.extendedFields.';

/** Contacts take one sort field, and name what they refuse. */
export const CONTACT_RULES: ListingRules = {
  fieldsOf: (name) => {
    if (!name.startsWith(EXTENDED)) {
      return FIELDS.get(name);
    }
    const key = name.slice(EXTENDED.length);
    const read = (record: SystemRecord): readonly Json[] =>
      present(objectAt(reach(infoOf(record), 'extendedFields.items'))[key]);
    return field(read, [...TEXT_OPERATORS, '$gt', '$gte', '$lt', '$lte'], true);
  },
  mostRecords: 1000,
  mostSortKeys: 1,
  problem: (code, message) => misuse(400, code, message),
};
