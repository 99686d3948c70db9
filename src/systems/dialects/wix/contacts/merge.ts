/** Merging contacts: what the target takes over from a source. */
import { isEmpty } from '../../../core/json';
import type { Properties } from '../../../core/types';
import { listAt, objectAt } from '../collection';
import { omit } from '../present';
import { ITEM_LISTS, VALUE_OF, mergeInfo } from './info';
import type { ItemList } from './info';
import { isObject } from '../../../../core/json';
import type { Json } from '../../../../core/json';

/**
 * The target's `info` with what a source adds: nothing of the target is overwritten, lists grow by what they lack.
 *
 * @see https://dev.wix.com/docs/rest/api-reference/contacts/contacts/contact-v4/merge-contacts
 */
export function combineInfo(target: Properties, source: Properties, mint: () => string): Properties {
  const lists = Object.fromEntries(
    ITEM_LISTS.map((list): [string, Json] => [list, { items: joinItems(list, target, source) }]).filter(
      ([name]) => objectAt(source[name]).items !== undefined,
    ),
  );
  const labels = [target, source].flatMap((info) => listAt(objectAt(info.labelKeys).items));
  const joined = fillIn(target, omit(source, [...ITEM_LISTS, 'labelKeys']));
  return mergeInfo(
    joined,
    { ...lists, ...(labels.length === 0 ? {} : { labelKeys: { items: [...new Set(labels)] } }) },
    mint,
  );
}

function joinItems(list: ItemList, target: Properties, source: Properties): readonly Json[] {
  const member = VALUE_OF[list];
  const own = listAt(objectAt(target[list]).items);
  const known = new Set(own.map((item) => JSON.stringify(objectAt(item)[member])));
  const added = listAt(objectAt(source[list]).items)
    .filter((item) => isObject(item))
    .filter((item) => !known.has(JSON.stringify(item[member])))
    .map((item) => omit(item, ['id', 'primary']));
  return [...own, ...added];
}

function fillIn(target: Properties, source: Properties): Properties {
  const joined = new Map(Object.entries(target));
  for (const [name, value] of Object.entries(source)) {
    const present = joined.get(name);
    if (isObject(present) && isObject(value)) {
      joined.set(name, fillIn(present, value));
    } else if (isEmpty(present)) {
      joined.set(name, value);
    }
  }
  return Object.fromEntries(joined);
}
