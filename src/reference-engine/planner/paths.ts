/** Reading and writing of properties by dotted paths, through objects and lists (D7, D14, D26). */
import { memberOf } from './json';
import { isList, isObject, type Json, type JsonObject } from '../../core/json';

/** Whether the schema calls the value at a path, or at the beginning of a path, a list. */
export type IsListAt = (path: string) => boolean;

/** The steps of the paths that were read: those of the documents, which come again and again. */
const STEPS = new Map<string, readonly string[]>();

function stepsOf(path: string): readonly string[] {
  const known = STEPS.get(path);
  if (known !== undefined) {
    return known;
  }
  const steps = path.split('.');
  STEPS.set(path, steps);
  return steps;
}

function readSteps(value: Json | undefined, steps: readonly string[], begin = 0): Json | undefined {
  let present = value;
  for (let at = begin; at < steps.length && present !== null; at += 1) {
    if (isList(present)) {
      return present.flatMap((element) => {
        const read = readSteps(element, steps, at);
        return isList(read) ? read : [read ?? null];
      });
    }
    present = isObject(present) ? memberOf(present, steps[at] ?? '') : undefined;
  }
  return present;
}

/**
 * The value at a path. `undefined`: the representation does not show it. A path that meets a list reads all its
 * elements (D7): the answer then is a list, with null for an element that lacks the property.
 */
export function readPath(properties: JsonObject, path: string): Json | undefined {
  return readSteps(properties, stepsOf(path));
}

/** The elements of a list; a scalar is a list of one, and what is missing or null a list of none. */
export function elementsOf(value: Json | undefined): readonly Json[] {
  if (isList(value)) {
    return value;
  }
  return value === undefined || value === null ? [] : [value];
}

interface Place {
  readonly prefix: string;
  readonly isListAt: IsListAt;
}

function writeElements(
  list: readonly Json[],
  steps: readonly string[],
  values: readonly Json[],
  place: Place,
): Json {
  const written: Json[] = [];
  let position = 0;
  for (const element of list) {
    if (position >= values.length) {
      break;
    }
    const read = readSteps(element, steps);
    const width = isList(read) ? read.length : 1;
    const part = values.slice(position, position + width);
    position += width;
    written.push(writeSteps(element, steps, isList(read) ? part : (part[0] ?? null), place) ?? null);
  }
  const added = values.slice(position).map((value) => writeSteps({}, steps, value, place) ?? null);
  return [...written, ...added];
}

function writeSteps(
  current: Json | undefined,
  steps: readonly string[],
  value: Json,
  place: Place,
): Json | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return value === null && current === undefined ? undefined : value;
  }
  const absent = current === undefined || current === null;
  if (isList(current) || (absent && place.prefix !== '' && place.isListAt(place.prefix))) {
    return writeElements(isList(current) ? current : [], steps, elementsOf(value), place);
  }
  const object = isObject(current) ? current : {};
  const prefix = place.prefix === '' ? step : `${place.prefix}.${step}`;
  const child = writeSteps(memberOf(object, step), rest, value, { ...place, prefix });
  return child === undefined ? current : { ...object, [step]: child };
}

/**
 * The properties with another value at a path; what is beside it stays (D14). Into a path through a list goes a
 * list, one value for each element: objects that are there keep their other members, missing ones are added, surplus
 * ones leave.
 */
export function writePath(properties: JsonObject, path: string, value: Json, isListAt: IsListAt): JsonObject {
  const written = writeSteps(properties, path.split('.'), value, { prefix: '', isListAt });
  return isObject(written) ? written : properties;
}

function passesThroughList(properties: JsonObject, path: string): boolean {
  const steps = path.split('.');
  return steps.slice(1).some((_, count) => isList(readSteps(properties, steps.slice(0, count + 1))));
}

/**
 * The properties with one element of a list changed in place (D26); an index beyond the list appends. `null` takes the
 * element out of a list of scalars, and empties the member of the object in a list of objects.
 */
export function writeElement(
  properties: JsonObject,
  place: { readonly path: string; readonly index: number },
  value: Json,
  isListAt: IsListAt,
): JsonObject {
  const elements = [...elementsOf(readPath(properties, place.path))];
  if (value === null && !passesThroughList(properties, place.path)) {
    elements.splice(place.index, 1);
  } else {
    elements.splice(place.index, 1, value);
  }
  return writePath(properties, place.path, elements, isListAt);
}
