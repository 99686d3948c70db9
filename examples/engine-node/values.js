/** Values: paths, what is empty, what is equal, conversions. docs/semantics.md has the decisions (D1 to D27). */
'use strict';
const { isDeepStrictEqual } = require('node:util');

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const BOOLEANS = new Map(Object.entries({ true: true, false: false }).concat([[true, true], [false, false], [1, true], [0, false]])); // prettier-ignore
const MADE_UP = { integer: 0, number: 0, boolean: false, object: {} };

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isBlank = (value) => value === undefined || value === null || value === '' || value.length === 0;
const same = (one, other) => isDeepStrictEqual(one, other) || (isBlank(one) && isBlank(other));
const mapObject = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));
const toNumber = (value) => (typeof value === 'number' || NUMBER.test(value) ? Number(value) : NaN);

/** The value at a path (its steps); a path that meets a list reads the property of every element (D7). */
function read(held, [step, ...rest]) {
  const below = () =>
    Array.isArray(held) ? held.map((each) => read(each, [step, ...rest])) : read(held?.[step], rest);
  return step === undefined ? held : below();
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
  const part = (value, name) => (isObject(value) ? difference(before?.[name], value) : value);
  return mapObject(Object.fromEntries(changed), part);
}

/** What an answer shows, laid over what is known: what it leaves out was not cleared (D13). */
function overlay(known, shown) {
  const both = () => ({ ...known, ...mapObject(shown, (value, name) => overlay(known[name], value)) });
  return isObject(known) && isObject(shown) ? both() : shown;
}

const CONVERSIONS = {
  string: (value) => (isObject(value) ? undefined : String(value)),
  integer: (value) => [toNumber(value)].find(Number.isSafeInteger),
  number: (value) => [toNumber(value)].find(Number.isFinite),
  boolean: (value) => BOOLEANS.get(value),
};
Object.assign(CONVERSIONS, { float: CONVERSIONS.number, decimal: CONVERSIONS.number });

/** A value in a type, a list by its elements; undefined where it cannot be converted (D15). */
function convert(value, type) {
  const elements = Array.isArray(value) && value.map((element) => convert(element, type));
  return elements
    ? elements.includes(undefined)
      ? undefined
      : elements
    : (CONVERSIONS[type] ?? ((as) => as))(value);
}

/** What a required property gets that no row fills (D24). */
function fallback({ default: stated, type, format, list }) {
  const value = MADE_UP[type] ?? (format === 'email' ? 'unspecified@example.com' : 'unspecified');
  return stated ?? (list ? [value] : value);
}

module.exports = { convert, difference, fallback, isBlank, mapObject, overlay, read, same, write };
