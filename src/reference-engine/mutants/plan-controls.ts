/** Controls that plan other operations than the reference engine, or list otherwise. */
import { isEmpty, memberOf } from '../planner/json';
import { readPath, writePath } from '../planner/paths';
import { plan } from '../planner/plan';
import { writtenInto, type Create, type Update } from '../planner/operations';
import { withRequired } from '../planner/creation';
import { mergePatch } from '../planner/patch';
import type { RecordState } from '../planner/state';
import { isObject, type Json, type JsonObject } from '../../core/json';
import type { EngineVariant } from './mutant';
import { changingOperations } from './sending';

/** The part of an update that changes one property; the next plan has the rest. */
function firstWriteOf(update: Update, { properties: before }: RecordState): Update {
  for (const write of update.writes) {
    const properties = writtenInto(before, [write], update.datatype);
    const body = mergePatch(before, properties);
    if (Object.keys(body).length > 0) {
      return { ...update, writes: [write], properties, body };
    }
  }
  return update;
}

function withoutValues(create: Create, origin: RecordState): Create {
  const properties = withRequired(create.datatype, {}, origin);
  return { ...create, writes: [], properties, body: properties };
}

/** The properties with an empty value where a path leads to nothing; `steps` are the path's. */
export function withEmpty(
  properties: JsonObject,
  [step = '', ...rest]: readonly string[],
  empty: Json,
): JsonObject {
  const child = memberOf(properties, step) ?? {};
  if (rest.length === 0) {
    return { ...properties, [step]: empty };
  }
  return isObject(child) ? { ...properties, [step]: withEmpty(child, rest, empty) } : properties;
}

function withNulls(create: Create): Create {
  const { mapped, isListAt, schema } = create.datatype;
  const body = mapped
    .filter((path) => schema[path]?.readOnly !== true && isEmpty(readPath(create.body, path)))
    .reduce((sent, path) => withEmpty(sent, path.split('.'), isListAt(path) ? [] : null), create.body);
  return { ...create, body };
}

/** The update with every property that the row tables name, as it will be, whether it changes or not. */
function withAllMapped(update: Update): Update {
  const { mapped, isListAt, schema } = update.datatype;
  const values = mapped.flatMap((path): [string, Json][] => {
    const value = readPath(update.properties, path);
    return value === undefined || schema[path]?.readOnly === true ? [] : [[path, value]];
  });
  const body = values.reduce((sent, [path, value]) => writePath(sent, path, value, isListAt), update.body);
  return { ...update, body };
}

export const PLAN_CONTROLS: readonly EngineVariant[] = [
  {
    name: 'control-create-then-fill',
    what: 'Creates a record with what its system requires, and writes the values with an update.',
    strategies: () => ({
      plan: changingOperations((operation, { records }) => {
        const origin = operation.kind === 'create' ? records[operation.origin] : undefined;
        return operation.kind === 'create' && origin !== undefined
          ? withoutValues(operation, origin)
          : operation;
      }),
    }),
  },
  {
    name: 'control-full-listing',
    what: 'Lists everything in every sync, whatever it has seen before.',
    strategies: () => ({ listFrom: () => undefined }),
  },
  {
    name: 'control-nulls-on-create',
    what: 'Creates a record with null, or an empty list, for every mapped property that has no value.',
    strategies: () => ({
      plan: changingOperations((operation) =>
        operation.kind === 'create' ? withNulls(operation) : operation,
      ),
    }),
  },
  {
    name: 'control-one-property-per-update',
    what: 'Sends an update for each property that changes.',
    strategies: () => ({
      plan: changingOperations((operation, { records }) => {
        const record = operation.kind === 'update' ? records[operation.record] : undefined;
        return operation.kind === 'update' && record !== undefined
          ? firstWriteOf(operation, record)
          : operation;
      }),
    }),
  },
  {
    name: 'control-reverse-order',
    what: 'Writes the last record of the last cluster first.',
    strategies: () => ({
      plan: (strategies, model, state) => {
        const planned = plan(strategies, model, state);
        return { ...planned, operations: [...planned.operations].reverse() };
      },
    }),
  },
  {
    name: 'control-all-mapped-properties',
    what: 'Sends all mapped properties in every update, whether they change or not, if the record is still as it is known.',
    strategies: () => ({
      plan: changingOperations((operation) =>
        operation.kind === 'update' ? withAllMapped(operation) : operation,
      ),
    }),
  },
];
