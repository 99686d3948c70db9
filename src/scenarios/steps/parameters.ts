/** The parameters of steps: how each is written in a step, and read back. */
import type { Json } from '../../core/json';
import { escapeForGherkin } from '../labels';

/** A record as steps name it: `Wix.com Contacts "Ada"`. */
export interface RecordReference {
  /** Label of the record's datatype, as steps write it. */
  readonly datatype: string;
  readonly name: string;
}

/** What a parameter of each type holds. */
export interface StepValues {
  /** Label of a datatype, as steps write it. */
  readonly datatype: string;
  readonly record: RecordReference;
  /** Path of a property. */
  readonly property: string;
  readonly value: Json;
  /** A value that is empty; `undefined` where the property is missing. */
  readonly blank: Json | undefined;
  /** Name of a system. */
  readonly system: string;
  /** Slugs of two or more documents. */
  readonly documents: readonly string[];
  readonly int: number;
}

export type ParameterName = keyof StepValues;

interface ParameterType<Value> {
  /** What the parameter looks like in a step; its groups are what `read` gets. */
  readonly pattern: RegExp;
  readonly write: (value: Value) => string;
  readonly read: (...groups: string[]) => Value;
}

const UNNAMED_SYSTEM = 'the unnamed system';

/** A JSON string without its quotes. */
const CHARACTERS = String.raw`(?:[^"\\]|\\.)*`;

const JSON_VALUE = new RegExp(
  [
    `"${CHARACTERS}"`,
    String.raw`-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?`,
    String.raw`true|false|null|\[.*\]|\{.*\}`,
  ].join('|'),
);

/** JSON in which combining marks are escaped, so that two texts that look alike can be distinguished. */
function writeJson(value: Json): string {
  return JSON.stringify(value).replace(/\p{M}/gu, (mark) =>
    mark
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** The parameter types, by the names that expressions use. */
export const PARAMETERS: { readonly [Name in ParameterName]: ParameterType<StepValues[Name]> } = {
  datatype: { pattern: /[^"]+/, write: (label) => label, read: (label) => label },
  record: {
    pattern: /([^"]+) "([^"]+)"/,
    write: ({ datatype, name }) => `${datatype} "${name}"`,
    read: (datatype = '', name = '') => ({ datatype, name }),
  },
  property: {
    pattern: new RegExp(`"(${CHARACTERS})"`),
    write: (path) => JSON.stringify(path),
    read: (path) => JSON.parse(`"${path}"`) as string,
  },
  value: { pattern: JSON_VALUE, write: writeJson, read: (text) => JSON.parse(text) as Json },
  blank: {
    pattern: /missing|null|""|\[\]/,
    write: (value) => (value === undefined ? 'missing' : JSON.stringify(value)),
    read: (text = 'missing') => (text === 'missing' ? undefined : (JSON.parse(text) as Json)),
  },
  system: {
    pattern: /[^"]+/,
    write: (name) => escapeForGherkin(name) || UNNAMED_SYSTEM,
    read: (name) => (name === UNNAMED_SYSTEM ? '' : name),
  },
  documents: {
    pattern: /"[^"]+"(?: and "[^"]+")+/,
    write: (slugs) => slugs.map((slug) => `"${slug}"`).join(' and '),
    read: (text = '') => [...text.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? ''),
  },
  int: { pattern: /\d+/, write: (count) => `${count}`, read: Number },
};

/** A column of an outline's examples in the place of a parameter. */
export class Column {
  constructor(readonly name: string) {}
}

/** Paths of properties are quoted: where a column holds them, the quotes are in the step. */
function writeColumn(type: ParameterName, { name }: Column): string {
  return type === 'property' ? `"<${name}>"` : `<${name}>`;
}

/** A parameter as a step writes it. */
export function writeParameter<Type extends ParameterName>(
  type: Type,
  value: StepValues[Type] | Column,
): string {
  return value instanceof Column ? writeColumn(type, value) : PARAMETERS[type].write(value);
}

/** What the cell of an example holds, so that the step reads the value from it. */
export function writeCell<Type extends ParameterName>(type: Type, value: StepValues[Type]): string {
  const text = PARAMETERS[type].write(value);
  return type === 'property' ? text.slice(1, -1) : text;
}
