/**
 * Members v1: how a member looks.
 *
 * @see https://dev.wix.com/docs/rest/crm/members-contacts/members/members/introduction
 */
import type { Properties, SystemRecord } from '../../../core/types';
import { createdAt, holdingOf, objectAt, textAt } from '../collection';
import { createPresentation, isoTime, pick, withoutBlanks } from '../present';

/** `PUBLIC` is the default; it shows no login email, and every status as unknown. */
export const FIELDSETS: readonly string[] = ['PUBLIC', 'EXTENDED', 'FULL'];

const STATUSES = ['status', 'privacyStatus', 'activityStatus'];

const PUBLIC_FIELDS = ['id', 'contactId', 'createdDate', 'updatedDate', 'profile', ...STATUSES];

/** The member as Wix gives it, with all its fields. */
export function memberView(record: SystemRecord): Properties {
  const { written, system } = holdingOf(record);
  const { loginEmail = null, contact, profile, privacyStatus, ...more } = written;
  const email = textAt(loginEmail);
  return {
    ...withoutBlanks({
      status: 'APPROVED',
      activityStatus: 'ACTIVE',
      ...withoutBlanks(more),
      id: record.id,
      loginEmail,
      loginEmailVerified: false,
      contactId: system.contactId ?? null,
      privacyStatus: privacyStatus ?? 'PUBLIC',
      createdDate: isoTime(createdAt(record)),
      updatedDate: isoTime(record.modifiedAt),
    }),
    contact: {
      contactId: system.contactId ?? null,
      emails: email === '' ? [] : [email],
      phones: [],
      addresses: [],
      customFields: {},
      ...withoutBlanks(objectAt(contact)),
    },
    profile: {
      nickname: nicknameOf(email),
      slug: system.slug ?? null,
      ...withoutBlanks(objectAt(profile)),
    },
  };
}

function nicknameOf(email: string): string {
  return email.split('@')[0] ?? '';
}

/** The text of a member, in one of the field sets. */
export const MEMBER_TEXTS = createPresentation((record, form) => {
  const view = memberView(record);
  if (form === 'FULL') {
    return view;
  }
  const shown = pick(view, PUBLIC_FIELDS);
  const hidden = Object.fromEntries(STATUSES.map((status) => [status, 'UNKNOWN']));
  return form === 'EXTENDED' ? shown : { ...shown, ...hidden };
});
