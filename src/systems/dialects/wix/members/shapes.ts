/** The bodies of the Members API, as the types of Wix's SDK package `@wix/members` state them. */
import { bodyShape, SHAPES } from '../body';

const { text, email, list, object, whole, oneOf, anything } = SHAPES;

const CONTACT_LIST_LENGTH = 50;

const CONTACT = object({
  firstName: text(1000),
  lastName: text(1000),
  phones: list({ type: 'string', maxLength: 50 }, CONTACT_LIST_LENGTH),
  emails: list(email, CONTACT_LIST_LENGTH),
  addresses: list(whole({}), CONTACT_LIST_LENGTH),
  birthdate: text(100),
  company: text(1000),
  jobTitle: text(1000),
  customFields: object({}),
});

const PROFILE = object({ nickname: text(1000), title: text(1000), photo: object({}), cover: object({}) });

const DETAILS = { contact: CONTACT, profile: PROFILE, privacyStatus: oneOf('UNKNOWN', 'PRIVATE', 'PUBLIC') };

export const CREATE_MEMBER = bodyShape({ member: whole({ loginEmail: email, ...DETAILS }, ['loginEmail']) }, [
  'member',
]);

export const UPDATE_MEMBER = bodyShape(
  { member: whole({ ...DETAILS, loginEmail: { ...email, type: ['string', 'null'] } }) },
  ['member'],
);

export const CHANGE_LOGIN_EMAIL = bodyShape({ newEmail: email, id: text(100) }, ['newEmail']);

export const QUERY_MEMBERS = bodyShape(
  {
    query: object({ filter: anything, sorting: anything, paging: object({}) }),
    fieldsets: list({ type: 'string' }, 10),
  },
  [],
);
