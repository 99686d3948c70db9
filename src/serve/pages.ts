/**
 * The pages of served systems: what they hold and which calls reached them, to look at while an engine runs. They change
 * nothing, run no script and load nothing; reload them to see more.
 */
import { createHash } from 'node:crypto';
import type { CallLog } from '../systems';
import { indexPage, systemPage, type Shown } from './page';
import { STYLE } from './style';
import type { ServedSystem } from './types';

/** What the pages show; the systems may be added later. */
export interface PagesOptions {
  readonly systems: readonly ServedSystem[];
  readonly calls: CallLog;
}

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Only the style that is in the page; no page of another site may frame it or learn of it. */
const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const READING: readonly string[] = ['GET', 'HEAD'];

/**
 * Answers what leads to no system: `/` with the list of the systems, `/<id>` with one of them, everything else with an error
 * that says where the systems are. GET and HEAD alone.
 */
export function createPages({ systems, calls }: PagesOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname } = new URL(request.url);
    const wanted = idOf(pathname);
    const served = systems.find(({ system }) => system.id === wanted);
    if (served === undefined && pathname !== '/') {
      return plain(404, `There is no system and no page here. The systems: ${origin(request)}/\n`);
    }
    if (!READING.includes(request.method)) {
      return plain(405, 'Pages can only be read. Call a system by its base URL.\n', {
        allow: READING.join(', '),
      });
    }
    const shown: Shown = { systems, calls, secrets: secretsOf(systems) };
    const page = await (served === undefined ? indexPage(shown) : systemPage(shown, served));
    return answer(request, 200, 'text/html; charset=utf-8', `<!doctype html>\n${String(page)}`);
  };

  function origin(request: Request): string {
    return new URL(request.url).origin;
  }
}

function idOf(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname.slice(1));
  } catch {
    return undefined;
  }
}

function secretsOf(systems: readonly ServedSystem[]): readonly string[] {
  return systems.flatMap(({ configuration: { token, renewal, oauth } }) => [
    token,
    ...(renewal === undefined ? [] : [renewal.clientSecret, renewal.refreshToken]),
    ...(oauth === undefined ? [] : [oauth.clientSecret]),
  ]);
}

function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(text, {
    status,
    headers: { ...HEADERS, ...headers, 'content-type': 'text/plain; charset=utf-8' },
  });
}

function answer({ method }: Request, status: number, type: string, text: string): Response {
  return new Response(method === 'HEAD' ? null : text, {
    status,
    headers: { ...HEADERS, 'content-type': type },
  });
}
