import { ApiError } from './api-error';
import type { Envelope } from '../../planner/envelope';

/**
 * The record after its creation, where the answer to that does not show it.
 *
 * @throws ApiError that says that the record is nevertheless there
 */
export async function readBack(read: () => Promise<Envelope>): Promise<Envelope> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    throw new ApiError(`A record was created, and could not be read: ${error.message}`, { created: true });
  }
}
