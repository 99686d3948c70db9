/** A contact's `info`: how what is sent joins what is there. */
import { mergePatch } from '../../../core/json';
import type { Properties } from '../../../core/types';
import { listAt, objectAt } from '../collection';
import { isObject } from '../../../../core/json';
import type { Json } from '../../../../core/json';

/** The lists of a contact whose elements are items with an id and a tag. */
export type ItemList = 'emails' | 'phones' | 'addresses';

export const ITEM_LISTS: readonly ItemList[] = ['emails', 'phones', 'addresses'];

/** The members of `info`; whatever else is sent is ignored. */
export const INFO_MEMBERS: readonly string[] = [
  ...ITEM_LISTS,
  'name',
  'company',
  'jobTitle',
  'birthdate',
  'locale',
  'labelKeys',
  'extendedFields',
  'picture',
];

/** The member of an item that holds its value. */
export const VALUE_OF: Readonly<Record<ItemList, string>> = {
  emails: 'email',
  phones: 'phone',
  addresses: 'address',
};

/** What an item keeps of what is sent; ids and normal forms are Wix's own. */
const KEPT: Readonly<Record<ItemList, readonly string[]>> = {
  emails: ['tag', 'email'],
  phones: ['tag', 'countryCode', 'phone'],
  addresses: ['tag', 'address'],
};

export function isItemList(name: string): name is ItemList {
  return Object.hasOwn(VALUE_OF, name);
}

/**
 * What becomes of `info` by a write: members that are not sent stay. Names and extended fields are joined member by
 * member, lists of items are replaced whole, and null takes the value away.
 *
 * @param mint - gives a new id
 */
export function mergeInfo(before: Properties, change: Properties, mint: () => string): Properties {
  const merged = new Map(Object.entries(before));
  for (const [name, value] of Object.entries(change)) {
    merged.set(name, mergeMember(name, before[name], value, mint));
  }
  return Object.fromEntries(merged);
}

function mergeMember(name: string, before: Json | undefined, value: Json, mint: () => string): Json {
  if (!isObject(value)) {
    return value;
  }
  if (isItemList(name)) {
    return { items: mergeItems(name, listAt(objectAt(before).items), listAt(value.items), mint) };
  }
  return name === 'labelKeys' ? value : mergePatch(objectAt(before), value);
}

/**
 * The items of a list that is replaced. An item that is there already keeps its id: it is the one that is named by id, or
 * the first with the same value. Without a mark in the list, the item that was primary stays so, else the first becomes it.
 */
function mergeItems(
  list: ItemList,
  before: readonly Json[],
  given: readonly Json[],
  mint: () => string,
): readonly Json[] {
  const left = before.filter((item) => isObject(item));
  const takeKnown = (item: Properties): Properties | undefined => {
    const byId = left.findIndex(({ id }) => id !== undefined && id === item.id);
    const byValue = left.findIndex((known) => sameValue(list, known, item));
    const at = byId < 0 ? byValue : byId;
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const items = given
    .filter((item) => isObject(item))
    .map((item) => ({ item, known: takeKnown(item) }))
    .map(({ item, known }) => ({
      item: { id: known?.id ?? mint(), tag: 'UNTAGGED', ...keep(list, item) },
      isMarked: item.primary === true,
      wasPrimary: known?.primary === true,
    }));
  const marked = items.findIndex(({ isMarked }) => isMarked);
  const former = items.findIndex(({ wasPrimary }) => wasPrimary);
  const primary = marked >= 0 ? marked : Math.max(former, 0);
  return items.map(({ item }, index) =>
    list !== 'addresses' && index === primary ? { ...item, primary: true } : item,
  );
}

function sameValue(list: ItemList, one: Properties, other: Properties): boolean {
  const member = VALUE_OF[list];
  return JSON.stringify(one[member]) === JSON.stringify(other[member]);
}

function keep(list: ItemList, item: Properties): Properties {
  const members = KEPT[list].flatMap((name): [string, Json][] => {
    const value = item[name];
    return value === undefined || value === null ? [] : [[name, value]];
  });
  return Object.fromEntries(members);
}
