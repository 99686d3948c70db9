/** What faults in the world of a system could hit. */
import type { DatatypeStore } from '../core/store';
import type { Trigger } from './types';

/** The records that could be touched: the one that is named, else all that the call is not about. */
export function touched(
  { id }: { readonly id?: string },
  records: DatatypeStore | undefined,
  trigger: Trigger,
): ReturnType<DatatypeStore['all']> {
  return (records?.all() ?? []).filter((record) =>
    id === undefined ? record.id !== trigger.id : record.id === id,
  );
}

/** The pairs that could be merged: the named ones, else the record of the call into any other. */
export function merged(
  fault: { readonly id?: string; readonly into?: string },
  records: DatatypeStore | undefined,
  trigger: Trigger,
): readonly { readonly id: string; readonly into: string }[] {
  const ids = (records?.all() ?? []).map(({ id }) => id);
  const losers = ids.filter((id) => id === (fault.id ?? trigger.id ?? ids[0]));
  return losers.flatMap((id) =>
    ids
      .filter((into) => into !== id && (fault.into === undefined || into === fault.into))
      .map((into) => ({ id, into })),
  );
}
