/** Faults that generated scenarios order, in the words of the documents. */
import type { NamedRecord } from './scenario-state';
import type { Testbed } from './testbed';

/** From now on the system refuses every write that holds what the property of the record was given. */
export function refuse(testbed: Testbed, system: string, record: NamedRecord, path: string): void {
  const value = record.values.get(path)?.value;
  if (value === undefined) {
    throw new Error(`The ${record.datatype} "${record.name}" has no ${path} that ${system} could refuse.`);
  }
  const on = { system, holding: String(value) };
  testbed.orderRule({ fault: { kind: 'refusal', status: 422 }, on, times: 'always' });
}

/**
 * From now on reads and listings show the record without the property. Not where the system speaks its native API: what is
 * empty is left out of those answers anyway, so nobody could distinguish the two.
 */
export function omit(testbed: Testbed, { system, datatype, id }: NamedRecord, property: string): void {
  if (!testbed.isNative(system)) {
    const on = { system, datatype, id };
    testbed.orderRule({ fault: { kind: 'omitted-property', property }, on, times: 'always' });
  }
}
