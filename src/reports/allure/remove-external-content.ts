/**
 * Closing a generated report against the outside. The documents are confidential: a report must not load, nor send, anything
 * from or to anywhere else, whoever opens it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { glob } from 'tinyglobby';

/**
 * What the browser itself enforces: nothing but the report's own files and what is embedded in them. Allure's pages need
 * inline and evaluated scripts.
 */
const POLICY = [
  "default-src 'self' data: blob:",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
  "style-src 'self' 'unsafe-inline' data: blob:",
  "object-src 'none'",
  "form-action 'none'",
].join('; ');
const POLICY_TAG = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;

const TRACKERS = /googletagmanager\.com|google-analytics\.com|\bgtag\s*\(/;
/** Services that the generators' bundles reach for on demand. */
const SERVICES = /https:\/\/trace\.playwright\.dev/g;
const NOWHERE = 'about:invalid';

const OUTSIDE = String.raw`(?:https?:|wss?:)?\/\/`;
const SCRIPT = /(<script\b[^>]*>)([\s\S]*?)<\/script\s*>/gi;
const STYLE = /<style\b[^>]*>[\s\S]*?<\/style\s*>/gi;
const OUTSIDE_SCRIPT_TAG = new RegExp(String.raw`^<script\b[^>]*\ssrc\s*=\s*["']?\s*${OUTSIDE}`, 'i');
const OUTSIDE_LINK = new RegExp(String.raw`<link\b[^>]*\shref\s*=\s*["']?\s*${OUTSIDE}[^>]*>`, 'gi');
const OUTSIDE_ATTRIBUTE = new RegExp(
  String.raw`(<(?:img|iframe|frame|embed|object|source|video|audio|track|input)\b[^>]*?\s(?:src|srcset|data|poster)\s*=\s*)("|')\s*${OUTSIDE}[^"']*\2`,
  'gi',
);
const OUTSIDE_STYLE = new RegExp(
  String.raw`(?:@import\s+(?:url\(\s*)?["']?\s*|url\(\s*["']?\s*)${OUTSIDE}[^)"';]*`,
  'gi',
);
/** Scripts, styles and pages that single-file reports embed. */
const EMBEDDED =
  /(\b(?:src|href)\s*=\s*["']data:(?:text|application)\/(?:javascript|css|html)[^"',]*;base64,)([A-Za-z0-9+/=]+)/gi;

/** Hosts whose names occur in the generators' bundles and that get no request. */
const NEVER_LOADED: ReadonlySet<string> = new Set([
  // Names of XML vocabularies.
  'www.w3.org',
  'purl.org',
  'creativecommons.org',
  'www.inkscape.org',
  'sodipodi.sourceforge.net',
  // The base against which Allure reads relative addresses.
  'allure.local',
  // Links for the reader, followed only by a click.
  'allurereport.org',
  'github.com',
]);

/** Something in a report that would be loaded from outside. */
export interface OutsideLoad {
  /** Relative to the report's directory, with `/`. */
  readonly file: string;
  readonly what: string;
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function sealCode(code: string): string {
  return code
    .replace(SERVICES, NOWHERE)
    .replace(OUTSIDE_STYLE, (found) => found.replace(/(?:https?:|wss?:)?\/\/.*$/i, NOWHERE));
}

function sealPage(page: string): string {
  const sealed = page
    .replace(SCRIPT, (script, tag: string, body: string) =>
      OUTSIDE_SCRIPT_TAG.test(tag) || TRACKERS.test(body) ? '' : script,
    )
    .replace(OUTSIDE_LINK, '')
    .replace(STYLE, sealCode)
    .replace(OUTSIDE_ATTRIBUTE, '$1$2$2')
    .replace(EMBEDDED, (found, start: string, base64: string) => {
      const code = decode(base64);
      const sealedCode = sealCode(code);
      return sealedCode === code ? found : start + Buffer.from(sealedCode, 'utf8').toString('base64');
    });
  return withPolicy(sealed);
}

function withPolicy(page: string): string {
  if (page.includes(POLICY_TAG)) {
    return page;
  }
  const head = /<head\b[^>]*>/i.exec(page);
  const place = head === null ? 0 : head.index + head[0].length;
  return page.slice(0, place) + POLICY_TAG + page.slice(place);
}

const PAGES = '**/*.{html,htm}';
const CODE = '**/*.{js,mjs,cjs,css,svg}';

function files(directory: string, pattern: string): Promise<string[]> {
  return glob(pattern, { cwd: directory, dot: true, expandDirectories: false }).then((found) => found.sort());
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const changed = change(text);
  if (changed !== text) {
    await writeFile(file, changed);
  }
}

/**
 * Takes out of a report everything that loads from outside: scripts of trackers, styles, fonts, pictures and frames with an
 * outside address, also inside of what is embedded; and gives every page a content security policy by which the
 * browser refuses whatever is left. What it cannot know (a new host in a new generator's bundle) `findOutsideLoads` shows.
 *
 * @param directory - of the report; its files are changed in place. Doing it twice changes nothing more.
 */
export async function sealReport(directory: string): Promise<void> {
  for (const file of await files(directory, PAGES)) {
    await rewrite(path.join(directory, file), sealPage);
  }
  for (const file of await files(directory, CODE)) {
    await rewrite(path.join(directory, file), sealCode);
  }
}

/** Addresses in a bundle or style sheet: each is a load unless its host is known to be never asked. */
function loadsOfCode(code: string): string[] {
  const addresses = code.matchAll(
    /(?:https?|wss?):\/\/([a-z0-9.-]+\.[a-z]{2,})|["'`(]\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})\//gi,
  );
  const hosts = [...addresses].map(([, named, relative]) => (named ?? relative ?? '').toLowerCase());
  const loads = hosts
    .filter((host) => !NEVER_LOADED.has(host))
    .map((host) => `address of ${host} in a script or style`);
  return TRACKERS.test(code) ? [...loads, 'tracker'] : loads;
}

/** A page's own scripts hold the run's data too, in which any address may occur: only what loads counts. */
function loadsOfInlineScript(script: string): string[] {
  const loads = [
    ...script.matchAll(
      /(?:\bfetch|\bimport|\.open|importScripts|sendBeacon)\s*\(\s*["'`](?:https?:|wss?:)?\/\//gi,
    ),
  ];
  const found = loads.map(([call]) => `inline script: ${call}`);
  return TRACKERS.test(script) ? [...found, 'tracker'] : found;
}

function loadsOfPage(page: string): string[] {
  const loads = page.includes(POLICY_TAG) ? [] : ['page without content security policy'];
  for (const [, tag = '', body = ''] of page.matchAll(SCRIPT)) {
    if (OUTSIDE_SCRIPT_TAG.test(tag)) {
      loads.push(tag);
    }
    loads.push(...loadsOfInlineScript(body));
  }
  for (const pattern of [OUTSIDE_LINK, OUTSIDE_ATTRIBUTE]) {
    for (const [found] of page.matchAll(pattern)) {
      loads.push(found);
    }
  }
  for (const [style] of page.matchAll(STYLE)) {
    loads.push(...loadsOfCode(style));
  }
  for (const [, , base64 = ''] of page.matchAll(EMBEDDED)) {
    loads.push(...loadsOfCode(decode(base64)));
  }
  return loads;
}

/**
 * Everything in a report that would be loaded from outside; empty is the proof that nothing would. Names of XML
 * vocabularies and plain links (`<a href>`) are not loads. Sorted by file; equal findings of a file are listed once.
 */
export async function findOutsideLoads(directory: string): Promise<OutsideLoad[]> {
  const found: OutsideLoad[] = [];
  const look = async (pattern: string, loadsOf: (text: string) => string[]): Promise<void> => {
    for (const file of await files(directory, pattern)) {
      const loads = new Set(loadsOf(await readFile(path.join(directory, file), 'utf8')));
      for (const what of loads) {
        found.push({ file, what });
      }
    }
  };
  await look(PAGES, loadsOfPage);
  await look(CODE, loadsOfCode);
  return found.sort((one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : 0));
}
