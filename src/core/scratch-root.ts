/** Where a run keeps what it throws away afterwards. */
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';

/** Memory that looks like a directory, on systems that have it. */
const MEMORY = '/dev/shm';

/** The directory for temporary directories: in memory where the system offers that, else the system's own. */
export function scratchRoot(): string {
  try {
    accessSync(MEMORY, constants.W_OK);
    return MEMORY;
  } catch {
    return tmpdir();
  }
}
