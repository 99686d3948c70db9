/**
 * What people do in Wix itself, in the words of the documents: `info.emails` is a list of addresses, where the API has
 * items with an id, a tag and a mark. People may do what the API would refuse, since the documents' cases need it: two
 * members with one login email, a contact without any data.
 */
import type { DirectAccess } from '../../core/dialect';
import { isEmpty, mergePatch } from '../../core/json';
import { perRecord } from '../../core/store';
import type { Properties, SystemRecord } from '../../core/types';
import { holdingOf, objectAt, textAt } from './collection';
import type { Collection } from './collection';
import { itemsOf, primaryOf } from './contacts/contact';
import { ITEM_LISTS, VALUE_OF, isItemList, mergeInfo } from './contacts/info';
import type { ItemList } from './contacts/info';
import { addOrder } from './orders/calls';
import { addProduct } from './products/calls';
import { DATATYPES, MEMBERS_CONTACT, addContact, addMember, changeLoginEmail, rewrite } from './site';
import type { Site, WixDatatype } from './site';
import { isList, isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

/** Direct access to one datatype. */
interface Handle {
  readonly records: Collection;
  create(words: Properties, by: string): SystemRecord;
  edit(record: SystemRecord, words: Properties, by: string): SystemRecord;
  show(record: SystemRecord): Properties;
}

/** Makes the direct access to a site. */
export function createDirectAccess(site: Site): DirectAccess {
  const handles = handlesOf(site);
  const handleOf = (datatype: string): Handle => {
    const known = DATATYPES.find((name) => name.toLowerCase() === datatype.toLowerCase());
    if (known === undefined) {
      throw new Error(`The mocked Wix has no datatype "${datatype}"; it has ${DATATYPES.join(', ')}.`);
    }
    return handles[known];
  };
  const show = perRecord((record, datatype: string): SystemRecord => ({
    ...record,
    properties: handleOf(datatype).show(record),
  }));
  return {
    create: (datatype, properties, by) => handleOf(datatype).create(properties, by),
    edit(datatype, id, patch, by) {
      const handle = handleOf(datatype);
      const record = handle.records.get(id);
      if (record === undefined) {
        throw new Error(`There is no record "${id}" of "${datatype}" to edit.`);
      }
      return handle.edit(record, mergePatch(handle.show(record), patch), by);
    },
    remove(datatype, id) {
      handleOf(datatype).records.remove(id);
    },
    show: (datatype, record) => show(record, datatype),
    hasVersions: (datatype) => datatype.toLowerCase() === 'contacts',
    isCompanion: (datatype, stored) =>
      datatype.toLowerCase() === 'contacts' && holdingOf(stored).system.sourceType === MEMBERS_CONTACT,
  };
}

function handlesOf(site: Site): Readonly<Record<WixDatatype, Handle>> {
  const writtenOf = (record: SystemRecord): Properties => holdingOf(record).written;
  return {
    Contacts: {
      records: site.contacts,
      create: (words, by) => addContact(site, contactOf(words, {}, site.mint), { by, sourceType: 'ADMIN' }),
      edit: (record, words, by) => editContact(site, record, words, by),
      show: (record) => contactWords(writtenOf(record)),
    },
    Members: {
      records: site.members,
      create: (words, by) => addMember(site, words, by),
      edit: (record, words, by) => editMember(site, record, words, by),
      show: writtenOf,
    },
    Orders: {
      records: site.orders,
      create: (words, by) => addOrder(site, words, by),
      edit: (record, words, by) => rewrite(site.orders, record, words, by),
      show: writtenOf,
    },
    Products: {
      records: site.products,
      create: (words, by) => addProduct(site, words, by),
      edit: (record, words, by) => rewrite(site.products, record, words, by),
      show: writtenOf,
    },
  };
}

/** A contact in the documents' words: lists of values in the place of items; null and an empty list stay what they are. */
function contactWords(written: Properties): Properties {
  const { info } = written;
  if (!isObject(info)) {
    return written;
  }
  const words = Object.entries(info).map(([name, value]): [string, Json] => {
    const known = isItemList(name) && isObject(value) ? itemsOf(info, name) : undefined;
    return [
      name,
      known === undefined ? value : known.map((item) => item[VALUE_OF[name as ItemList]] ?? null),
    ];
  });
  return { ...written, info: Object.fromEntries(words) };
}

/**
 * A contact as the API holds it, from the documents' words. An item keeps its id, tag and mark while its value stays; a
 * new value in the place of one that left takes over what that one had. Blank elements cannot be kept.
 */
function contactOf(words: Properties, before: Properties, mint: () => string): Properties {
  const { info } = words;
  if (!isObject(info)) {
    return words;
  }
  const earlier = objectAt(before.info);
  const lists = ITEM_LISTS.flatMap((list): [string, Json][] => {
    const value = info[list];
    return value === undefined || value === null ? [] : [[list, { items: itemsFrom(list, value, earlier) }]];
  });
  const merged = mergeInfo(earlier, Object.fromEntries(lists), mint);
  const named = Object.entries(info).map(([name, value]): [string, Json] => [
    name,
    isItemList(name) && value !== null ? (merged[name] ?? null) : value,
  ]);
  return { ...words, info: Object.fromEntries(named) };
}

function itemsFrom(list: ItemList, value: Json, earlier: Properties): readonly Json[] {
  const member = VALUE_OF[list];
  const values = (isList(value) ? value : [value]).filter((each) => !isEmpty(each));
  const items = itemsOf(earlier, list);
  const texts = values.map((each) => JSON.stringify(each));
  const staying = new Set(texts);
  const byValue = new Map<string, Properties[]>();
  for (const item of items) {
    const text = JSON.stringify(item[member] ?? null);
    byValue.set(text, [...(byValue.get(text) ?? []), item]);
  }
  return values.map((each, index) => {
    const same = byValue.get(texts[index] ?? '')?.shift();
    const there = items[index];
    const left = there !== undefined && !staying.has(JSON.stringify(there[member] ?? null));
    const known = same ?? (left ? there : undefined) ?? {};
    return { ...known, [member]: each };
  });
}

/** The login email of a member follows, where people give its contact another primary email. */
function editContact(site: Site, record: SystemRecord, words: Properties, by: string): SystemRecord {
  const written = contactOf(words, holdingOf(record).written, site.mint);
  const changed = rewrite(site.contacts, record, written, by);
  const member = site.memberOf(record.id);
  const email = textAt(primaryOf(objectAt(written.info), 'emails')?.email);
  if (member !== undefined && email !== '') {
    changeLoginEmail(site, member, email, by);
  }
  return changed;
}

/** The contact's primary email follows the login email; a login email that people clear leaves the contact as it is. */
function editMember(site: Site, record: SystemRecord, words: Properties, by: string): SystemRecord {
  const { loginEmail, ...others } = words;
  const before = holdingOf(record).written.loginEmail;
  const email = textAt(loginEmail);
  if (email === '' || email === before) {
    return rewrite(site.members, record, words, by);
  }
  const kept = before === undefined ? others : { ...others, loginEmail: before };
  return changeLoginEmail(site, record, email, by, kept);
}
