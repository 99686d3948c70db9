import type { Json } from '../core/json';

type Node = Json | undefined;
type JsonObject = Readonly<Record<string, Json>>;

function isObject(node: Node): node is JsonObject {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function isArray(node: Node): node is readonly Json[] {
  return Array.isArray(node);
}

function readFrom(node: Node, steps: readonly string[]): Json[] {
  if (isArray(node)) {
    return node.flatMap((element) => readFrom(element, steps));
  }
  const [first, ...rest] = steps;
  if (first === undefined) {
    return node === undefined ? [] : [node];
  }
  return isObject(node) ? readFrom(node[first], rest) : [];
}

/** All values at the path: one for a plain property, one for each element of a list, none where it is missing. */
export function readAll(properties: JsonObject, path: string): Json[] {
  return readFrom(properties, path.split('.'));
}

/** Missing, null, the empty string, the empty list, and a list of nothing but those (D6). */
export function isBlank(value: Node): boolean {
  return value === undefined || value === null || value === '' || (isArray(value) && value.every(isBlank));
}

/** How to write at a path. */
export interface PathTarget {
  readonly path: string;
  /** Which prefixes of the path hold lists. */
  readonly isListAt: (prefix: string) => boolean;
  /** The element to write, where there is a list on the path. */
  readonly anchor: number;
}

interface Target extends PathTarget {
  /** What the last step names is replaced whole, also where it holds a list. */
  readonly whole: boolean;
}

function written(node: Node, steps: readonly string[], depth: number, value: Json, place: Target): Json {
  const prefix = steps.slice(0, depth).join('.');
  if (
    !(place.whole && depth === steps.length) &&
    (isArray(node) || ((node === undefined || node === null) && place.isListAt(prefix)))
  ) {
    const elements = isArray(node) ? [...node] : [];
    const at = Math.min(place.anchor, elements.length);
    elements[at] = writtenMember(elements[at], steps, depth, value, place);
    return elements;
  }
  return writtenMember(node, steps, depth, value, place);
}

function writtenMember(
  node: Node,
  steps: readonly string[],
  depth: number,
  value: Json,
  place: Target,
): Json {
  const step = steps[depth];
  if (step === undefined) {
    return value;
  }
  const members = isObject(node) ? node : {};
  return { ...members, [step]: written(members[step], steps, depth + 1, value, place) };
}

/** The properties with the value at the place; everything else stays as it was. */
export function withValue(properties: JsonObject, place: PathTarget, value: Json): JsonObject {
  return written(properties, place.path.split('.'), 0, value, { ...place, whole: false }) as JsonObject;
}

/** The properties with a raw value (a whole list, null) at the place: lists before its last step count by their anchor. */
export function withRaw(properties: JsonObject, place: PathTarget, value: Json): JsonObject {
  return written(properties, place.path.split('.'), 0, value, { ...place, whole: true }) as JsonObject;
}

/**
 * What is at a path, a list as a whole; `undefined` where nothing is.
 *
 * @param anchor - the element that counts, where there is a list before the last step.
 */
export function readRaw(properties: JsonObject, path: string, anchor = 0): Json | undefined {
  return path.split('.').reduce<Node>((node, step) => {
    const owner = isArray(node) ? node[Math.min(anchor, node.length - 1)] : node;
    return isObject(owner) ? owner[step] : undefined;
  }, properties);
}

function collectLeaves(node: Json, pointer: string, leaves: Map<string, Json>): void {
  if (isArray(node)) {
    node.forEach((element, index) => {
      collectLeaves(element, `${pointer}[${index}]`, leaves);
    });
  } else if (isObject(node)) {
    for (const [name, member] of Object.entries(node)) {
      collectLeaves(member, pointer === '' ? name : `${pointer}.${name}`, leaves);
    }
  } else if (!isBlank(node)) {
    leaves.set(pointer, node);
  }
}

/** Every value of a record by its pointer (`address.city`, `info.emails[0]`); blanks have none. */
export function leavesOf(properties: JsonObject): Map<string, Json> {
  const leaves = new Map<string, Json>();
  collectLeaves(properties, '', leaves);
  return leaves;
}

/** Whether the pointer of a leaf lies on the path, whatever the list elements. */
export function liesOn(pointer: string, path: string): boolean {
  const plain = pointer.replace(/\[\d+\]/g, '');
  return plain === path || plain.startsWith(`${path}.`);
}
