/** The system that the bench measures. */
import { createCallLog, createClock, createSystem } from '../src/systems';
import type { CallLog, MockedSystem, SystemOptions } from '../src/systems';

/** How many records a system of realistic size holds. */
export const RECORDS = 100_000;

export const TOKEN = 'token-of-the-bench';

const SCHEMA = {
  Contacts: {
    properties: {
      name: { type: 'string' },
      email: { type: 'string' },
      'address.city': { type: 'string' },
    },
  },
} as const;

/** A system, and one step of its clock. */
export interface SteppedSystem {
  readonly system: MockedSystem;
  readonly advance: () => void;
}

/** A call log that forgets: the bench measures the systems, not how long it ran. */
function forgetful(): CallLog {
  return { ...createCallLog(), add: (call) => ({ number: 1, ...call }) };
}

/** A system with this number of records, ten to each millisecond. */
export function systemWith(records: number, options: Partial<SystemOptions> = {}): SteppedSystem {
  const clock = createClock(Date.UTC(2024, 0, 1));
  const base = { id: 'crm', name: 'CRM', baseUrl: 'https://crm.test', token: TOKEN, schema: SCHEMA };
  const system = createSystem({ ...base, clock, calls: forgetful(), ...options });
  for (let number = 0; number < records; number += 1) {
    system.create('Contacts', propertiesOf(number));
    if (number % 10 === 9) {
      clock.advance(1);
    }
  }
  return { system, advance: () => clock.advance(1) };
}

/** A person, distinguished from all others by the number. */
export function propertiesOf(number: number): Record<string, string | { city: string }> {
  return {
    name: `Person ${number}`,
    email: `person.${number}@example.com`,
    address: { city: `City ${number % 100}` },
  };
}
