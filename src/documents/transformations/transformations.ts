/**
 * Fragments of transformations, restored to conversions by the rules of docs/decisions/0003-transformations.md: nothing
 * is guessed, what has two readings or none is left alone with a reason. The language: see src/model/conversions.ts.
 */
import type { Conversion, ConversionCall as Call, ConversionOperand as Operand } from '../../model';
import { quote } from '../../core/text';
import { fail, isFunctionName, isPath, READERS, type CallReader, type CallPart } from './call-readers';
import { readTransformationText, UnreadableTransformation } from './transformation-text';
import type { Item } from './transformation-text';

/** What became of a fragment. The problem is half a sentence, without a full stop. */
export type RestoredTransformation = { readonly conversion: Conversion } | { readonly problem: string };

/** Functions of the language are named so; the text of a cell that looks like one was probably meant to be one. */
const LIKE_A_NAME = /^[a-z]{2,}(?:-[a-z]+)*$/;

function unknownFunction(name: string): never {
  return fail(`${quote(name)} is not a function that syncproof reads`);
}

function constant(value: string | number | boolean | null): Conversion {
  if (typeof value !== 'string' || !isPath(value)) {
    return { kind: 'literal', value };
  }
  if (value.startsWith('_.')) {
    return { kind: 'current', path: value.slice('_.'.length) };
  }
  return fail(`${quote(value)} is not the value that is converted, nor a part of it`);
}

function asCastee(conversion: Conversion): Conversion {
  const text = conversion.kind === 'literal' ? conversion.value : undefined;
  return typeof text === 'string' && LIKE_A_NAME.test(text) ? unknownFunction(text) : conversion;
}

function asOperand(name: string, conversion: Conversion): Operand {
  const castee = asCastee(conversion);
  if (castee.kind !== 'literal') {
    return castee;
  }
  return fail(`${name} converts ${JSON.stringify(castee.value)}, which is a constant`);
}

const CURRENT_VALUE: Operand = { kind: 'current', path: '' };

function readerOf(name: string): CallReader {
  return READERS.get(name) ?? unknownFunction(name);
}

/** A function's bare name stands for a call of it with the current value. */
function readPart(part: CallPart): Conversion {
  if (part.type === 'call') {
    return part.call;
  }
  return isFunctionName(part.value) ? readCall(part.value, []) : constant(part.value);
}

/** Reads a call whose brackets are all there. */
function readCall(name: string, parts: readonly CallPart[]): Call {
  let at = 0;
  const take = (): CallPart | undefined => parts[at++];
  const value = (): Conversion => readPart(take() ?? fail(`${name} has too few arguments`));
  const isComplete = (): boolean => at >= parts.length;
  const call = readerOf(name)(name, {
    left: () => parts.length - at,
    peek: () => parts[at],
    take,
    operand: () => (isComplete() ? CURRENT_VALUE : asOperand(name, value())),
    castee: () => (isComplete() ? CURRENT_VALUE : asCastee(value())),
    value,
  });
  return isComplete() ? call : fail(`${name} has too many arguments`);
}

function readWhole(parts: readonly CallPart[]): Call {
  const [head, ...rest] = parts;
  if (head?.type !== 'constant' || typeof head.value !== 'string') {
    return fail('a bracket begins with something else than the name of a function');
  }
  return readCall(head.value, rest);
}

/**
 * Reads a call inside of which brackets are lost: every function takes as many of the parts behind its name as it has
 * arguments, and all of them are there. That is prefix notation, which has one reading at most where every function
 * has a fixed number of arguments: so casts have no default here, `if` is allowed outermost only, and `list` nowhere.
 */
class PrefixReader {
  private at = 0;

  constructor(private readonly parts: readonly CallPart[]) {}

  read(): Call {
    const [head] = this.parts;
    if (head?.type !== 'constant') {
      return this.fail();
    }
    const conversion = this.value(true);
    if (this.left() > 0 || conversion.kind === 'current' || conversion.kind === 'literal') {
      return this.fail();
    }
    return conversion;
  }

