/** How many processes a run may use with its engine. */
import type { EngineClaims, EngineLocation } from '../../engines';

/** What a run can use, and why it is less than was asked for. */
export interface PlannedProcesses {
  readonly parallel: number;
  /** Absent where it is what was asked for. */
  readonly reason?: string;
}

/** A daemon is one for all processes of a run, and says how many sessions it serves at once. */
function sessionsOf(engine: EngineLocation, { capabilities, concurrentSessions }: EngineClaims): number {
  if (!('url' in engine)) {
    return Number.POSITIVE_INFINITY;
  }
  return capabilities.includes('sessions') ? concurrentSessions : 1;
}

/** The processes of a run. */
export function processesFor(engine: EngineLocation, claims: EngineClaims, asked: number): PlannedProcesses {
  const most = sessionsOf(engine, claims);
  if (asked <= most) {
    return { parallel: asked };
  }
  const why = claims.capabilities.includes('sessions')
    ? `serves ${most} at once ("concurrentSessions" of its answer to "hello")`
    : 'does not claim the capability "sessions"';
  const what = most === 1 ? 'one process' : `${most} processes`;
  return {
    parallel: most,
    reason: `--parallel ${asked}: the run uses ${what}, because the engine "${engine.name}" ${why}.`,
  };
}
