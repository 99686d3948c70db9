/** The bodies of the Contacts API: limits as the types of Wix's SDK package `@wix/contacts` state them. */
import { bodyShape, SHAPES } from '../body';

const { text, list, object, whole, boolean, oneOf, anything } = SHAPES;

function itemText(maximum: number): object {
  return { type: 'string', minLength: 1, maxLength: maximum };
}

const EMAIL = whole(
  {
    id: text(100),
    tag: oneOf('UNTAGGED', 'MAIN', 'HOME', 'WORK'),
    email: itemText(320),
    primary: boolean,
  },
  ['email'],
);

const PHONE = whole(
  {
    id: text(100),
    tag: oneOf('UNTAGGED', 'MAIN', 'HOME', 'MOBILE', 'WORK', 'FAX'),
    countryCode: text(2),
    phone: itemText(50),
    primary: boolean,
  },
  ['phone'],
);

const ADDRESS = whole(
  {
    id: text(100),
    tag: oneOf('UNTAGGED', 'HOME', 'WORK', 'BILLING', 'SHIPPING'),
    address: whole({
      streetAddress: object({ number: text(1000), name: text(1000) }),
      addressLine: text(1000),
      addressLine1: text(1000),
      addressLine2: text(1000),
      city: text(1000),
      subdivision: text(1000),
      country: text(1000),
      postalCode: text(100),
    }),
  },
  ['address'],
);

function items(item: object, maximum: number): object {
  return object({ items: list(item, maximum) });
}

const INFO = whole({
  name: object({ first: text(1000), last: text(1000) }),
  emails: items(EMAIL, 50),
  phones: items(PHONE, 50),
  addresses: items(ADDRESS, 50),
  company: text(1000),
  jobTitle: text(1000),
  birthdate: { type: ['string', 'null'], pattern: '^(?:\\d{4}-\\d{2}-\\d{2})?$' },
  locale: text(100),
  labelKeys: items({ type: 'string' }, 2000),
  extendedFields: object({ items: object({}) }),
  picture: object({}),
});

const REVISION = { type: ['number', 'string'] };

export const CREATE_CONTACT = bodyShape({ info: INFO, allowDuplicates: boolean }, ['info']);

export const UPDATE_CONTACT = bodyShape({ revision: REVISION, info: INFO, allowDuplicates: boolean }, [
  'revision',
  'info',
]);

export const QUERY_CONTACTS = bodyShape(
  {
    query: object({
      filter: anything,
      sort: anything,
      paging: object({}),
      fields: list({ type: 'string' }, 100),
      fieldsets: list({ type: 'string' }, 10),
    }),
  },
  [],
);

export const LABELS = bodyShape(
  { labelKeys: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 100 } },
  ['labelKeys'],
);

const MERGE = {
  targetContactRevision: REVISION,
  sourceContactIds: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 5 },
};

export const MERGE_CONTACTS = bodyShape(MERGE, ['targetContactRevision', 'sourceContactIds']);

/** Without the revision, too: Wix's own client has no parameter for it in a preview. */
export const PREVIEW_MERGE = bodyShape(MERGE, ['sourceContactIds']);
