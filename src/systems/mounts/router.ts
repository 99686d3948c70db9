import type { MockedSystem } from '../types';

/** Finds the system that a URL leads to. */
export interface Router {
  /** @throws Error where another system stands at the same base URL */
  add(system: MockedSystem): void;
  remove(system: MockedSystem): void;
  clear(): void;
  /** The system with the longest base URL that `url` starts with, at a slash's end. */
  find(url: string): MockedSystem | undefined;
}

/** Makes a router; finding costs by the depth of the URL's path, not by the number of systems. */
export function createRouter(): Router {
  const systems = new Map<string, MockedSystem>();
  return {
    add(system) {
      const present = systems.get(system.baseUrl);
      if (present !== undefined && present !== system) {
        throw new Error(
          `System "${system.id}" cannot be mounted at ${system.baseUrl}: "${present.id}" stands there. ` +
            'Give each scenario a path of its own.',
        );
      }
      systems.set(system.baseUrl, system);
    },
    remove(system) {
      if (systems.get(system.baseUrl) === system) {
        systems.delete(system.baseUrl);
      }
    },
    clear() {
      systems.clear();
    },
    find(url) {
      for (let end = endOfPath(url); end > 0; end = url.lastIndexOf('/', end - 1)) {
        const system = systems.get(url.slice(0, end));
        if (system !== undefined) {
          return system;
        }
      }
      return undefined;
    },
  };
}

function endOfPath(url: string): number {
  const mark = url.search(/[?#]/);
  return mark < 0 ? url.length : mark;
}
