/** A real browser for the tests of pages: Chromium, without its sandbox, which does not run as root, and without any call home. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** Where Chromium is installed by the package managers of Debian, Fedora, Alpine, Arch and macOS, or as Chrome. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/lib/chromium/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What a test that needs a browser says where there is none. */
export const WITHOUT_BROWSER =
  'skipped without Chromium: install it, or set CHROMIUM to the path of its program';

/**
 * The browser's program: CHROMIUM, else the first place where one is installed; `undefined` where there is none.
 *
 * @throws Error where CHROMIUM names no file: a test that was asked for is not skipped.
 */
export function findBrowser(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const { CHROMIUM: named } = environment;
  if (named === undefined || named === '') {
    return PLACES.find(exists);
  }
  if (!exists(named)) {
    throw new Error(
      `CHROMIUM is ${named}, and there is no such file. Set it to the path of Chromium's program.`,
    );
  }
  return named;
}

export async function startBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A page that was opened from a disk, and the addresses that it asked for besides its own. */
export interface OpenedPage {
  readonly page: Page;
  /** Grows while the page is used. */
  readonly requests: readonly string[];
  /** Errors of its script, and what its console says. */
  readonly complaints: readonly string[];
}

/**
 * Opens a file in a browser context of its own; close the page's context when it is done.
 *
 * @param fragment - with its `#`.
 */
export async function openPage(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
  fragment = '',
): Promise<OpenedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (!request.isNavigationRequest() || !request.url().startsWith(address)) {
      requests.push(request.url());
    }
  });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${address}${fragment}`);
  return { page, requests, complaints };
}
