/**
 * A contact's `info` between the documents' words and Wix's: a document writes `info.emails` and means the addresses; Wix has
 * `info.emails.items`, each with an id, a tag and a mark for the primary one
 * (https://dev.wix.com/docs/rest/crm/members-contacts/contacts/contacts/contact-v4/update-contact).
 */
import { agrees, isEmpty, memberOf } from '../../planner/json';
import { overlay } from '../../planner/patch';
import { isList, isObject, type Json, type JsonObject } from '../../../core/json';

/** Lists of items of which the documents mean one member. */
const VALUE_MEMBERS: Readonly<Record<string, string>> = {
  emails: 'email',
  phones: 'phone',
  addresses: 'address',
};

/** Lists of which one item is marked as the primary one. */
const MARKED: ReadonlySet<string> = new Set(['emails', 'phones']);

/** What an item holds that Wix works out itself from its value. */
const DERIVED: readonly string[] = ['e164Phone', 'formattedPhone'];

function itemsOf(wrapped: Json | undefined): readonly Json[] {
  const items = isObject(wrapped) ? memberOf(wrapped, 'items') : undefined;
  return isList(items) ? items : [];
}

function memberName(list: string): string | undefined {
  return Object.hasOwn(VALUE_MEMBERS, list) ? VALUE_MEMBERS[list] : undefined;
}

/** `info` in the documents' words: the lists of items are lists of what they mean, everything else is as it is. */
export function infoInWords(info: JsonObject): JsonObject {
  const words = Object.entries(info).map(([name, value]): readonly [string, Json] => {
    const member = memberName(name);
    if (member === undefined) {
      return [name, value];
    }
    const items = itemsOf(value);
    return [name, items.map((item) => (isObject(item) ? (memberOf(item, member) ?? null) : item))];
  });
  return Object.fromEntries(words);
}

/** An item with another value, as it is written. */
function itemWith(item: JsonObject, member: string, value: Json): JsonObject {
  return Object.fromEntries(
    Object.entries({ ...item, [member]: value }).filter(([name]) => !DERIVED.includes(name)),
  );
}

/** For each value the item that it stays in: the one at its place, else another one that holds it; null where there is none. */
function itemsThatStay(
  items: readonly JsonObject[],
  values: readonly Json[],
  member: string,
): (number | null)[] {
  const left = new Set(items.keys());
  const take = (value: Json, candidates: Iterable<number>): number | null => {
    for (const index of candidates) {
      if (!left.has(index) || !agrees(items[index]?.[member], value)) {
        continue;
      }
      left.delete(index);
      return index;
    }
    return null;
  };
  const atPlace = values.map((value, index) => take(value, [index]));
  const anywhere = values.map((value, index) => atPlace[index] ?? take(value, items.keys()));
  // What has no item yet takes over the one at its place: one element was edited (D26).
  return anywhere.map((found, index) => found ?? (left.delete(index) ? index : null));
}

/**
 * The items of a list that is to hold these values. Items whose values stay keep id, tag and mark; so does the one whose
 * value is replaced by another at its place.
 */
function itemsFor(before: readonly Json[], values: readonly Json[], member: string): readonly JsonObject[] {
  const items = before.filter((item): item is JsonObject => isObject(item));
  const filled = values.filter((value) => !isEmpty(value));
  const sources = itemsThatStay(items, filled, member);
  return filled.map((value, index) => {
    const source = sources[index] ?? null;
    return itemWith(source === null ? { tag: 'UNTAGGED' } : (items[source] ?? {}), member, value);
  });
}

/** The first is the primary one where none was left that is. */
function withPrimary(items: readonly JsonObject[]): readonly JsonObject[] {
  return items.some(({ primary }) => primary === true)
    ? items
    : items.map((item, index) => (index === 0 ? { ...item, primary: true } : item));
}

function listOf(value: Json): readonly Json[] {
  if (isList(value)) {
    return value;
  }
  return isEmpty(value) ? [] : [value];
}

function wireMember(name: string, before: Json | undefined, value: Json): Json {
  const member = memberName(name);
  if (member === undefined) {
    return isObject(value) && isObject(before) ? overlay(before, value) : value;
  }
  const items = itemsFor(itemsOf(before), listOf(value), member);
  return { items: MARKED.has(name) ? withPrimary(items) : items };
}

/**
 * What a change of `info` is on the wire: only the members that change, and each of them whole, so that it does not matter
 * whether Wix joins or replaces what is nested.
 *
 * @param before - the contact's `info` as Wix holds it
 * @param change - a merge patch in the documents' words
 */
export function infoOnWire(before: JsonObject, change: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(change).map(([name, value]) => [name, wireMember(name, memberOf(before, name), value)]),
  );
}
