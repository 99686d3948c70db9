/** An engine inside this thread: a module, whose methods are the messages. */
import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import { UsageError } from '../../core/usage-error';
import type { Configure, CreateEngine, Engine, Sync } from '../../protocol';
import { EngineError, Unsupported } from '../errors';
import { received } from '../received';
import type { EngineConnection, EngineHost, SessionContext, SessionMessageType } from '../host';
import type { ModuleLocation } from '../location';

function loadModule({ name, module }: ModuleLocation): Readonly<Record<string, unknown>> {
  try {
    const load: (path: string) => unknown = createRequire(__filename);
    const loaded = load(module) as Readonly<Record<string, unknown>> | null | undefined;
    return loaded ?? {};
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    throw new UsageError(
      `The module of the engine "${name}", ${module}, cannot be loaded: ${why}. It must be a CommonJS module that exports createEngine; "module" counts from the config's directory.`,
      { cause: error },
    );
  }
}

/**
 * Loads the module of an engine; no engine is made yet.
 *
 * @throws UsageError where it cannot be loaded, or does not export what makes the engine.
 */
export function loadEngine(location: ModuleLocation): CreateEngine {
  const { name, module, exportName = 'createEngine', parameters } = location;
  const exported = loadModule(location)[exportName];
  if (typeof exported !== 'function') {
    throw new UsageError(
      `The module of the engine "${name}", ${module}, exports no function "${exportName}". Export one: createEngine({ fetch, log }) returns the engine.`,
    );
  }
  return parameters === undefined
    ? (exported as CreateEngine)
    : (exported as (...given: readonly number[]) => CreateEngine)(...parameters);
}

/** What an engine threw, in one line: the message, its cause, and where in the engine it was thrown. */
export function thrownText(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  const place = /^\s+at .*?\(?((?:file:\/\/)?[^\s()]+:\d+:\d+)\)?$/m.exec(error.stack ?? '')?.[1];
  return `${error.name}: ${error.message}${cause}${place === undefined ? '' : `, thrown at ${place}`}`;
}

/** Runs a method of the engine, and says where it failed. */
async function attempt<Answer>(what: string, run: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Unsupported || error instanceof EngineError) {
      throw error;
    }
    throw new EngineError(`the engine failed at "${what}": ${thrownText(error)}`);
  }
}

/** The method for a message. @throws Unsupported where the engine does not have it */
export function send(engine: Engine, type: SessionMessageType, members: object): Promise<unknown> {
  switch (type) {
    case 'configure':
      return engine.configure(members as Configure);
    case 'sync':
      return engine.sync(members as Sync);
    case 'status':
    case 'links':
    case 'reset': {
      const answer = engine[type]?.();
      if (answer === undefined) {
        throw new Unsupported(type);
      }
      return answer;
    }
    case 'stop':
      return Promise.resolve(engine.stop()).then(() => ({}));
  }
}

/** What every engine must have. */
const METHODS = ['hello', 'configure', 'sync', 'stop'];

function make(createEngine: CreateEngine, { fetch, clock, log }: SessionContext): Engine {
  const engine: unknown = createEngine({
    fetch,
    log: (line: unknown) => {
      log(typeof line === 'string' ? line : inspect(line));
    },
    now: () => clock.now(),
    wait: async (milliseconds) => {
      await clock.advance(milliseconds);
    },
  });
  if (typeof engine !== 'object' || engine === null) {
    throw new EngineError(
      `the engine broke the protocol: createEngine returned ${received(engine)}; it must return an object with the methods ${METHODS.join(', ')}`,
    );
  }
  const missing = METHODS.filter((method) => typeof Reflect.get(engine, method) !== 'function');
  if (missing.length > 0) {
    throw new EngineError(
      `the engine broke the protocol: what createEngine returned has no method ${missing.join(', ')}`,
    );
  }
  return engine as Engine;
}

/** Runs engines inside this thread: one that blocks it blocks everything, so only engines that are known not to. */
export function moduleHost(createEngine: CreateEngine): EngineHost {
  return {
    time: 'scenario',
    restartsBy: 'stop',
    async open(context) {
      const engine = await attempt('createEngine', () => make(createEngine, context));
      return {
        hello: await attempt('hello', () => engine.hello({ protocol: 1 })),
        ask: (type, members) => attempt(type, () => send(engine, type, members)),
        close: () => Promise.resolve(),
        kill: () => Promise.resolve(),
      } satisfies EngineConnection;
    },
    close: () => Promise.resolve(),
  };
}
