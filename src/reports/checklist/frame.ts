/**
 * What all pages of the checklist share: one file each that opens from a disk, with its style and script inside and
 * everything from outside refused. Every text goes through the templates, which escape it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { html as markup, raw } from 'hono/html';
import { packageRoot } from '../../core/package-root';

/** A piece of a page; its texts are escaped. The tag is not called `html`, so that the formatter adds no white space to pages that repeat it thousands of times. */
export type Html = ReturnType<typeof markup>;

/** What one page holds. */
export interface PageContent {
  /** Of the window, and of what a browser prints at the top. */
  readonly title: string;
  /** At the foot of every printed sheet, on the left. */
  readonly foot: string;
  readonly header: Html;
  /** Between header and main, where the script shows it: search and filters. */
  readonly tools: Html;
  readonly main: Html;
}

/** File name → text; each is read once. */
const ASSETS = new Map<string, string>();

function asset(name: string): string {
  const text = ASSETS.get(name) ?? readFileSync(join(packageRoot(), 'templates', 'checklist', name), 'utf8');
  ASSETS.set(name, text);
  return text;
}

/** A text as a string of CSS: everything but letters, digits and blanks as an escape, so that nothing can end it. */
export function cssString(text: string): string {
  const escaped = text.replace(
    /[^A-Za-z0-9 ]/gu,
    (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `,
  );
  return `"${escaped}"`;
}

/** The foot of the printed sheets; browsers that do not know margin boxes leave it out. */
function footRule(foot: string): string {
  return `@page { @bottom-left { content: ${cssString(foot)}; } @bottom-right { content: counter(page) " / " counter(pages); } }\n`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Only the style and the script that are in the page, by their hashes; the script may make no markup of texts. */
function policyOf(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** The whole page, as text of a file: the same content gives the same bytes. */
export async function toPage({ title, foot, header, tools, main }: PageContent): Promise<string> {
  const style = `${asset('checklist.css')}${footRule(foot)}`;
  const script = asset('checklist.js');
  const page = await markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policyOf(style, script))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${raw(`<style>${style}</style>`)}
</head>
<body>
<header>${header}</header>
${tools}
<main id="document">${main}</main>
<p id="announcement" class="unseen" role="status"></p>
${raw(`<script>${script}</script>`)}
</body>
</html>`;
  return `<!doctype html>\n${String(page)}\n`;
}
