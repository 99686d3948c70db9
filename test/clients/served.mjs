/** What the tests share: `syncproof serve` as a process of its own, a network that is closed, and the calls that docs list. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('systems/wix-to-exact-online.rst', import.meta.url));

const NOT_BUILT = 'syncproof is not built, or "serve" fails: run "npm run build" in the root first.';

/** A socket to anything but loopback fails from now on, in this process. */
createRequire(import.meta.url)(join(ROOT, 'dist/src/systems/index.js')).forbidNetwork();

/**
 * Starts `syncproof serve` on a free port, with the systems of the document.
 *
 * @param {string} [faults] - a fault plan
 * @returns `systems` as an engine gets them with `configure`, and `stop`, which ends the process and says what was
 *   unexpected: each call that no correct client makes, and why
 */
export async function startServe(faults) {
  const directory = mkdtempSync(join(tmpdir(), 'syncproof-clients-'));
  const har = join(directory, 'calls.har');
  const plan = join(directory, 'plan.yaml');
  writeFileSync(plan, faults ?? 'faults: []\n');
  const words = [
    'serve',
    DOCUMENT,
    '--port',
    '0',
    '--format',
    'json',
    '--quiet',
    '--har',
    har,
    '--faults',
    plan,
  ];
  const serving = spawn(process.execPath, [join(ROOT, 'bin/syncproof.js'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(serving, 'exit');
  const [line] = await Promise.race([
    once(createInterface({ input: serving.stdout }), 'line'),
    ended.then(([code]) => Promise.reject(new Error(`Exit code ${code}. ${NOT_BUILT}`))),
  ]);
  return {
    systems: JSON.parse(line).systems,
    /** @returns {Promise<readonly string[]>} */
    async stop() {
      if (serving.exitCode !== null) {
        return [];
      }
      serving.kill('SIGINT');
      await ended;
      const { entries } = JSON.parse(readFileSync(har, 'utf8')).log;
      rmSync(directory, { recursive: true });
      return entries
        .filter(({ comment }) => comment.includes('unexpected'))
        .map(({ request, comment }) => `${request.method} ${new URL(request.url).pathname}: ${comment}`);
    },
  };
}

/**
 * Puts a `fetch` in the place of the global one that knows the vendors' hosts alone, and leads to where they are served. Any
 * other request is refused before a socket is opened. Redirects are not followed.
 *
 * @param {Record<string, string>} places - the origin of a vendor's host → where it is served
 * @returns {{method: string, path: string, query: string, status: number}[]} the calls, as they are made
 */
export function leadFetchTo(places) {
  const calls = [];
  const reach = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const asked = new Request(input, init);
    const { origin, pathname: path, search: query } = new URL(asked.url);
    if (places[origin] === undefined) {
      throw new TypeError(`fetch failed: the tests know no host ${origin}, and reach no network.`);
    }
    const body = asked.body === null ? undefined : await asked.arrayBuffer();
    const { method, headers } = asked;
    const url = `${places[origin]}${path}${query}`;
    const response = await reach(url, { method, headers, body, redirect: 'manual' });
    calls.push({ method, path, query, status: response.status });
    return response;
  };
  return calls;
}

/**
 * The calls of the first table of calls on a page of docs, or below one of its headings.
 *
 * @param {string} page - `docs/wix-mock.md`
 * @returns {readonly string[]} sorted: `GET /contacts/v4/contacts/{id}`
 */
export function documentedCalls(page, heading = '') {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const below = text.slice(Math.max(0, text.indexOf(`\n## ${heading}\n`)));
  const [, table = ''] = /\| call \| answer \|\n\| --- \| --- \|\n(.*?)\n\n/s.exec(below) ?? [];
  return table
    .split('\n')
    .flatMap((row) => [...row.split(' | ')[0].matchAll(/`([^`]+)`/g)].map(([, call]) => call))
    .sort();
}
