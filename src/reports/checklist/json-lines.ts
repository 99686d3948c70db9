/**
 * JSON text set on lines, with the place of each value, so that two of them can be compared line by line. Numbers keep
 * their digits and members their order: what an engine sent is shown as it sent it.
 */

/** One line of formatted JSON. */
export interface JsonLine {
  readonly text: string;
  /** JSON pointer of the value that begins on the line, or whose bracket ends on it. */
  readonly pointer: string;
  /** What is compared: a value that is not a list or object, as it is written; absent for brackets. */
  readonly value?: string;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+|[{}[\],:]/g;
const INDENT = '  ';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A name as a token of a JSON pointer (RFC 6901). */
function pointerToken(name: string): string {
  return (JSON.parse(name) as string).replaceAll('~', '~0').replaceAll('/', '~1');
}

class Formatter {
  readonly lines: JsonLine[] = [];
  private at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  private take(): string {
    const token = this.tokens[this.at] ?? '';
    this.at += 1;
    return token;
  }

  private peek(): string {
    return this.tokens[this.at] ?? '';
  }

  private comma(): string {
    return this.peek() === ',' ? this.take() : '';
  }

  /** @param lead - indentation, and the name where the value is a member. */
  value(pointer: string, depth: number, lead: string): void {
    const token = this.take();
    if (token !== '{' && token !== '[') {
      this.lines.push({ text: `${lead}${token}${this.comma()}`, pointer, value: token });
      return;
    }
    const closing = token === '{' ? '}' : ']';
    if (this.peek() === closing) {
      const text = `${token}${this.take()}`;
      this.lines.push({ text: `${lead}${text}${this.comma()}`, pointer, value: text });
      return;
    }
    this.lines.push({ text: `${lead}${token}`, pointer });
    for (let index = 0; this.peek() !== closing; index += 1) {
      this.element(token === '{', pointer, depth + 1, index);
    }
    this.take();
    this.lines.push({ text: `${INDENT.repeat(depth)}${closing}${this.comma()}`, pointer });
  }

  private element(isMember: boolean, pointer: string, depth: number, index: number): void {
    const margin = INDENT.repeat(depth);
    if (!isMember) {
      this.value(`${pointer}/${index}`, depth, margin);
      return;
    }
    const name = this.take();
    this.take();
    this.value(`${pointer}/${pointerToken(name)}`, depth, `${margin}${name}: `);
  }
}

/** The deepest nesting that is set on lines; deeper JSON is shown as it came. */
const DEEPEST = 200;

function depthOf(tokens: readonly string[]): number {
  let depth = 0;
  let deepest = 0;
  for (const token of tokens) {
    depth += token === '{' || token === '[' ? 1 : token === '}' || token === ']' ? -1 : 0;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** The lines of formatted JSON; `undefined` where the text is not JSON, or nested too deeply. */
export function jsonLines(text: string): readonly JsonLine[] | undefined {
  if (!isJson(text)) {
    return undefined;
  }
  const tokens = text.match(TOKEN) ?? [];
  if (depthOf(tokens) > DEEPEST) {
    return undefined;
  }
  const formatter = new Formatter(tokens);
  formatter.value('', 0, '');
  return formatter.lines;
}

/** Pointer → value, of each value that is not a list or object. */
export type JsonValues = ReadonlyMap<string, string>;

export function valuesOf(lines: readonly JsonLine[]): JsonValues {
  return new Map(lines.flatMap(({ pointer, value }) => (value === undefined ? [] : [[pointer, value]])));
}

/** Whether the line's value is another one in `others`, or missing there. Brackets never are. */
export function differs({ pointer, value }: JsonLine, others: JsonValues): boolean {
  return value !== undefined && others.get(pointer) !== value;
}
