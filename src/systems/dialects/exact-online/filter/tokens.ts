/** The words of OData's query expressions. Reading costs by the length of the text. */
import { isGuid } from '../../../core/guid';
import { malformed } from '../refusal';
import { readTime } from '../times';
import type { FilterLiteral } from './types';

export type FilterToken =
  | { readonly kind: 'mark'; readonly text: '(' | ')' | ','; readonly at: number }
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'literal'; readonly literal: FilterLiteral; readonly text: string; readonly at: number };

/** No two alternatives begin alike, so nothing is ever read twice. */
const TOKEN =
  /[ \t]*(?:([(),])|([A-Za-z_][\w/]*)?('(?:[^']|'')*')|([A-Za-z_][\w/]*)|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)[LlDdFfMm]?(?!\w))/y;

/**
 * Cuts an expression into tokens.
 * @throws ExactRefusal (400) for what is not a token, an unclosed text, a literal that cannot be read
 */
export function tokensOf(text: string): readonly FilterToken[] {
  const trimmed = text.trimEnd();
  const tokens: FilterToken[] = [];
  let at = 0;
  while (at < trimmed.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(trimmed);
    if (match === null) {
      throw malformed(`Syntax error at position ${at} in '${text}'.`);
    }
    tokens.push(tokenOf(match, at));
    at = TOKEN.lastIndex;
  }
  return tokens;
}

function tokenOf([whole, mark, prefix, quoted, word, number]: RegExpExecArray, at: number): FilterToken {
  const text = whole.trim();
  if (mark !== undefined) {
    return { kind: 'mark', text: mark as '(' | ')' | ',', at };
  }
  if (quoted !== undefined) {
    return { kind: 'literal', literal: quotedLiteral(prefix, quoted), text, at };
  }
  if (number !== undefined) {
    return { kind: 'literal', literal: numberLiteral(number), text, at };
  }
  const literal = wordLiteral(word ?? '');
  return literal === undefined ? { kind: 'word', text, at } : { kind: 'literal', literal, text, at };
}

function wordLiteral(word: string): FilterLiteral | undefined {
  if (word === 'null') {
    return { type: 'null', value: null };
  }
  return word === 'true' || word === 'false' ? { type: 'boolean', value: word === 'true' } : undefined;
}

function numberLiteral(text: string): FilterLiteral {
  const value = Number(text);
  if (!Number.isFinite(value)) {
    throw malformed(`Unrecognized 'Edm.Double' literal '${text}'.`);
  }
  return { type: 'number', value };
}

function quotedLiteral(prefix: string | undefined, quoted: string): FilterLiteral {
  const text = quoted.slice(1, -1).replaceAll("''", "'");
  if (prefix === undefined) {
    return { type: 'string', value: text };
  }
  if (prefix === 'guid' && isGuid(text)) {
    return { type: 'guid', value: text.toLowerCase() };
  }
  const time = prefix === 'datetime' ? readTime(text) : undefined;
  if (time !== undefined) {
    return { type: 'datetime', value: time };
  }
  const known = { guid: 'Edm.Guid', datetime: 'Edm.DateTime' }[prefix];
  throw malformed(`Unrecognized '${known ?? prefix}' literal '${prefix}${quoted}'.`);
}

/**
 * Reads a list of literals, as `$skiptoken` and key predicates hold them.
 * @throws ExactRefusal (400) where it is none
 */
export function literalsOf(text: string): readonly FilterLiteral[] {
  return tokensOf(text).flatMap((token, index, tokens) => {
    const even = index % 2 === 0;
    if (even && token.kind === 'literal') {
      return [token.literal];
    }
    if (!even && token.text === ',' && index < tokens.length - 1) {
      return [];
    }
    throw malformed(`Syntax error at position ${token.at} in '${text}'.`);
  });
}
