/** Checks what is written against what a datatype's schema says. The schema's keys are dotted paths. */
import { isEmpty, valuesAt } from '../core/json';
import type { Properties } from '../core/types';
import { isList, isObject } from '../../core/json';
import type { Json } from '../../core/json';
import type { DatatypeSchema, PropertySchema } from '../../model';

/** What is wrong with one property. */
export interface Violation {
  /** Dotted path. */
  readonly property: string;
  readonly detail: string;
}

/** Checks the writes to one datatype; each answer names every property that is wrong, none where all is well. */
export interface WriteChecker {
  /** Of the properties of a new record. */
  created(properties: Properties): readonly Violation[];
  /** Of a merge patch, and of what it makes of the record. */
  changed(patch: Properties, before: Properties, after: Properties): readonly Violation[];
}

interface SchemaNode {
  readonly path: string;
  facts?: PropertySchema;
  /** A property at or below this step is stated as a list. */
  listBelow: boolean;
  readonly children: Map<string, SchemaNode>;
}

/** What surrounds the place of a check: in a list a member may be anything, since a list is only ever written whole (decision D14). */
interface Surroundings {
  readonly inList: boolean;
  readonly open: boolean;
}

/** The violations as one sentence. */
export function describeViolations(violations: readonly Violation[]): string {
  return `${violations.map(({ property, detail }) => `"${property}" ${detail}`).join('; ')}.`;
}

const CHECKERS = new WeakMap<DatatypeSchema, WriteChecker>();

/** The checker of a datatype; the same facts get the same one. */
export function createWriteChecker(facts: DatatypeSchema): WriteChecker {
  const checker = CHECKERS.get(facts) ?? makeWriteChecker(facts);
  CHECKERS.set(facts, checker);
  return checker;
}

function makeWriteChecker(facts: DatatypeSchema): WriteChecker {
  const root = buildTree(facts);
  const entries = Object.entries(facts.properties).filter(([, property]) => property.readOnly !== true);
  const required = entries.filter(([, property]) => property.required === true).map(([path]) => path);
  const lasting = entries
    .filter(([, property]) => property.required === true || property.clearable === false)
    .map(([path]) => path);
  return {
    created: (properties) => [
      ...checkMembers(root, properties, { inList: false, open: false }),
      ...required
        .filter((path) => !holdsValue(properties, path))
        .map((property) => ({ property, detail: 'is required: a record cannot be created without a value' })),
    ],
    changed: (patch, before, after) => [
      ...checkMembers(root, patch, { inList: false, open: false }),
      ...lasting
        .filter((path) => holdsValue(before, path) && !holdsValue(after, path))
        .map((property) => ({ property, detail: 'cannot be cleared' })),
    ],
  };
}

function buildTree({ properties }: DatatypeSchema): SchemaNode {
  const root: SchemaNode = { path: '', listBelow: false, children: new Map() };
  for (const [path, facts] of Object.entries(properties)) {
    const steps = path.split('.');
    let node = root;
    for (const [index, step] of steps.entries()) {
      const place = steps.slice(0, index + 1).join('.');
      const child = node.children.get(step) ?? { path: place, listBelow: false, children: new Map() };
      node.children.set(step, child);
      child.listBelow ||= facts.list === true;
      node = child;
    }
    node.facts = facts;
  }
  return root;
}

function holdsValue(properties: Properties, path: string): boolean {
  return valuesAt(properties, path.split('.')).some((value) => !isEmpty(value));
}

function checkMembers(node: SchemaNode, members: Properties, around: Surroundings): readonly Violation[] {
  return Object.entries(members).flatMap(([name, value]) => {
    const child = node.children.get(name);
    if (child !== undefined) {
      return checkValue(child, value, around);
    }
    const property = node.path === '' ? name : `${node.path}.${name}`;
    return around.open ? [] : [{ property, detail: 'is not a property of this datatype' }];
  });
}

function checkValue(node: SchemaNode, value: Json, around: Surroundings): readonly Violation[] {
  const { facts, children, path } = node;
  if (facts?.readOnly === true && !around.inList) {
    return [{ property: path, detail: 'is read-only: the system alone sets it' }];
  }
  if (value === null) {
    return [];
  }
  if (children.size > 0 && (facts === undefined || isObject(value) || isList(value))) {
    return checkBranch(node, value, around);
  }
  return facts === undefined || fits(facts, value, around.inList)
    ? []
    : [{ property: path, detail: `must be ${describe(facts)}, not ${describeValue(value)}` }];
}

function checkBranch(node: SchemaNode, value: Json, around: Surroundings): readonly Violation[] {
  const { facts, path } = node;
  const mayBeList = facts === undefined ? node.listBelow : facts.list === true;
  const mayBeObject = facts?.list !== true || around.inList;
  if (isList(value) && mayBeList) {
    const inside = { inList: true, open: true };
    return value.flatMap((element, index) =>
      isObject(element)
        ? checkMembers(node, element, inside)
        : [{ property: path, detail: `element ${index} must be an object, not ${describeValue(element)}` }],
    );
  }
  if (isObject(value) && mayBeObject) {
    return checkMembers(node, value, { ...around, open: around.open || facts !== undefined });
  }
  const wanted = [...(mayBeObject ? ['an object'] : []), ...(mayBeList ? ['a list of objects'] : [])].join(
    ' or ',
  );
  return [{ property: path, detail: `must be ${wanted}, not ${describeValue(value)}` }];
}

function fits({ type, list }: PropertySchema, value: Json, inList: boolean): boolean {
  if (list === true && isList(value)) {
    return value.every((element) => isOfType(type, element));
  }
  return (list !== true || inList) && isOfType(type, value);
}

function isOfType(type: PropertySchema['type'], value: Json): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'integer':
      return Number.isInteger(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}

function describe({ type, list }: PropertySchema): string {
  return list === true ? `a list of ${type}` : type;
}

function describeValue(value: Json): string {
  const kind = value === null ? '' : isList(value) ? 'a list' : isObject(value) ? 'an object' : typeof value;
  const text = JSON.stringify(value);
  return `${kind} ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`.trim();
}
