/** What a mutant sends instead of the value that it should: the engine believes that it has sent the right one. */
import { isList, type Json } from '../../core/json';
import { agrees } from '../planner/json';
import type { Write, WriteOperation } from '../planner/operations';
import { readPath, writePath } from '../planner/paths';
import { plan } from '../planner/plan';
import type { EngineState } from '../planner/state';
import type { Strategies } from '../strategies';

type Change = (value: Json) => Json;

/** An operation, changed before it is executed; `state` is the plan's. */
export type ChangeOperation = (operation: WriteOperation, state: EngineState) => WriteOperation;

/** Plans as the reference engine does, and changes each operation. */
export function changingOperations(change: ChangeOperation): Strategies['plan'] {
  return (strategies, model, state) => {
    const planned = plan(strategies, model, state);
    return {
      ...planned,
      operations: planned.operations.map((operation) => change(operation, planned.state)),
    };
  };
}

/** The value in a request's body with what a write put there changed: all of it, or the element of a list. */
function changedBy({ sent, index }: Write, value: Json, change: Change): Json {
  return index !== undefined && isList(value)
    ? value.map((element) => (agrees(element, sent) ? change(element) : element))
    : change(value);
}

/** The operation with other values in its body, where it writes a property that is chosen. */
export function withChangedValues<Operation extends WriteOperation>(
  operation: Operation,
  change: Change,
  isChosen: (path: string) => boolean = () => true,
): Operation {
  const { datatype, writes } = operation;
  const body = writes
    .filter(({ path }) => isChosen(path))
    .reduce((sent, write) => {
      const value = readPath(sent, write.path);
      return value === undefined
        ? sent
        : writePath(sent, write.path, changedBy(write, value, change), datatype.isListAt);
    }, operation.body);
  return { ...operation, body };
}

/** An engine that sends changed values; `change` gets single values and elements of lists. */
export function sendingValues(change: Change): Partial<Strategies> {
  const eachChanged: Change = (value) => (isList(value) ? value.map(change) : change(value));
  return { plan: changingOperations((operation) => withChangedValues(operation, eachChanged)) };
}

/** An engine that sends changed texts, and everything else as it should. */
export function sendingText(change: (text: string) => string): Partial<Strategies> {
  return sendingValues((value) => (typeof value === 'string' ? change(value) : value));
}
