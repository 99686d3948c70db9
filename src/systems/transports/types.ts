import type { MockedSystem } from '../core/types';

/** What leads an engine's calls to simulated systems. */
export interface Transport {
  /**
   * Where the systems of a host are on this transport: `https://crm.test` for `crm.test`, unless the transport has its own
   * address. Without a slash at its end.
   */
  readonly originOf: (host: string) => string;
  /** The engine's only way to the systems. It rejects with a `TypeError` "fetch failed" where there is no system. */
  readonly fetch: typeof globalThis.fetch;
  /** @throws Error where another system is at the same base URL */
  add(system: MockedSystem): void;
  /** Requests to the system are unmatched from now on. A system that was not added is ignored. */
  remove(system: MockedSystem): void;
  /** Removes all. Calling it twice is harmless. */
  close(): void;
  /** The calls that met no system, `GET https://unknown.test/x`, in the order in which they came. */
  unmatched(): readonly string[];
}
