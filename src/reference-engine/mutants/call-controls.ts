/** Controls that make other calls than the reference engine, or match as much as the documents leave open. */
import { ApiError, VersionConflict, type Connector, type KnownRecord, type Time } from '../connectors';
import type { Envelope } from '../planner/envelope';
import { agrees } from '../planner/json';
import type { DatatypeModel } from '../planner/model';
import { mergePatch } from '../planner/patch';
import { readPath } from '../planner/paths';
import type { Version } from '../planner/state';
import type { JsonObject } from '../../core/json';
import { DEFAULT_STRATEGIES } from '../strategies';
import { connectingBy, keyOf, withMethods } from './connecting';
import { writableOf } from './frame';
import type { EngineVariant } from './mutant';

/** How long a slow engine waits before each call. */
const PAUSE_MS = 2;

/** One call after the other, each after a pause. */
function slow(connector: Connector, { wait }: Time): Partial<Connector> {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(call: () => Promise<Result>): Promise<Result> => {
    const result = last
      .then(
        () => wait(PAUSE_MS),
        () => wait(PAUSE_MS),
      )
      .then(call);
    last = result;
    return result;
  };
  return {
    list: (datatype, query) => inTurn(() => connector.list(datatype, query)),
    read: (datatype, id) => inTurn(() => connector.read(datatype, id)),
    create: (datatype, properties, key) => inTurn(() => connector.create(datatype, properties, key)),
    update: (datatype, known, patch) => inTurn(() => connector.update(datatype, known, patch)),
  };
}

function conflictOf(datatype: DatatypeModel, envelope: Envelope): VersionConflict {
  return new VersionConflict(`${datatype.name} ${envelope.id} is not as it was.`, 412, envelope);
}

/** The record of that id. @throws ApiError where another one answers to it: it was merged into that one. */
async function readItself(connector: Connector, datatype: DatatypeModel, id: string): Promise<Envelope> {
  const found = await connector.read(datatype, id);
  if (found.id !== id) {
    throw new ApiError(`${datatype.name} ${id} was merged into ${found.id}.`, { status: 404 });
  }
  return found;
}

/** Reads a record before it writes it, and after. */
function chatty(connector: Connector): Partial<Connector> {
  return {
    create: async (datatype, properties, key) => {
      const { id } = await connector.create(datatype, properties, key);
      return connector.read(datatype, id);
    },
    update: async (datatype, known, patch) => {
      const before = await readItself(connector, datatype, known.id);
      if (before.version !== known.version) {
        throw conflictOf(datatype, before);
      }
      await connector.update(datatype, known, patch);
      return connector.read(datatype, known.id);
    },
  };
}

/** What a patch changes is in the record as it is known. */
function isUntouched({ read }: DatatypeModel, known: KnownRecord, now: Envelope, patch: JsonObject): boolean {
  return read
    .filter((path) => readPath(patch, path) !== undefined)
    .every((path) => agrees(readPath(known.properties, path), readPath(now.properties, path)));
}

/** Demands the version of its own last write, and after a conflict the one that it reads, if nobody edited the same. */
function optimistic(connector: Connector): Partial<Connector> {
  const versions = new Map<string, Version>();
  const remember = (datatype: DatatypeModel, envelope: Envelope): Envelope => {
    versions.set(keyOf(datatype, envelope.id), envelope.version);
    return envelope;
  };
  const retry = async (datatype: DatatypeModel, known: KnownRecord, patch: JsonObject): Promise<Envelope> => {
    const now = remember(datatype, await readItself(connector, datatype, known.id));
    if (!isUntouched(datatype, known, now, patch)) {
      throw conflictOf(datatype, now);
    }
    return connector.update(datatype, now, patch);
  };
  return {
    list: async (datatype, query) => {
      const page = await connector.list(datatype, query);
      page.items
        .filter(({ id }) => !versions.has(keyOf(datatype, id)))
        .forEach((envelope) => remember(datatype, envelope));
      return page;
    },
    create: async (datatype, properties, key) =>
      remember(datatype, await connector.create(datatype, properties, key)),
    update: async (datatype, known, patch) => {
      const version = versions.get(keyOf(datatype, known.id)) ?? known.version;
      try {
        return remember(datatype, await connector.update(datatype, { ...known, version }, patch));
      } catch (error) {
        if (!(error instanceof VersionConflict)) {
          throw error;
        }
        return remember(datatype, await retry(datatype, known, patch));
      }
    },
  };
}

export const CALL_CONTROLS: readonly EngineVariant[] = [
  {
    name: 'control-case-insensitive',
    what: 'Matches texts that differ in capitals only, which the documents leave open.',
    strategies: () => ({
      matchValues: (value) =>
        DEFAULT_STRATEGIES.matchValues(value).map((element) =>
          typeof element === 'string' ? element.toLowerCase() : element,
        ),
    }),
  },
  {
    name: 'control-chatty',
    what: 'Reads each record before it writes it, and once more afterwards.',
    strategies: () => connectingBy(chatty),
  },
  {
    name: 'control-optimistic-version',
    what: 'Demands the version of its own last write, and tries again with the one that it reads after a conflict.',
    strategies: () => connectingBy(optimistic),
  },
  {
    name: 'control-slow',
    what: 'Makes one call to a system after the other, each after a pause.',
    strategies: () => ({
      connect: (connector, { time }) => withMethods(connector, slow(connector, time)),
    }),
  },
  {
    name: 'control-whole-record',
    what: 'Sends the whole record as it is known in every update, if it is still that version.',
    strategies: () => ({
      patchBody: (before, after, datatype) =>
        Object.keys(mergePatch(before, after)).length > 0 ? writableOf(after, datatype) : {},
    }),
  },
];
