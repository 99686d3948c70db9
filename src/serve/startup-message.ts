/** What is said of the served systems, for people and for scripts. */
import { plural } from '../core/text';
import { callingOf } from './example-call';
import type { ServedSystem, Serving } from './types';

/** One line of a block: what it is, and its values, each on its own line. */
type Item = readonly [string, readonly string[]];

/** All systems as aligned blocks, an empty line after each. */
export function announceText({ origin, systems }: Serving): string {
  const blocks = systems.map(blockOf);
  return `${blocks.join('\n')}\nPages of the systems, read-only: ${origin}/\n`;
}

/** All systems as one JSON object on one line: what `configure` gives an engine, and the origin of the pages. */
export function announceJson({ origin, configuration }: Serving): string {
  return `${JSON.stringify({ origin, ...configuration })}\n`;
}

function blockOf({ system, configuration }: ServedSystem): string {
  const { api, headers, paths, example, authorization } = callingOf(configuration);
  const items: readonly Item[] = [
    ['base URL', [configuration.baseUrl]],
    ['token', [configuration.token]],
    ['headers', Object.entries(headers).map(([name, value]) => `${name}: ${value}`)],
    ['renewal', renewalOf(configuration)],
    ['authorize', authorization === undefined ? [] : [`GET ${authorization.authorize}`]],
    ['tokens', authorization === undefined ? [] : [authorization.tokens]],
    ['datatypes', datatypeLines(system, paths)],
    ['try', [example]],
  ];
  const lines = items
    .filter(([, values]) => values.length > 0)
    .flatMap(([name, values]) =>
      values.map((value, index) => `  ${(index === 0 ? name : '').padEnd(10)}  ${value}`),
    );
  return `${system.name} (${system.id}), ${api}\n${lines.join('\n')}\n`;
}

function renewalOf({ renewal }: ServedSystem['configuration']): readonly string[] {
  if (renewal === undefined) {
    return [];
  }
  const { path, clientId, clientSecret, refreshToken } = renewal;
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  });
  return [`POST ${path}, with the form ${form.toString()}`];
}

function datatypeLines(
  system: ServedSystem['system'],
  paths: Readonly<Record<string, string>>,
): readonly string[] {
  const rows = Object.entries(paths).map(([datatype, path]) => {
    const count = system.records(datatype).length;
    return [datatype, path, plural(count, 'record')] as const;
  });
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)));
  return rows.map(([datatype, path, count]) =>
    [datatype.padEnd(widths[0] ?? 0), path.padEnd(widths[1] ?? 0), count].join('  '),
  );
}
