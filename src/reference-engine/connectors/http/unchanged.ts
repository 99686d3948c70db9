/** Writing to an API that knows no versions. */
import { agrees } from '../../planner/json';
import type { DatatypeModel } from '../../planner/model';
import { readPath } from '../../planner/paths';
import { VersionConflict } from './api-error';
import { sameRecord } from './same-record';
import type { KnownRecord } from '../connector';
import type { Envelope } from '../../planner/envelope';

/**
 * Reads a record right before it is written, which is as good as an API without versions allows: an edit in the moment
 * between this read and the write is overwritten.
 *
 * @returns the record as it is now
 * @throws ApiError (410) where another record is answered
 * @throws VersionConflict where a property that the engine synchronizes is no longer as it is known
 */
export async function ensureUnchanged(
  datatype: DatatypeModel,
  known: KnownRecord,
  read: () => Promise<Envelope>,
): Promise<Envelope> {
  const envelope = sameRecord(datatype, known.id, await read());
  const differs = datatype.mapped.find((path) => {
    const shown = readPath(envelope.properties, path);
    if (shown === undefined && envelope.complete !== true) {
      return false;
    }
    return !agrees(shown, readPath(known.properties, path));
  });
  if (differs === undefined) {
    return envelope;
  }
  const name = `${datatype.system.configuration.name} ${datatype.name} ${known.id}`;
  throw new VersionConflict(`${name} has another ${differs} than before.`, 409, envelope);
}
