/** Mutants that lose edits because of when they are made. */
import { VersionConflict, type Connector } from '../connectors';
import { canonical } from '../planner/json';
import type { Envelope } from '../planner/envelope';
import type { DatatypeModel } from '../planner/model';
import { mergePatch } from '../planner/patch';
import { readPath } from '../planner/paths';
import { plan } from '../planner/plan';
import { writtenInto, type Update, type WriteOperation } from '../planner/operations';
import type { JsonObject } from '../../core/json';
import type { EngineState } from '../planner/state';
import type { Strategies } from '../strategies';
import { connectingBy, keyOf } from './connecting';
import type { Mutant } from './mutant';
import { clusterLookup } from './pairs';

/** The next listing of a datatype begins at the engine's own last write in it. */
function listingFromOwnWrites(connector: Connector): Partial<Connector> {
  const written = new Map<string, number>();
  const remember = (datatype: DatatypeModel, envelope: Envelope): Envelope => {
    const key = keyOf(datatype);
    written.set(key, Math.max(written.get(key) ?? 0, envelope.modifiedAt));
    return envelope;
  };
  return {
    list: (datatype, { modifiedSince, cursor }) => {
      const since =
        modifiedSince === undefined ? undefined : Math.max(modifiedSince, written.get(keyOf(datatype)) ?? 0);
      return connector.list(datatype, { cursor, ...(since === undefined ? {} : { modifiedSince: since }) });
    },
    create: async (datatype, properties, key) =>
      remember(datatype, await connector.create(datatype, properties, key)),
    update: async (datatype, known, patch) =>
      remember(datatype, await connector.update(datatype, known, patch)),
  };
}

/** A record as the engine was shown it. */
interface Shown {
  readonly modifiedAt: number;
  readonly properties: JsonObject;
  /** The content of every version so far. */
  readonly contents: ReadonlySet<string>;
}

function contentOf({ read }: DatatypeModel, { properties }: Envelope): string {
  return canonical(read.map((path) => readPath(properties, path) ?? null));
}

type IsOld = (shown: Shown, envelope: Envelope, content: string) => boolean;

/** A listed record that is taken for one that was shown before is shown as it was. */
function hiding(isOld: IsOld): (connector: Connector) => Partial<Connector> {
  return (connector) => {
    const memory = new Map<string, Shown>();
    const show = (datatype: DatatypeModel, envelope: Envelope): Envelope => {
      const content = contentOf(datatype, envelope);
      const contents = [...(memory.get(keyOf(datatype, envelope.id))?.contents ?? []), content];
      const { modifiedAt, properties } = envelope;
      memory.set(keyOf(datatype, envelope.id), { modifiedAt, properties, contents: new Set(contents) });
      return envelope;
    };
    const look = (datatype: DatatypeModel, envelope: Envelope): Envelope => {
      const shown = memory.get(keyOf(datatype, envelope.id));
      return shown !== undefined && isOld(shown, envelope, contentOf(datatype, envelope))
        ? { ...envelope, properties: shown.properties }
        : show(datatype, envelope);
    };
    return {
      list: async (datatype, query) => {
        const page = await connector.list(datatype, query);
        return { ...page, items: page.items.map((envelope) => look(datatype, envelope)) };
      },
      create: async (datatype, properties, key) =>
        show(datatype, await connector.create(datatype, properties, key)),
      update: async (datatype, known, patch) =>
        show(datatype, await connector.update(datatype, known, patch)),
    };
  };
}

/** The request for the first property that an update changes. */
function firstChangeOf(update: Update, before: JsonObject): JsonObject {
  const bodies = update.writes.map((write) =>
    mergePatch(before, writtenInto(before, [write], update.datatype)),
  );
  return bodies.find((body) => Object.keys(body).length > 0) ?? update.body;
}

/** Sends one change of those that were made since the last sync, and believes that it has sent all. */
function sendingFirstChanges(): Strategies['plan'] {
  return (strategies, model, state) => {
    const planned = plan(strategies, model, state);
    const wasLinked = clusterLookup(state);
    const shortened = (operation: WriteOperation, { records }: EngineState): WriteOperation => {
      const record = operation.kind === 'update' ? records[operation.record] : undefined;
      return operation.kind === 'update' && record !== undefined && wasLinked(record.key) !== undefined
        ? { ...operation, body: firstChangeOf(operation, record.properties) }
        : operation;
    };
    return {
      ...planned,
      operations: planned.operations.map((operation) => shortened(operation, planned.state)),
    };
  };
}

/** How often a write is tried with the newest version. */
const MAX_ATTEMPTS = 5;

/** Writes on the newest version, whatever it holds. */
function overwriting(connector: Connector): Partial<Connector> {
  return {
    update: async (datatype, known, patch) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await connector.update(datatype, await connector.read(datatype, known.id), patch);
        } catch (error) {
          if (!(error instanceof VersionConflict) || attempt === MAX_ATTEMPTS) {
            throw error;
          }
        }
      }
    },
  };
}

export const TIME_MUTANTS: readonly Mutant[] = [
  {
    name: 'skips-watermark-time',
    topic: 'time',
    what: 'Lists what was modified after the last time that it saw: a record of that same time is never read.',
    decisions: ['D2', 'D12'],
    caughtBy: ['create-always', 'keep-in-sync'],
    strategies: () => ({ listFrom: (cursor) => (cursor === undefined ? undefined : cursor + 1) }),
  },
  {
    name: 'watermark-after-own-writes',
    topic: 'time',
    what: 'Lists from its own last write on: what a person did between its listing and that write is never read.',
    decisions: ['D2', 'D12'],
    caughtBy: ['create-always', 'keep-in-sync'],
    strategies: () => connectingBy(listingFromOwnWrites),
  },
  {
    name: 'skips-edit-in-same-second',
    topic: 'time',
    what: 'Takes a record whose modification time it has seen for one that it has seen.',
    decisions: ['D12'],
    caughtBy: ['keep-in-sync'],
    strategies: () => connectingBy(hiding((shown, { modifiedAt }) => shown.modifiedAt === modifiedAt)),
  },
  {
    name: 'ignores-return-to-old-value',
    topic: 'time',
    what: 'Takes content that a record had before for content that it has seen to: an edit back to it is lost.',
    decisions: ['D12'],
    caughtBy: ['keep-in-sync'],
    strategies: () => connectingBy(hiding(({ contents }, _envelope, content) => contents.has(content))),
  },
  {
    name: 'carries-first-change-only',
    topic: 'time',
    what: 'Carries one of two properties of a record that were edited between two syncs.',
    decisions: ['D12'],
    caughtBy: ['keep-in-sync'],
    strategies: () => ({ plan: sendingFirstChanges() }),
  },
  {
    name: 'overwrites-newer-edit',
    topic: 'time',
    what: 'Writes whatever the version of the record is: what a person edited after it was listed is overwritten.',
    decisions: ['D12'],
    caughtBy: ['keep-in-sync'],
    strategies: () => connectingBy(overwriting),
  },
];
