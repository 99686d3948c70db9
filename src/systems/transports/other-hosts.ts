import type { MockedSystem } from '../core/types';

/** The system as it is found at each of its vendor's other hosts, `www.wix.com`; the same objects for the same system. */
export function createAliases(
  originOf: (host: string) => string,
): (system: MockedSystem) => readonly MockedSystem[] {
  const known = new WeakMap<MockedSystem, readonly MockedSystem[]>();
  return (system) => {
    const aliases =
      known.get(system) ?? (system.otherHosts ?? []).map((host) => aliasAt(system, originOf(host)));
    known.set(system, aliases);
    return aliases;
  };
}

function aliasAt(system: MockedSystem, baseUrl: string): MockedSystem {
  return {
    ...system,
    baseUrl,
    handler(request) {
      const { method, headers, body, signal } = request;
      const url = `${system.baseUrl}${request.url.slice(baseUrl.length)}`;
      const stream = body === null ? {} : { body, duplex: 'half' as const };
      return system.handler(new Request(url, { method, headers, signal, ...stream }));
    },
  };
}
