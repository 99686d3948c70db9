/** Plans with some of their writes taken out: what is not written, the engine never learns that it is missing. */
import {
  writtenInto,
  type Update,
  type Write,
  type WriteOperation,
  type WritePlan,
} from '../planner/operations';
import { mergePatch } from '../planner/patch';
import type { EngineState } from '../planner/state';

type IsWithheld = (write: Write, operation: WriteOperation, state: EngineState) => boolean;

function shortened(update: Update, writes: readonly Write[], state: EngineState): readonly Update[] {
  const record = state.records[update.record];
  if (record === undefined || writes.length === update.writes.length) {
    return [update];
  }
  const properties = writtenInto(record.properties, writes, update.datatype);
  const body = mergePatch(record.properties, properties);
  return Object.keys(body).length === 0 ? [] : [{ ...update, writes, properties, body }];
}

/** The plan whose updates lack the writes that are withheld; an update with nothing left is gone. */
export function withoutWrites(planned: WritePlan, isWithheld: IsWithheld): WritePlan {
  const { state } = planned;
  return {
    ...planned,
    operations: planned.operations.flatMap((operation): readonly WriteOperation[] => {
      const kept = operation.writes.filter((write) => !isWithheld(write, operation, state));
      return operation.kind === 'update' ? shortened(operation, kept, state) : [operation];
    }),
  };
}
