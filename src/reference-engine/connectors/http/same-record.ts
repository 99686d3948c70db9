import type { DatatypeModel } from '../../planner/model';
import { ApiError } from './api-error';
import type { Envelope } from '../../planner/envelope';

/**
 * The record that was asked for. A system that merged two records may answer to the old id with the survivor, which must not
 * be taken for the old one.
 *
 * @throws ApiError (410) where another record was answered
 */
export function sameRecord(datatype: DatatypeModel, id: string, envelope: Envelope): Envelope {
  if (envelope.id === id) {
    return envelope;
  }
  const name = `${datatype.system.configuration.name} ${datatype.name}`;
  throw new ApiError(`${name} ${id} does not exist any more: ${envelope.id} was answered in its place.`, {
    status: 410,
  });
}
