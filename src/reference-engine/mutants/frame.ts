/** Mutants that write more of a record than the rows name. */
import { isObject, type Json, type JsonObject } from '../../core/json';
import { withRequired } from '../planner/creation';
import { isEmpty, memberOf } from '../planner/json';
import type { DatatypeModel } from '../planner/model';
import type { Update, WriteOperation } from '../planner/operations';
import { mergePatch } from '../planner/patch';
import { readPath, writePath } from '../planner/paths';
import { plan } from '../planner/plan';
import type { EngineState, RecordState } from '../planner/state';
import type { Strategies } from '../strategies';
import { withEmpty } from './plan-controls';
import type { Mutant } from './mutant';
import { clusterLookup } from './pairs';
import { changingOperations } from './sending';
import { overwriting } from './values';

function withoutPath(properties: JsonObject, [step = '', ...rest]: readonly string[]): JsonObject {
  const child = memberOf(properties, step);
  if (rest.length === 0) {
    return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== step));
  }
  return isObject(child) ? { ...properties, [step]: withoutPath(child, rest) } : properties;
}

/** The properties that an engine may send: those that the schema calls read-only are left out. */
export function writableOf(properties: JsonObject, { schema }: DatatypeModel): JsonObject {
  return Object.entries(schema)
    .filter(([, { readOnly }]) => readOnly === true)
    .reduce((sent, [path]) => withoutPath(sent, path.split('.')), properties);
}

/** The record with null, or an empty list, for what the schema has and the record has not. */
function withAllOf({ schema, isListAt }: DatatypeModel, properties: JsonObject): JsonObject {
  return Object.entries(schema)
    .filter(([path, { required, clearable }]) => {
      const isEmptiable = required !== true && clearable !== false;
      return isEmptiable && readPath(properties, path) === undefined;
    })
    .reduce((whole, [path]) => withEmpty(whole, path.split('.'), isListAt(path) ? [] : null), properties);
}

/** The whole record: what no row names as it was when the record was linked, the rest as it will be. */
function asLinked(update: Update, linkedAs: JsonObject): Update {
  const { mapped, isListAt } = update.datatype;
  const body = mapped.reduce(
    (sent, path) => {
      const value = readPath(update.properties, path);
      return value === undefined ? sent : writePath(sent, path, value, isListAt);
    },
    withAllOf(update.datatype, linkedAs),
  );
  return { ...update, body: writableOf(body, update.datatype) };
}

function resendingLinkedRecords(): Strategies['plan'] {
  const linkedAs = new Map<string, JsonObject>();
  return (strategies, model, state) => {
    const planned = plan(strategies, model, state);
    for (const key of planned.state.clusters.flat()) {
      const record = planned.state.records[key];
      if (record !== undefined && !linkedAs.has(key)) {
        linkedAs.set(key, record.properties);
      }
    }
    return {
      ...planned,
      operations: planned.operations.map((operation): WriteOperation => {
        const known = operation.kind === 'update' ? linkedAs.get(operation.record) : undefined;
        return operation.kind === 'update' && known !== undefined ? asLinked(operation, known) : operation;
      }),
    };
  };
}

/** The update with the defaults of what its system requires and no row names. */
function withDefaults(operation: WriteOperation, { records }: EngineState): WriteOperation {
  const record = operation.kind === 'update' ? records[operation.record] : undefined;
  if (record === undefined) {
    return operation;
  }
  const { datatype, body } = operation;
  const unmapped = Object.entries(datatype.schema).filter(([path]) => !datatype.mapped.includes(path));
  const blank: RecordState = { ...record, properties: {} };
  return {
    ...operation,
    body: withRequired({ ...datatype, schema: Object.fromEntries(unmapped) }, body, blank),
  };
}

/** The patch with whole objects: what is beside a nested property that changes is emptied, unless a row names it. */
function replacingObjects(before: JsonObject, after: JsonObject, mapped: readonly string[]): JsonObject {
  const replaced = Object.entries(mergePatch(before, after)).map(([name, value]): [string, Json] => {
    const [old, whole] = [memberOf(before, name), memberOf(after, name)];
    return isObject(value) && isObject(old) && isObject(whole)
      ? [name, overwriting(old, whole, mapped, `${name}.`)]
      : [name, value];
  });
  return Object.fromEntries(replaced);
}

/** Writes that change one property only bring along the others of their record that were once sent. */
function resendingFirstValues(): Strategies['plan'] {
  const firstSent = new Map<string, JsonObject>();
  return (strategies, model, state, round) =>
    changingOperations((operation, { clusters }) => {
      if (operation.kind === 'create') {
        return operation;
      }
      const isLinked = clusterLookup({ ...state, clusters })(operation.record) !== undefined;
      const known = firstSent.get(operation.record);
      if (known === undefined) {
        if (isLinked) {
          firstSent.set(operation.record, operation.body);
        }
        return operation;
      }
      const again = operation.datatype.mapped.filter(
        (path) => !isEmpty(readPath(known, path)) && !operation.writes.some((write) => write.path === path),
      );
      const body = again.reduce(
        (sent, path) => writePath(sent, path, readPath(known, path) ?? null, operation.datatype.isListAt),
        operation.body,
      );
      return { ...operation, body };
    })(strategies, model, state, round);
}

export const FRAME_MUTANTS: readonly Mutant[] = [
  {
    name: 'resends-linked-record',
    topic: 'frame',
    what: 'Sends the whole record on update, with what no row names as it was when the record was linked.',
    decisions: ['D14'],
    caughtBy: ['properties'],
    strategies: () => ({ plan: resendingLinkedRecords() }),
  },
  {
    name: 'resends-first-values',
    topic: 'frame',
    what: 'Sends along with an update what it first sent to the record: a value that was edited since comes back.',
    decisions: ['D12'],
    caughtBy: ['keep-in-sync'],
    strategies: () => ({ plan: resendingFirstValues() }),
  },
  {
    name: 'resends-required-defaults',
    topic: 'frame',
    what: 'Sends the defaults of what a system requires with every update, not only when it creates a record.',
    decisions: ['D14', 'D24'],
    caughtBy: ['properties'],
    strategies: () => ({ plan: changingOperations(withDefaults) }),
  },
  {
    name: 'replaces-nested-objects',
    topic: 'frame',
    what: 'Replaces a nested object where one property of it changes: those beside it that no row names are emptied.',
    decisions: ['D14'],
    caughtBy: ['properties'],
    strategies: () => ({
      patchBody: (before, after, { mapped }) => replacingObjects(before, after, mapped),
    }),
  },
];
