import type { MockedSystem } from '../core/types';

/** What leads an engine's calls to mocked systems. */
export interface Transport {
  /**
   * Where the systems of a host stand on this mount: `https://crm.test` for `crm.test`, unless the mount has an address
   * of its own. Without a slash at its end.
   */
  readonly originOf: (host: string) => string;
  /** The engine's only way to the systems. It rejects with a `TypeError` "fetch failed" where no system stands. */
  readonly fetch: typeof globalThis.fetch;
  /** @throws Error where another system stands at the same base URL */
  add(system: MockedSystem): void;
  /** Calls to the system are strays from now on. A system that is not mounted is ignored. */
  remove(system: MockedSystem): void;
  /** Unmounts all. Calling it twice is harmless. */
  close(): void;
  /** The calls that met no system, `GET https://unknown.test/x`, in the order in which they came. */
  unmatched(): readonly string[];
}
