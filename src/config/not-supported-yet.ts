/** Keys that the config's schema knows and this version does not act on yet: they are reported, never silently ignored. */
import type { Config } from './types';

/** The keys of that kind that the config sets, in the order of the docs. */
export function unsupportedKeys({ policies }: Config): string[] {
  return [
    ...(policies.fullSync ? [] : ['policies.fullSync']),
    ...(policies.clear === 'spread' ? [] : ['policies.clear']),
    ...(policies.deletes === 'keep' ? [] : ['policies.deletes']),
  ];
}
