/** People and companies: contacts and members as Wix has them, accounts as Exact Online has them, customers and users. */
import type { Faker } from '@faker-js/faker';
import type { RecordFactory } from './types';
import type { PropertySchema } from '../../model';

const TEXT: PropertySchema = { type: 'string' };
const TEXTS: PropertySchema = { type: 'string', list: true };
const TRUTH: PropertySchema = { type: 'boolean' };
const REQUIRED: PropertySchema = { type: 'string', required: true, clearable: false };

interface Person {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly phone: string;
}

/** The number is in the last name and the address, so that no two people are taken for one. */
function person(faker: Faker, n: number): Person {
  const first = faker.person.firstName();
  const name = faker.person.lastName();
  const local = `${first}.${name}`.toLowerCase().replace(/[^a-z.]/g, '');
  return {
    first,
    last: `${name} ${n}`,
    email: `${local}.${n}@example.com`,
    phone: `+47 ${String(40_000_000 + n)}`,
  };
}

function company(faker: Faker, n: number): string {
  return `${faker.company.name()} ${n}`;
}

/** A contact of Wix; every third one has a second address and no phone. */
export const CONTACT: RecordFactory = {
  make(faker, n) {
    const { first, last, email, phone } = person(faker, n);
    const several = n % 3 === 0;
    return {
      info: {
        name: { first, last },
        emails: several ? [email, `office.${n}@example.com`] : [email],
        phones: several ? [] : [phone],
        company: company(faker, n),
        jobTitle: faker.person.jobTitle(),
      },
    };
  },
  facts: {
    'info.name.first': TEXT,
    'info.name.last': TEXT,
    'info.emails': TEXTS,
    'info.phones': TEXTS,
    'info.company': TEXT,
    'info.jobTitle': TEXT,
  },
};

/** A member of a Wix site. */
export const MEMBER: RecordFactory = {
  make(faker, n) {
    const { first, last, email, phone } = person(faker, n);
    return {
      loginEmail: email,
      contact: { firstName: first, lastName: last, phones: [phone] },
      profile: { nickname: `${first.toLowerCase()}-${n}` },
    };
  },
  facts: {
    loginEmail: REQUIRED,
    'contact.firstName': TEXT,
    'contact.lastName': TEXT,
    'contact.phones': TEXTS,
    'profile.nickname': TEXT,
  },
};

/** An account of Exact Online: a customer of the administration. The system gives the code. */
export const ACCOUNT: RecordFactory = {
  make(faker, n) {
    const { email, phone } = person(faker, n);
    return {
      Name: company(faker, n),
      Email: email,
      Phone: phone,
      AddressLine1: faker.location.streetAddress(),
      Postcode: faker.string.numeric(4),
      City: faker.location.city(),
      Country: faker.helpers.arrayElement(['NL', 'BE', 'NO']),
      Status: 'C',
      VATNumber: `NO${String(900_000_000 + n)}`,
    };
  },
  facts: {
    Name: REQUIRED,
    Email: TEXT,
    Phone: TEXT,
    AddressLine1: TEXT,
    Postcode: TEXT,
    City: TEXT,
    Country: TEXT,
    Status: TEXT,
    VATNumber: TEXT,
  },
};

/** A customer as plain systems have one. */
export const CUSTOMER: RecordFactory = {
  make(faker, n) {
    const { first, last, email, phone } = person(faker, n);
    return {
      name: `${first} ${last}`,
      email,
      phone,
      company: company(faker, n),
      address: {
        street: faker.location.streetAddress(),
        postalCode: faker.string.numeric(4),
        city: faker.location.city(),
        country: { code: faker.helpers.arrayElement(['NO', 'SE', 'DK']) },
      },
    };
  },
  facts: {
    name: REQUIRED,
    email: TEXT,
    phone: TEXT,
    company: TEXT,
    'address.street': TEXT,
    'address.postalCode': TEXT,
    'address.city': TEXT,
    'address.country.code': TEXT,
  },
};

/** Someone who works in a system. */
export const USER: RecordFactory = {
  make(faker, n) {
    const { first, last, email } = person(faker, n);
    return {
      firstName: first,
      lastName: last,
      email,
      role: faker.helpers.arrayElement(['sales', 'support', 'administrator']),
      active: n % 5 !== 0,
    };
  },
  facts: { firstName: TEXT, lastName: TEXT, email: REQUIRED, role: TEXT, active: TRUTH },
};
