/** Values: paths, what is empty, what is equal, conversions. docs/semantics.md has the decisions (D1 to D27). */
'use strict';
const { isDeepStrictEqual } = require('node:util');

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isBlank = (value) => value === undefined || value === null || value === '' || value.length === 0;
const same = (one, other) => isDeepStrictEqual(one, other) || (isBlank(one) && isBlank(other));
const toNumber = (value) => (typeof value === 'number' || NUMBER.test(value) ? Number(value) : NaN);

/** The value at a path (its steps); a path that meets a list reads the property of every element (D7). */
function read(held, steps) {
  if (steps.length === 0) {
    return held;
  }
  return Array.isArray(held) ? held.map((each) => read(each, steps)) : read(held?.[steps[0]], steps.slice(1));
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
  const part = ([name, value]) => [name, isObject(value) ? difference(before?.[name], value) : value];
  return Object.fromEntries(changed.map(part));
}

/** What an answer shows, laid over what is known: what it leaves out was not cleared (D13). */
function overlay(known, shown) {
  const part = ([name, value]) => [name, isObject(value) ? overlay(known?.[name], value) : value];
  return { ...(isObject(known) && known), ...Object.fromEntries(Object.entries(shown).map(part)) };
}

const CONVERSIONS = {
  string: (value) => (isObject(value) ? undefined : String(value)),
  integer: (value) => [toNumber(value)].find(Number.isSafeInteger),
  float: (value) => [toNumber(value)].find(Number.isFinite),
  boolean: (value) => [true, false].find((each) => [each, String(each), Number(each)].includes(value)),
};
Object.assign(CONVERSIONS, { number: CONVERSIONS.float, decimal: CONVERSIONS.float });

/** A value in a type, a list by its elements; undefined where it cannot be converted (D15). */
function convert(value, type) {
  if (Array.isArray(value)) {
    const elements = value.map((element) => convert(element, type));
    return elements.includes(undefined) ? undefined : elements;
  }
  return type in CONVERSIONS && !isBlank(value) ? CONVERSIONS[type](value) : value;
}

module.exports = { convert, difference, isBlank, overlay, read, same, write };
