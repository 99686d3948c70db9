/** What the tests of faults share: a system with a fault injector, and a client that reports how calls end. */
import { createFaultInjector } from '..';
import type { FaultInjector, FaultPlan, FaultRule, SystemOptions } from '..';
import { createClock } from '../core/clock';
import { START, clientOf, setUp } from '../testing';
import type { Client, Setup } from '../testing';

/** Every ability of the plain REST dialect. */
export const ALL_ABILITIES = {
  idempotencyKey: true,
  search: true,
  externalReference: true,
  versions: true,
  webhooks: true,
  deltaCursor: true,
  timeResolution: 1,
} as const;

export interface FaultySetup extends Setup {
  readonly injector: FaultInjector;
  readonly call: Client;
  /** The ids of the records that a listing shows, page by page. */
  ids(path?: string): Promise<readonly (readonly string[])[]>;
}

/** A system under a plan, called directly. */
export function setUpFaulty(
  faults: readonly FaultRule[] = [],
  options: Partial<SystemOptions> & { readonly seed?: number } = {},
): FaultySetup {
  const { seed, ...rest } = options;
  const plan: FaultPlan = { faults, ...(seed === undefined ? {} : { seed }) };
  const clock = createClock(START);
  const injector = createFaultInjector({ plan, clock });
  const made = setUp({ clock, faults: injector, abilities: ALL_ABILITIES, ...rest });
  const call = clientOf(made.system);
  return {
    ...made,
    clock,
    injector,
    call,
    async ids(path = '/Contacts') {
      const pages: (readonly string[])[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const joint = path.includes('?') ? '&' : '?';
        const { body } = await call('GET', cursor === '' ? path : `${path}${joint}cursor=${cursor}`);
        pages.push(body.items.map(({ id }) => id));
        cursor = body.next;
      }
      return pages;
    },
  };
}

/** How a call ended: its status, or why the connection broke. */
export async function endOf(call: Promise<{ readonly status: number }>): Promise<number | string> {
  try {
    return (await call).status;
  } catch (error) {
    return (error as { readonly code?: string }).code ?? (error as Error).message;
  }
}

/** The faults that the record of calls names, in order; empty where none fired on a call. */
export function faultsOf({ calls }: Pick<Setup, 'calls'>): readonly string[] {
  return calls.calls.map(({ fault = '' }) => fault);
}
