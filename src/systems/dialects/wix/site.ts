/**
 * A site: its contacts, members, orders and products, and what couples members with contacts. Every member has a
 * contact on the same site, whose primary email is the member's login email.
 *
 * @see https://dev.wix.com/docs/rest/crm/members-contacts/members/members/create-member
 */
import type { DialectContext } from '../../core/dialect';
import { guidOf } from '../../core/guid';
import { createStore } from '../../core/store';
import type { DatatypeStore } from '../../core/store';
import type { Properties, SystemRecord } from '../../core/types';
import { PLACES, createCollection, holdingOf, listAt, objectAt, propertiesOf, textAt } from './collection';
import type { Collection } from './collection';
import { infoOf, primaryOf } from './contacts/contact';
import { VALUE_OF, mergeInfo } from './contacts/info';
import { isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

/** The datatypes of the mock, as documents name them. */
export const DATATYPES = ['Contacts', 'Members', 'Orders', 'Products'] as const;

export type WixDatatype = (typeof DATATYPES)[number];

export interface Site {
  readonly context: DialectContext;
  readonly contacts: Collection;
  readonly members: Collection;
  readonly orders: Collection;
  readonly products: Collection;
  /** The id of the contact that a contact was merged into. */
  readonly mergedInto: Map<string, string>;
  /** A new GUID for a part of a record. */
  readonly mint: () => string;
  /** The next number of a count: of orders, of products. */
  count(what: WixDatatype): number;
  /** Milliseconds since the epoch, in the resolution of the system. */
  now(): number;
  /** The member whose contact it is. */
  memberOf(contactId: string): SystemRecord | undefined;
}

/** @param key - unique among the sites; ids are made from it */
export function createSite(key: string, context: DialectContext): Site {
  const storeOf = datatypeStores(key, context);
  const members = createCollection(storeOf('Members'));
  const counts = new Map<WixDatatype, number>();
  let minted = 0;
  const resolution = context.abilities.timeResolution;
  return {
    context,
    members,
    contacts: createCollection(storeOf('Contacts')),
    orders: createCollection(storeOf('Orders')),
    products: createCollection(storeOf('Products')),
    mergedInto: new Map(),
    mint: () => guidOf(key, 'part', ++minted),
    count(what) {
      const next = (counts.get(what) ?? 0) + 1;
      counts.set(what, next);
      return next;
    },
    now: () => Math.floor(context.clock.now() / resolution) * resolution,
    memberOf: (contactId) => members.having(PLACES.contact, contactId)[0],
  };
}

/** Datatypes that the schema leaves out exist too: a member has a contact, even where the schema has no contacts. */
function datatypeStores(key: string, { store, schema, clock, abilities }: DialectContext) {
  return (datatype: WixDatatype): DatatypeStore => {
    const name = schemaName(Object.keys(schema), datatype);
    const own = createStore({
      datatypes: [datatype],
      clock,
      idOf: (sequence) => guidOf(key, datatype, sequence),
      timeResolution: abilities.timeResolution,
    });
    const records = (name === undefined ? undefined : store.datatype(name)) ?? own.datatype(datatype);
    if (records === undefined) {
      throw new Error(`The store has no datatype "${datatype}", although the schema names it.`);
    }
    return records;
  };
}

/** The datatype as the schema writes it: names are compared without case. */
export function schemaName(names: readonly string[], datatype: WixDatatype): string | undefined {
  return names.find((name) => name.toLowerCase() === datatype.toLowerCase());
}

/** Of a contact that Wix made with its member. */
export const MEMBERS_CONTACT = 'WIX_SITE_MEMBERS';

/** Where a contact comes from, as Wix names it (`source.sourceType`). */
export type SourceType = 'ADMIN' | 'OTHER' | typeof MEMBERS_CONTACT;

/** Adds a contact. */
export function addContact(
  site: Site,
  written: Properties,
  { by, sourceType }: { readonly by: string; readonly sourceType: SourceType },
): SystemRecord {
  const system = { createdAt: site.now(), sourceType };
  return site.contacts.create(propertiesOf({ written, system }), by);
}

/** Replaces what is written in a record; what Wix set itself stays. */
export function rewrite(
  collection: Collection,
  record: SystemRecord,
  written: Properties,
  by: string,
): SystemRecord {
  const { system } = holdingOf(record);
  return collection.change(record.id, propertiesOf({ written, system }), by);
}

/** Adds a member, and links it to the contact with its email address, or to a new one. */
export function addMember(site: Site, written: Properties, by: string): SystemRecord {
  const contactId = contactFor(site, written, by);
  const slug = slugOf(site, textAt(written.loginEmail));
  const system = { createdAt: site.now(), contactId, slug };
  return site.members.create(propertiesOf({ written, system }), by);
}

function contactFor(site: Site, written: Properties, by: string): string {
  const email = textAt(written.loginEmail);
  const asked = textAt(written.contactId);
  const known = [
    ...(asked === '' ? [] : [site.contacts.get(asked)]),
    ...contactsWith(site, 'emails', email),
  ].find((contact) => contact !== undefined && site.memberOf(contact.id) === undefined);
  if (known !== undefined) {
    return known.id;
  }
  const { firstName, lastName, phones } = objectAt(written.contact);
  const info = mergeInfo(
    {},
    {
      ...(firstName === undefined && lastName === undefined
        ? {}
        : { name: { first: firstName ?? null, last: lastName ?? null } }),
      emails: { items: email === '' ? [] : [{ email, primary: true }] },
      ...(listAt(phones).length === 0
        ? {}
        : { phones: { items: listAt(phones).map((phone) => ({ phone })) } }),
    },
    site.mint,
  );
  return addContact(site, { info }, { by, sourceType: MEMBERS_CONTACT }).id;
}

/** The part of the address before the `@`; Wix makes the nickname and the slug of a new member of it. */
export function localPart(email: string): string {
  return email.split('@')[0] ?? '';
}

function slugOf(site: Site, email: string): string {
  const plain = localPart(email)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return `${plain === '' ? 'member' : plain}-${site.count('Members')}`;
}

/**
 * Gives a member another login email. The contact's primary email follows, and with it the contact's revision and time;
 * a member that had the address already stays as it is.
 *
 * @param written - what else is written at once; default: nothing
 */
export function changeLoginEmail(
  site: Site,
  member: SystemRecord,
  email: string,
  by: string,
  written: Properties = holdingOf(member).written,
): SystemRecord {
  const before = textAt(holdingOf(member).written.loginEmail);
  if (before === email) {
    return member;
  }
  const contact = site.contacts.get(textAt(holdingOf(member).system.contactId));
  if (contact !== undefined) {
    replacePrimaryEmail(site, contact, email, by);
  }
  const { emails } = objectAt(written.contact);
  const moved = listAt(emails).map((each) => (each === before ? email : each));
  const details = Array.isArray(emails) ? { contact: { ...objectAt(written.contact), emails: moved } } : {};
  return rewrite(site.members, member, { ...written, ...details, loginEmail: email }, by);
}

function replacePrimaryEmail(site: Site, contact: SystemRecord, email: string, by: string): void {
  const { written } = holdingOf(contact);
  const info = objectAt(written.info);
  const items = listAt(objectAt(info.emails).items);
  const primary = primaryOf(info, 'emails');
  if (primary?.email === email) {
    return;
  }
  const others = items.filter((item) => isObject(item) && item !== primary && item.email !== email);
  const held = items.find((item): item is Properties => isObject(item) && item.email === email);
  const fresh = held ?? { ...primary, email };
  const at = primary === undefined ? 0 : items.indexOf(primary);
  const replaced: readonly Json[] = others.toSpliced(Math.max(at, 0), 0, { ...fresh, email, primary: true });
  const changed = mergeInfo(info, { emails: { items: replaced } }, site.mint);
  rewrite(site.contacts, contact, { ...written, info: changed }, by);
}

/** The contacts whose primary email or phone it is, letter for letter; none for an empty one. */
export function contactsWith(site: Site, list: 'emails' | 'phones', value: string): readonly SystemRecord[] {
  const member = VALUE_OF[list];
  const holders = value === '' ? [] : site.contacts.having(PLACES[list], value);
  return holders.filter((contact) => primaryOf(infoOf(contact), list)?.[member] === value);
}

/** Whether another member logs in with the address. */
export function isLoginTaken(site: Site, email: string, except?: string): boolean {
  return site.members.having(PLACES.login, email).some(({ id }) => id !== except);
}
