/** How many processes a run may use with its engine. */
import { isOutside, type EngineClaims } from '../../engines';
import type { TestConditions } from '../../testbed';
import { isProxy } from './transport';

/** What a run can use, and why it is less than was asked for. */
export interface PlannedProcesses {
  readonly parallel: number;
  /** Absent where it is what was asked for. */
  readonly reason?: string;
}

interface Limit {
  readonly most: number;
  /** Behind the engine's name. */
  readonly why: string;
}

/** What limits the processes; a daemon is one for all of them. */
function limitOf(
  { engine, transport }: Pick<TestConditions, 'engine' | 'transport'>,
  { capabilities, concurrentSessions }: EngineClaims,
): Limit | undefined {
  if (!isOutside(engine)) {
    return undefined;
  }
  if (engine.fleet !== undefined) {
    return { most: 1, why: 'is set to a fleet, whose systems have one address each' };
  }
  if (!('url' in engine)) {
    return undefined;
  }
  if (engine.lifecycle?.kill !== undefined) {
    return { most: 1, why: 'is killed by a command, which would end the sessions of other processes' };
  }
  if (isProxy(transport)) {
    return { most: 1, why: 'is a daemon, which uses one proxy, and each process has its own' };
  }
  return capabilities.includes('sessions')
    ? { most: concurrentSessions, why: `serves so many ("concurrentSessions" of its answer to "hello")` }
    : { most: 1, why: 'does not claim the capability "sessions"' };
}

/** The processes of a run. */
export function processesFor(
  conditions: Pick<TestConditions, 'engine' | 'transport'>,
  claims: EngineClaims,
  asked: number,
): PlannedProcesses {
  const limit = limitOf(conditions, claims);
  if (limit === undefined || asked <= limit.most) {
    return { parallel: asked };
  }
  const { most, why } = limit;
  const what = most === 1 ? 'one process' : `${most} processes`;
  return {
    parallel: most,
    reason: `--parallel ${asked}: the run uses ${what}, because the engine "${conditions.engine.name}" ${why}.`,
  };
}
