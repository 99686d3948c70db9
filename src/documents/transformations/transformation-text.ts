/** The text of a transformation as a tree: constants and bracketed calls; brackets lost at the ends are put back. */

/** A constant of the text. */
export interface Constant {
  readonly type: 'constant';
  readonly value: string | number | boolean | null;
}

/** What stands between two brackets: a function's name and its arguments, if all is well. */
export interface Bracket {
  readonly type: 'bracket';
  readonly items: readonly Item[];
}

export type Item = Constant | Bracket;

/** A transformation that cannot be read; the message is half a sentence that says why. */
export class UnreadableTransformation extends Error {
  override readonly name = 'UnreadableTransformation';
}

/** Longer texts are not read, and neither is deeper nesting: limits for hostile documents; real ones have 60 and 3. */
export const LONGEST_TRANSFORMATION = 2000;
export const DEEPEST_TRANSFORMATION = 16;

type Token =
  { readonly type: '[' | ']' | ',' } | { readonly type: 'constant'; readonly value: Constant['value'] };

/** What closes a text, by what opens it. */
const CLOSING_QUOTES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['“', '”“'],
  ['„', '“”'],
  ['”', '”'],
]);
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const NUMBER_PATTERN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const WORD_PATTERN = /[\w-]+/y;

function fail(message: string): never {
  throw new UnreadableTransformation(message);
}

/** Where the string that begins at `start` ends: the place of its closing quotation mark. */
function endOfString(text: string, start: number): number {
  const closing = CLOSING_QUOTES.get(text[start] ?? '') ?? '';
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') {
      at += 1;
    } else if (closing.includes(text[at] ?? '')) {
      return at;
    }
  }
  return fail('a quotation mark is missing');
}

/** Reads the escapes of JSON; quotation marks and control characters stand for themselves. */
function unescaped(inner: string): string {
  const json = inner.replace(/\\[^]|["\p{Cc}]/gu, (found) =>
    found.startsWith('\\') ? found : JSON.stringify(found).slice(1, -1),
  );
  try {
    return JSON.parse(`"${json}"`) as string;
  } catch {
    return fail(`"${inner}" holds an escape that JSON does not know`);
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** A number that JavaScript holds without a loss; never -0, which no document means. */
function numberOf(written: string): number {
  const value = Number(written);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    fail(`the number ${written} is too large`);
  }
  return value === 0 ? 0 : value;
}

interface Lexeme {
  readonly token: Token;
  readonly end: number;
}

function lexemeAt(text: string, at: number): Lexeme {
  const character = text[at] ?? '';
  if (character === '[' || character === ']' || character === ',') {
    return { token: { type: character }, end: at + 1 };
  }
  if (CLOSING_QUOTES.has(character)) {
    const end = endOfString(text, at);
    return { token: { type: 'constant', value: unescaped(text.slice(at + 1, end)) }, end: end + 1 };
  }
  const number = matchAt(NUMBER_PATTERN, text, at);
  if (number !== undefined) {
    return { token: { type: 'constant', value: numberOf(number) }, end: at + number.length };
  }
  const word = matchAt(WORD_PATTERN, text, at);
  const value = WORDS.get(word ?? '');
  if (word !== undefined && value !== undefined) {
    return { token: { type: 'constant', value }, end: at + word.length };
  }
  return fail(
    `${word ?? character} is neither a text in quotation marks, nor a number, true, false, null, a comma or a bracket`,
  );
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) {
      at += 1;
    }
    if (at >= text.length) {
      return tokens;
    }
    const { token, end } = lexemeAt(text, at);
    tokens.push(token);
    at = end;
  }
}

/** Brackets that nothing opened, and brackets that nothing closed. */
function lostBrackets(tokens: readonly Token[]): { openings: number; closings: number } {
  let openings = 0;
  let closings = 0;
  for (const { type } of tokens) {
    if (type === '[') {
      closings += 1;
    }
    if (type !== ']') {
      continue;
    }
    if (closings > 0) {
      closings -= 1;
    } else {
      openings += 1;
    }
  }
  return { openings, closings };
}

type Before = Token['type'] | 'start';

/** Why a token cannot stand behind another one. */
function misplaced(before: Before, type: Before): string | undefined {
  const isItem = type === '[' || type === 'constant';
  const isBehindItem = before === ']' || before === 'constant';
  if (isItem) {
    return isBehindItem ? 'a comma is missing' : undefined;
  }
  if (isBehindItem) {
    return undefined;
  }
  return 'an argument is missing';
}

/** Reads the tokens as nested brackets; every bracket is opened and closed. */
function treeOf(tokens: readonly Token[]): Item[] {
  const open: Item[][] = [[]];
  let before: Before = 'start';
  for (const token of tokens) {
    const problem = misplaced(before, token.type);
    if (problem !== undefined) {
      fail(problem);
    }
    before = token.type;
    if (token.type === 'constant') {
      open.at(-1)?.push(token);
    }
    if (token.type === '[') {
      open.push([]);
    }
    if (token.type === ']') {
      const items = open.pop() ?? [];
      open.at(-1)?.push({ type: 'bracket', items });
    }
    if (open.length > DEEPEST_TRANSFORMATION) {
      fail(`it is nested deeper than ${DEEPEST_TRANSFORMATION} times`);
    }
  }
  const problem = misplaced(before, 'start');
  if (problem !== undefined) {
    fail(problem);
  }
  return open[0] ?? [];
}

/** A text as a tree, and how many brackets had to be opened before its beginning. */
export interface TransformationText {
  readonly tree: Item;
  readonly openings: number;
}

/**
 * Reads a transformation's text, white space as it is written. Brackets that are lost at its beginning or its end are
 * put back there. Typographic quotation marks (“ ” „), which editors leave behind, count as straight ones where a text begins.
 * Takes linear time.
 *
 * @throws UnreadableTransformation where the text is not such a tree.
 */
export function readTransformationText(text: string): TransformationText {
  if (text.length > LONGEST_TRANSFORMATION) {
    fail(`it is longer than ${LONGEST_TRANSFORMATION} characters`);
  }
  const tokens = tokensOf(text);
  const { openings, closings } = lostBrackets(tokens);
  const items = treeOf([
    ...Array.from({ length: openings }, (): Token => ({ type: '[' })),
    ...tokens,
    ...Array.from({ length: closings }, (): Token => ({ type: ']' })),
  ]);
  const [only] = items;
  const tree: Item = items.length === 1 && only !== undefined ? only : { type: 'bracket', items };
  return { tree, openings };
}
