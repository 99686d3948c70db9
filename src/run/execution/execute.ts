/** Executes features with cucumber, in one process or in several: what comes of it is the same. */
import { runAlone } from './alone';
import type { ExecuteOptions, Execution } from './types';
import { runWithWorkers } from './with-workers';

export type { ExecuteOptions, Execution } from './types';

/**
 * Executes the features; never throws for what scenarios do.
 *
 * @throws UsageError where the tags are not a tag expression.
 */
export function execute(options: ExecuteOptions): Promise<Execution> {
  return options.parallel > 1 ? runWithWorkers(options) : runAlone(options);
}
