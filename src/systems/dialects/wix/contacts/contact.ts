import type { Properties, SystemRecord } from '../../../core/types';
import { createdAt, holdingOf, listAt, objectAt, textAt } from '../collection';
import { createPresentation, isoTime, pick, withoutBlanks } from '../present';
import type { ItemList } from './info';
import { isObject } from '../../../../core/json';
import type { Json } from '../../../../core/json';

/** `BASIC`, `COMMUNICATION_DETAILS` and `EXTENDED` are parts of the whole; `FULL` is the default. */
export const FIELDSETS: Readonly<Record<string, readonly string[]>> = {
  BASIC: ['primaryInfo', 'info.name'],
  COMMUNICATION_DETAILS: ['primaryInfo', 'info.name', 'info.emails', 'info.phones', 'info.addresses'],
  EXTENDED: ['primaryInfo', 'info.name', 'info.extendedFields'],
  FULL: [],
};

/** The item that is marked as primary. */
export function primaryOf(info: Properties, list: 'emails' | 'phones'): Properties | undefined {
  return itemsOf(info, list).find(({ primary }) => primary === true);
}

export function itemsOf(info: Properties, list: ItemList): readonly Properties[] {
  return listAt(objectAt(info[list]).items).filter((item) => isObject(item));
}

export function infoOf(record: SystemRecord): Properties {
  return objectAt(holdingOf(record).written.info);
}

/** The contact as Wix gives it, with all its fields. */
export function contactView(record: SystemRecord): Properties {
  const { system } = holdingOf(record);
  const info = infoOf(record);
  const email = primaryOf(info, 'emails')?.email ?? null;
  const phone = primaryOf(info, 'phones');
  const created = isoTime(createdAt(record));
  return {
    id: record.id,
    revision: record.version,
    ...withoutBlanks({
      source: { sourceType: system.sourceType ?? null },
      createdDate: created,
      updatedDate: isoTime(record.modifiedAt),
      lastActivity: { activityDate: created, activityType: 'CONTACT_CREATED' },
      primaryInfo: { email, phone: phone?.phone ?? null },
      ...(email === null
        ? {}
        : { primaryEmail: { email, ...SUBSCRIPTION, deliverabilityStatus: 'NOT_SET' } }),
      ...(phone === undefined
        ? {}
        : { primaryPhone: { ...phoneForms(phone), formattedPhone: phone.phone ?? null, ...SUBSCRIPTION } }),
    }),
    info: infoView(info),
  };
}

const SUBSCRIPTION = { subscriptionStatus: 'NOT_SET' };

/** Lists without items are left out, as everything that is not set. */
function infoView(info: Properties): Properties {
  const shown = Object.entries(info).map(([name, value]): [string, Json] => {
    if (!isObject(value) || (isObject(value) && !Array.isArray(value.items))) {
      return [name, value];
    }
    const items = listAt(value.items);
    return [name, items.length === 0 ? null : { ...value, items: items.map((item) => itemView(name, item)) }];
  });
  return withoutBlanks(Object.fromEntries(shown));
}

function itemView(list: string, item: Json): Json {
  if (!isObject(item) || (list !== 'phones' && list !== 'addresses')) {
    return item;
  }
  return list === 'phones'
    ? { ...item, ...phoneForms(item) }
    : { ...item, address: addressView(item.address) };
}

/** Wix's types call the street line both `addressLine` and `addressLine1`: either is taken, the first is given. */
function addressView(address: Json | undefined): Properties {
  const { addressLine1, ...rest } = objectAt(address);
  return { ...(addressLine1 === undefined ? {} : { addressLine: addressLine1 }), ...rest };
}

/** E.164 where the number says its country itself; Wix's other normal forms need its tables of countries. */
function phoneForms(item: Properties): Properties {
  const phone = textAt(item.phone).trim();
  const digits = phone.replace(/\D/g, '');
  return {
    ...(item.countryCode === undefined ? {} : { countryCode: item.countryCode }),
    ...(phone.startsWith('+') && digits.length > 0 && digits.length <= 15 ? { e164Phone: `+${digits}` } : {}),
  };
}

/** The text of a contact, in one of the field sets. */
export const CONTACT_TEXTS = createPresentation((record, form) => {
  const paths = FIELDSETS[form];
  return paths === undefined || form === 'FULL'
    ? contactView(record)
    : pick(contactView(record), ['id', 'revision', ...paths]);
});
