import { redact } from '../../core/redact';
import { noSystemAt, unmatchedLine } from '../core/network';
import type { MockedSystem, TextRequest } from '../core/types';

/** Finds the system that a request leads to. */
export interface Router {
  /** @throws Error where another system is at the same base URL, unless both claim their requests */
  add(system: MockedSystem): void;
  remove(system: MockedSystem): void;
  clear(): void;
  /**
   * Notes a request that leads to no system.
   * @returns why it fails
   */
  miss(method: string, url: string): Error;
  /** Lists something else that met no system, in the words of whoever saw it. */
  note(line: string): void;
  /** Where there are systems: `https://crm.test`, sorted. */
  origins(): readonly string[];
  /** The requests that led to no system, in the order in which they came. */
  unmatched(): readonly string[];
  /**
   * The system with the longest base URL that the request's URL starts with, at a slash's end; of several at one base URL
   * the one that claims the request, else the first, which can say in its own words what is wrong.
   */
  find(request: Pick<TextRequest, 'url' | 'headers'>): MockedSystem | undefined;
}

/** Makes a router; finding costs by the depth of the URL's path, not by the number of systems. */
export function createRouter(): Router {
  const sites = new Map<string, readonly MockedSystem[]>();
  const unmatched: string[] = [];
  return {
    add(system) {
      const present = sites.get(system.baseUrl) ?? [];
      if (present.includes(system)) {
        return;
      }
      const rival = present.find(({ claims }) => claims === undefined || system.claims === undefined);
      if (rival !== undefined) {
        throw new Error(
          `System "${system.id}" cannot be added at ${system.baseUrl}: "${rival.id}" is there. ` +
            'Give each scenario its own path.',
        );
      }
      sites.set(system.baseUrl, [...present, system]);
    },
    remove(system) {
      const left = (sites.get(system.baseUrl) ?? []).filter((each) => each !== system);
      if (left.length > 0) {
        sites.set(system.baseUrl, left);
      } else {
        sites.delete(system.baseUrl);
      }
    },
    clear() {
      sites.clear();
    },
    miss(method, url) {
      unmatched.push(unmatchedLine(method, url));
      return noSystemAt(method, url);
    },
    note(line) {
      unmatched.push(redact(line));
    },
    origins: () => [...new Set([...sites.keys()].map((baseUrl) => new URL(baseUrl).origin))].sort(),
    unmatched: () => unmatched,
    find(request) {
      const { url } = request;
      for (let end = endOfPath(url); end > 0; end = url.lastIndexOf('/', end - 1)) {
        const systems = sites.get(url.slice(0, end));
        if (systems !== undefined) {
          return systems.find(({ claims }) => claims?.(request.headers) === true) ?? systems[0];
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
