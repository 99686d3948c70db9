/** People and companies: contacts and members as Wix has them, accounts as Exact Online has them, customers and users. */
import type { Faker } from '@faker-js/faker';
import type { RecordFactory } from './types';
import type { PropertySchema } from '../../model';

const text: PropertySchema = { type: 'string' };
const texts: PropertySchema = { type: 'string', list: true };
const truth: PropertySchema = { type: 'boolean' };
const required: PropertySchema = { type: 'string', required: true, clearable: false };

interface Person {
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly phone: string;
}

/** The number stands in the last name and the address, so that no two people are taken for one. */
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
export const contact: RecordFactory = {
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
    'info.name.first': text,
    'info.name.last': text,
    'info.emails': texts,
    'info.phones': texts,
    'info.company': text,
    'info.jobTitle': text,
  },
};

/** A member of a Wix site. */
export const member: RecordFactory = {
  make(faker, n) {
    const { first, last, email, phone } = person(faker, n);
    return {
      loginEmail: email,
      contact: { firstName: first, lastName: last, phones: [phone] },
      profile: { nickname: `${first.toLowerCase()}-${n}` },
    };
  },
  facts: {
    loginEmail: required,
    'contact.firstName': text,
    'contact.lastName': text,
    'contact.phones': texts,
    'profile.nickname': text,
  },
};

/** An account of Exact Online: a customer of the administration. The system gives the code. */
export const account: RecordFactory = {
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
    Name: required,
    Email: text,
    Phone: text,
    AddressLine1: text,
    Postcode: text,
    City: text,
    Country: text,
    Status: text,
    VATNumber: text,
  },
};

/** A customer as plain systems have one. */
export const customer: RecordFactory = {
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
    name: required,
    email: text,
    phone: text,
    company: text,
    'address.street': text,
    'address.postalCode': text,
    'address.city': text,
    'address.country.code': text,
  },
};

/** Someone who works in a system. */
export const user: RecordFactory = {
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
  facts: { firstName: text, lastName: text, email: required, role: text, active: truth },
};
