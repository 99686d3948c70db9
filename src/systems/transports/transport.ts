import { join } from 'node:path';
import type { MockedSystem } from '../core/types';
import { createAliases } from './other-hosts';
import type { Router } from './router';

/**
 * Prepares a thread that an engine runs in: no call of it leaves this machine. The path of a module that exports
 * `prepareThread(fetch)`, since a thread has modules of its own, and an engine's host knows of no transport.
 */
export const CLOSED_THREAD = join(__dirname, 'closed-thread');

/** What leads an engine's calls to simulated systems. */
export interface Transport {
  /**
   * Where the systems of a host are on this transport: `https://crm.test` for `crm.test`, unless the transport has its own
   * address. Without a slash at its end.
   */
  readonly originOf: (host: string) => string;
  /** The engine's only way to the systems. It rejects with a `TypeError` "fetch failed" where there is no system. */
  readonly fetch: typeof globalThis.fetch;
  /**
   * Prepares the network of a thread that an engine runs in as the transport prepares this one: absolute path of a module
   * that exports `prepareThread(fetch)`, where `fetch` leads to the transport's own.
   */
  readonly threadModule: string;
  /** @throws Error where another system is at the same base URL */
  add(system: MockedSystem): void;
  /** Requests to the system are unmatched from now on. A system that was not added is ignored. */
  remove(system: MockedSystem): void;
  /** Removes all. Calling it twice is harmless. */
  close(): void;
  /** The calls that met no system, `GET https://unknown.test/x`, in the order in which they came. */
  unmatched(): readonly string[];
  /** What engines in other processes need in their environment to reach the systems; absent: nothing. */
  readonly environment?: () => Readonly<Record<string, string>>;
  /** Calls of this process to loopback are caught as well, so that no event of a webhook can leave it. Absent: they are not. */
  readonly closesLoopback?: true;
}

/** What one kind of transport does in its own way. */
interface TransportParts extends Pick<Transport, 'originOf' | 'fetch' | 'closesLoopback'> {
  /** Default: `CLOSED_THREAD`. */
  readonly threadModule?: string;
  /** Once the router has a system. */
  readonly added?: (system: MockedSystem) => void;
  /** Once the router is empty; never twice. */
  readonly closed?: () => void;
}

/** Makes a transport over a router: what all of them do alike. */
export function createTransport(
  router: Router,
  { originOf, fetch, threadModule = CLOSED_THREAD, closesLoopback, added, closed }: TransportParts,
): Transport {
  let open = true;
  const aliasesOf = createAliases(originOf);
  return {
    originOf,
    fetch,
    threadModule,
    add(system) {
      for (const each of [system, ...aliasesOf(system)]) {
        router.add(each);
        added?.(each);
      }
    },
    remove: (system) => {
      [system, ...aliasesOf(system)].forEach((each) => {
        router.remove(each);
      });
    },
    close() {
      if (!open) {
        return;
      }
      open = false;
      router.clear();
      closed?.();
    },
    unmatched: () => router.unmatched(),
    ...(closesLoopback && { closesLoopback }),
  };
}
