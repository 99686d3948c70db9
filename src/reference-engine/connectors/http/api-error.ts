import type { Json } from '../../../core/json';
import type { Envelope } from '../../planner/envelope';

/** What is known of a failed call beside its message. */
export interface Failure {
  /** Absent where there was no answer at all. */
  readonly status?: number;
  /** The system says in its own words that this request will never do, whatever the status is. */
  readonly refused?: boolean;
  /** The system asks to wait longer than a sync does: nothing is wrong, and a later sync continues. */
  readonly postponed?: boolean;
  /** A record was created, but not read. */
  readonly created?: boolean;
}

/** The request itself is wrong, so the same one will be wrong again (RFC 9110, section 15.5; 428: RFC 6585). */
const REFUSING: ReadonlySet<number> = new Set([400, 403, 409, 413, 415, 422, 428]);

/** A call that did not succeed. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly status: number | undefined;
  readonly postponed: boolean;
  private readonly said: boolean;
  private readonly created: boolean;

  /** @param body - what the system answered */
  constructor(
    message: string,
    { status, refused = false, postponed = false, created = false }: Failure = {},
    readonly body?: Json,
  ) {
    super(message);
    this.status = status;
    this.postponed = postponed;
    this.said = refused;
    this.created = created;
  }

  /** The same request would be refused again. */
  get refused(): boolean {
    return this.said || REFUSING.has(this.status ?? 0);
  }

  /** The record does not exist any more. */
  get gone(): boolean {
    return this.status === 404 || this.status === 410;
  }

  /** The system may nevertheless have done what it was asked for. */
  get outcomeUnknown(): boolean {
    if (this.created) {
      return true;
    }
    return !this.refused && !this.postponed && (this.status === undefined || this.status >= 500);
  }
}

/** Somebody else changed the record first; nothing was written. */
export class VersionConflict extends ApiError {
  override readonly name = 'VersionConflict';

  /** @param envelope - the record as it is now, where it was read already */
  constructor(
    message: string,
    status: number,
    readonly envelope?: Envelope,
  ) {
    super(message, { status });
  }
}