  private fail(): never {
    return fail('brackets are lost inside of it');
  }

  private left(): number {
    return Math.max(0, this.parts.length - this.at);
  }

  private value(isOutermost = false): Conversion {
    const part = this.parts[this.at++] ?? this.fail();
    if (part.type === 'call' || !isFunctionName(part.value)) {
      return readPart(part);
    }
    return this.call(part.value, isOutermost);
  }

  private call(name: string, isOutermost: boolean): Call {
    if (name === 'list' || (name === 'if' && !isOutermost)) {
      this.fail();
    }
    return readerOf(name)(name, {
      left: () => (name === 'if' ? this.left() : Math.min(1, this.left())),
      peek: () => this.parts[this.at],
      take: () => this.parts[this.at++],
      operand: () => asOperand(name, this.value()),
      castee: () => asCastee(this.value()),
      value: () => this.value(),
    });
  }
}

function attempt<T>(read: () => T): T | UnreadableTransformation {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableTransformation) {
      return error;
    }
    throw error;
  }
}

/** With all its brackets; else with brackets lost inside; else the first way's problem. Nested brackets come first. */
function readBracket(items: readonly Item[]): Call {
  const parts = items.map((item): CallPart =>
    item.type === 'bracket' ? { type: 'call', call: readBracket(item.items) } : item,
  );
  const whole = attempt(() => readWhole(parts));
  if (!(whole instanceof UnreadableTransformation)) {
    return whole;
  }
  const restored = attempt(() => new PrefixReader(parts).read());
  if (restored instanceof UnreadableTransformation) {
    throw whole;
  }
  return restored;
}

/** What a conversion is made of, itself excluded. */
function partsOf(conversion: Conversion): readonly Conversion[] {
  if (conversion.kind === 'list') {
    return conversion.items;
  }
  if (conversion.kind === 'if') {
    const { condition, then } = conversion;
    return [condition, then, ...(conversion.else === undefined ? [] : [conversion.else])];
  }
  if (conversion.kind === 'current' || conversion.kind === 'literal') {
    return [];
  }
  const fallback = 'fallback' in conversion ? [conversion.fallback] : [];
  return [...fallback, conversion.value];
}

function readsTheValue(conversion: Conversion): boolean {
  return conversion.kind === 'current' || partsOf(conversion).some(readsTheValue);
}

/** How many calls end where the conversion ends. */
function callsAtTheEnd(conversion: Conversion): number {
  const last = partsOf(conversion).at(-1);
  return last === undefined ? 0 : 1 + callsAtTheEnd(last);
}

function readText(written: string): Conversion {
  const { tree, openings } = readTransformationText(written);
  let item = tree;
  for (let surplus = openings; surplus > 1; surplus -= 1) {
    const [only, ...others] = item.type === 'bracket' ? item.items : [];
    if (only === undefined || others.length > 0) {
      fail('more brackets are closed than opened');
    }
    item = only;
  }
  const conversion = item.type === 'bracket' ? readBracket(item.items) : readPart(item);
  if (callsAtTheEnd(conversion) < openings) {
    fail('more brackets are closed than opened');
  }
  return conversion;
}

/**
 * Reads the fragment of a transformation in a data type's cell.
 *
 * @param written - the cell with its white space as it is written: a constant in it may hold several blanks.
 * @returns the conversion, or the problem that prevents reading it; never throws. Takes linear time.
 */
export function restoreTransformation(written: string): RestoredTransformation {
  const word = /^("?)([\w-]+)\1$/.exec(written)?.[2];
  if (word !== undefined && !isFunctionName(word)) {
    return { problem: `${quote(word)} is neither a data type nor a function that syncproof reads` };
  }
  const read = attempt(() => (word === undefined ? readText(written) : readCall(word, [])));
  if (read instanceof UnreadableTransformation) {
    return { problem: read.message };
  }
  return readsTheValue(read) ? { conversion: read } : { problem: 'it gives the same for every value' };
}
