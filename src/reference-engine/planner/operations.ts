import type { DatatypeModel } from './model';
import type { EngineState, Stamp } from './state';
import { writeElement, writePath } from './paths';
import type { JsonObject, Json } from '../../core/json';

/** One register that an operation writes. */
export interface Write {
  readonly path: string;
  /** The key of the anchor, where one element of a list is written. */
  readonly anchor?: string;
  readonly index?: number;
  readonly sent: Json;
  /** Of the value's writer, so that the engine's own write never renews it (D16). */
  readonly stamp: Stamp;
  readonly cleared: boolean;
}

/** Whole properties first, then single elements into the lists as they are by then. */
function inWritingOrder(writes: readonly Write[]): readonly Write[] {
  return [
    ...writes.filter(({ index }) => index === undefined),
    ...writes.filter(({ index }) => index !== undefined),
  ];
}

/** The properties as they will be after the writes. */
export function writtenInto(
  properties: JsonObject,
  writes: readonly Write[],
  { isListAt }: DatatypeModel,
): JsonObject {
  return inWritingOrder(writes).reduce(
    (written, { path, index, sent }) =>
      index === undefined
        ? writePath(written, path, sent, isListAt)
        : writeElement(written, { path, index }, sent, isListAt),
    properties,
  );
}

interface OperationBase {
  /** Unique in a plan, and the same in the next plan for the same intent. */
  readonly id: string;
  readonly datatype: DatatypeModel;
  readonly writes: readonly Write[];
  /** The record's properties as they will be. */
  readonly properties: JsonObject;
  /** Members of the cluster that the operation serves, as record keys. */
  readonly cluster: readonly string[];
  /** The request's `properties`. */
  readonly body: JsonObject;
}

export interface Update extends OperationBase {
  readonly kind: 'update';
  /** The record's key. */
  readonly record: string;
}

export interface Create extends OperationBase {
  readonly kind: 'create';
  /** The key of the record that it is created from. */
  readonly origin: string;
}

export type WriteOperation = Update | Create;

export interface WritePlan {
  /** With the clusters, and the anchors of lists that met their scalars for the first time. */
  readonly state: EngineState;
  readonly operations: readonly WriteOperation[];
  /** What could not be brought to agree, one line each. */
  readonly reports: readonly string[];
}
