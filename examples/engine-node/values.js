/** Values: paths, what is empty, what is equal, conversions. docs/semantics.md has the decisions (D…). */
'use strict';
const { isDeepStrictEqual } = require('node:util');

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const BOOLEANS = new Map([['true', true], ['false', false], [1, true], [0, false]]); // prettier-ignore
const MADE_UP = { integer: 0, number: 0, boolean: false, object: {} };

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isBlank = (value) => value === undefined || value === null || value === '' || value.length === 0;
const same = (one, other) => isDeepStrictEqual(one, other) || (isBlank(one) && isBlank(other));

/** The value at a path (its steps); a path that meets a list reads the property of every element (D7). */
function read(held, [step, ...rest]) {
  if (step === undefined) {
    return held;
  }
  return Array.isArray(held) ? held.map((each) => read(each, [step, ...rest])) : read(held?.[step], rest);
}

/** `held` with the value at the path; where a list is met, in the element at `index` alone (D14, D26). */
function write(held, [step, ...rest], value, index) {
  if (step !== undefined && !Array.isArray(held)) {
    return { ...held, [step]: write(held?.[step], rest, value, index) };
  }
  if (index === undefined) {
    return step === undefined ? value : held.map((each, at) => write(each, [step, ...rest], value?.[at]));
  }
  const elements = [held ?? []].flat();
  const element = step === undefined ? value : write(elements[index], [step, ...rest], value);
  elements.splice(index, 1, ...(isBlank(element) ? [] : [element]));
  return elements;
}

/** What a PATCH must say to get from one object to the other; lists are written whole. */
function difference(before, after) {
  const changed = Object.entries(after).filter(([name, value]) => !isDeepStrictEqual(before?.[name], value));
  return Object.fromEntries(
    changed.map(([name, value]) => [name, isObject(value) ? difference(before?.[name], value) : value]),
  );
}

/** What an answer shows, laid over what is known: what it leaves out was not cleared (D13). */
function overlay(known, shown) {
  const entries = isObject(known) && isObject(shown) ? Object.entries(shown) : [];
  const parts = entries.map(([name, value]) => [name, overlay(known[name], value)]);
  return entries.length > 0 ? { ...known, ...Object.fromEntries(parts) } : shown;
}

/** A value in a type, a list by its elements; undefined where it cannot be converted (D15). */
function convert(value, type) {
  if (Array.isArray(value)) {
    const elements = value.map((element) => convert(element, type));
    return elements.includes(undefined) ? undefined : elements;
  }
  if (type === 'string') {
    return isObject(value) ? undefined : String(value);
  }
  if (type === 'boolean') {
    return typeof value === 'boolean' ? value : BOOLEANS.get(value);
  }
  if (!['integer', 'float', 'decimal', 'number'].includes(type)) {
    return value;
  }
  const number = typeof value === 'number' || NUMBER.test(value) ? Number(value) : NaN;
  return (type === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number)) ? number : undefined;
}

/** What a required property gets that no row fills (D24). */
function fallback({ default: stated, type, format, list }) {
  const value = MADE_UP[type] ?? (format === 'email' ? 'unspecified@example.com' : 'unspecified');
  return stated ?? (list ? [value] : value);
}

module.exports = { convert, difference, fallback, isBlank, overlay, read, same, write };
