/** Where the Wix APIs say how many records there are. */
import { memberOf } from '../../planner/json';
import { objectIn, type Reply } from '../http/api-client';
import { isObject } from '../../../core/json';

/**
 * Whether there are records behind a page: by the total, where the answer has one that could be counted, else where the
 * page is full.
 */
export function moreIn(reply: Reply, member: string, offset: number, count: number, limit: number): boolean {
  const metadata = memberOf(objectIn(reply, `{${member}}`), member);
  const total = isObject(metadata) && metadata.tooManyToCount !== true ? metadata.total : undefined;
  return typeof total === 'number' ? offset + count < total : count >= limit;
}
