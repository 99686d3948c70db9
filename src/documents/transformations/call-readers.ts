/** The functions of the language of transformations, each with how its arguments are read. */
import type {
  CastName,
  Conversion,
  ConversionCall as Call,
  ConversionOperand as Operand,
  ConversionTest,
  TestName,
} from '../../model';
import { quote } from '../../core/text';
import { UnreadableTransformation } from './transformation-text';
import type { Constant } from './transformation-text';

export function fail(message: string): never {
  throw new UnreadableTransformation(message);
}

/** A nested call that is read already. */
interface ReadCall {
  readonly type: 'call';
  readonly call: Call;
}

/** What is in a bracket, nested brackets read. */
export type CallPart = Constant | ReadCall;

/** The arguments of one call, taken one by one. */
interface Arguments {
  /** How many are left. */
  readonly left: () => number;
  readonly peek: () => CallPart | undefined;
  readonly take: () => CallPart | undefined;
  /** Reads what the function converts: the next argument, or the current value where none is left. */
  readonly operand: () => Operand;
  /** As `operand`, constants too. */
  readonly castee: () => Conversion;
  /** Reads the next argument, whatever it is. */
  readonly value: () => Conversion;
}

export type CallReader = (name: string, given: Arguments) => Call;

function textArgument(name: string, what: string, given: Arguments): string {
  const item = given.take();
  if (item?.type === 'constant' && typeof item.value === 'string' && !isPath(item.value)) {
    return item.value;
  }
  return fail(`${name} needs ${what} in quotation marks`);
}

function peekConstant(given: Arguments): string | number | boolean | null | undefined {
  const item = given.peek();
  return item?.type === 'constant' ? item.value : undefined;
}

/** Whether a text refers to an entity: `_.`, `_.path`, and `_S.`, `_T.` and their like. */
export function isPath(text: string): boolean {
  return /^_[A-Z]*\./.test(text);
}

/** A default comes before what is cast. */
const cast: CallReader = (name, given) => {
  const kind = name as CastName;
  if (kind === 'string' || given.left() < 2) {
    return { kind, value: given.castee() };
  }
  if (isFunctionName(peekConstant(given))) {
    fail(`the default of ${name} has no brackets`);
  }
  return { kind, fallback: given.value(), value: given.castee() };
};

const test: CallReader = (name, given) => ({ kind: name as TestName, value: given.operand() });

/** The tokens of the page on date and time; another one would be taken for itself, or refused. */
const FORMAT_TOKEN = /%(.?)/gu;
const FORMAT_TOKENS = new Set(['d', 'e', 'H', 'I', 'm', 'M', 'p', 'S', 'f', 'y', 'Y', 'z', '%']);

function checkFormat(name: string, format: string): string {
  const tokens = [...format.matchAll(FORMAT_TOKEN)].map((match) => match[1] ?? '');
  const unknown = tokens.find((token) => !FORMAT_TOKENS.has(token));
  if (unknown !== undefined) {
    fail(`the format of ${name} holds %${unknown}, which no page explains`);
  }
  if (tokens.length === 0) {
    fail(`the format of ${name}, ${quote(format)}, holds no token such as %Y`);
  }
  return format;
}

/** A time zone holds no percent sign, a format does: so the two texts can be distinguished. */
const datetime: CallReader = (name, given) => {
  const kind = name === 'datetime-format' ? 'datetime-format' : 'datetime-parse';
  const first = textArgument(name, 'a format', given);
  const next = peekConstant(given);
  if (first.includes('%') || typeof next !== 'string' || !next.includes('%')) {
    return { kind, format: checkFormat(name, first), value: given.operand() };
  }
  const format = checkFormat(name, textArgument(name, 'a format', given));
  return { kind, timezone: first, format, value: given.operand() };
};

const replace: CallReader = (name, given) => {
  const old = textArgument(name, 'the text that it replaces', given);
  if (old === '') {
    fail('replace is to replace an empty text');
  }
  return {
    kind: 'replace',
    old,
    new: textArgument(name, 'the text that it puts there', given),
    value: given.operand(),
  };
};

function integerArgument(what: string, given: Arguments): number {
  const item = given.take();
  if (item?.type === 'constant' && Number.isSafeInteger(item.value)) {
    return Number(item.value);
  }
  return fail(`slice needs a whole number for its ${what}`);
}

const slice: CallReader = (_, given) => {
  const start = integerArgument('start', given);
  const hasNumber = (): boolean => typeof peekConstant(given) === 'number';
  const end = hasNumber() ? integerArgument('end', given) : undefined;
  const stride = hasNumber() ? integerArgument('stride', given) : undefined;
  if (stride === 0) {
    fail('slice has a stride of 0');
  }
  return {
    kind: 'slice',
    start,
    ...(end === undefined ? {} : { end }),
    ...(stride === undefined ? {} : { stride }),
    value: given.operand(),
  };
};

const split: CallReader = (name, given) => {
  const first = peekConstant(given);
  const hasSeparator =
    typeof first === 'string' && !isPath(first) && !(isFunctionName(first) && given.left() === 1);
  return hasSeparator
    ? { kind: 'split', separator: textArgument(name, 'a separator', given), value: given.operand() }
    : { kind: 'split', value: given.operand() };
};

function isCondition(conversion: Conversion): conversion is ConversionTest {
  const { kind } = conversion;
  return kind === 'current' || kind === 'matches' || kind === 'boolean' || READERS.get(kind) === test;
}

const conditional: CallReader = (_, given) => {
  if (given.left() < 2) {
    fail('if needs a condition and what it gives then');
  }
  const condition = given.value();
  if (!isCondition(condition)) {
    fail(`the condition of if is ${condition.kind}, which is neither true nor false`);
  }
  const then = given.value();
  return { kind: 'if', condition, then, ...(given.left() > 0 ? { else: given.value() } : {}) };
};

const list: CallReader = (_, given) => {
  const items: Conversion[] = [given.left() === 0 ? given.operand() : given.value()];
  while (given.left() > 0) {
    items.push(given.value());
  }
  return { kind: 'list', items };
};

/** The functions of the language, by name. */
export const READERS: ReadonlyMap<string, CallReader> = new Map<string, CallReader>([
  ...['string', 'integer', 'float', 'decimal', 'boolean'].map((name): [string, CallReader] => [name, cast]),
  ...['is-empty', 'is-not-empty', 'is-string', 'is-integer', 'is-float', 'is-decimal', 'is-boolean'].map(
    (name): [string, CallReader] => [name, test],
  ),
  ['replace', replace],
  ['datetime-format', datetime],
  ['datetime-parse', datetime],
  [
    'matches',
    (name, given) => ({
      kind: 'matches',
      pattern: textArgument(name, 'a pattern', given),
      value: given.operand(),
    }),
  ],
  ['slice', slice],
  ['split', split],
  [
    'join',
    (name, given) => ({
      kind: 'join',
      separator: textArgument(name, 'a separator', given),
      value: given.operand(),
    }),
  ],
  ['list', list],
  ['if', conditional],
]);

export function isFunctionName(text: unknown): text is string {
  return typeof text === 'string' && READERS.has(text);
}
