/** Assembles an engine from its strategies. */
import type {
  Configure,
  ConfigureAnswer,
  CreateEngine,
  Engine,
  EngineContext,
  LinksAnswer,
  Sync,
  SyncAnswer,
} from '../protocol';
import { Connectors, TokenStore, REAL_TIME, refusedApi } from './connectors';
import { openIntents } from './store/intents';
import { Journal } from './store/journal';
import type { Store } from './store/store';
import { DEFAULT_STRATEGIES, type Strategies } from './strategies';
import { buildModel, refusalOf } from './planner/model';
import type { EngineState } from './planner/state';
import { Refusals } from './sync/refusals';
import { runSync, type SyncContext } from './sync/sync';
import { packageVersion } from '../core/package-root';

interface Configured {
  readonly context: SyncContext;
  readonly store: Store;
}

class AssembledEngine implements Engine {
  private configured: Configured | undefined;
  private state: EngineState | undefined;

  constructor(
    private readonly name: string,
    private readonly strategies: Strategies,
    private readonly environment: EngineContext,
  ) {}

  hello(): ReturnType<Engine['hello']> {
    return Promise.resolve({
      engine: { name: this.name, version: packageVersion(), language: 'TypeScript' },
      capabilities: ['links', 'restart', 'clear', 'native'],
    });
  }

  configure(message: Configure): Promise<ConfigureAnswer> {
    const refusal = refusalOf(message) ?? refusedApi(message);
    if (refusal !== undefined) {
      return Promise.resolve(refusal);
    }
    const { fetch, log, wait = REAL_TIME.wait, now = REAL_TIME.now } = this.environment;
    try {
      const model = buildModel(message, (section) => this.strategies.readSection(section));
      const store = this.strategies.openStore(message.stateDir);
      this.state = store.load();
      this.configured = {
        store,
        context: {
          strategies: this.strategies,
          model,
          connectors: new Connectors(
            message.systems,
            { fetch, time: { wait, now }, tokenStore: new TokenStore(message.stateDir) },
            (connector, environment) => this.strategies.connect(connector, environment),
          ),
          journal: new Journal(message.stateDir),
          refusals: new Refusals(),
          log,
        },
      };
      model.notes.forEach(log);
      return Promise.resolve({});
    } catch (error) {
      return Promise.resolve({ error: error instanceof Error ? error.message : String(error) });
    }
  }

  async sync({ mode }: Sync): Promise<SyncAnswer> {
    if (this.configured === undefined) {
      return { error: 'sync came before configure: the engine knows no systems. Send configure first.' };
    }
    const { context, store } = this.configured;
    const { state, answer } = await runSync(context, this.state, mode);
    this.state = state;
    store.save(state);
    context.journal.keepOnly(openIntents(state, context.journal.intents));
    return answer;
  }

  links(): Promise<LinksAnswer> {
    const records = this.state?.records ?? {};
    const clusters = (this.state?.clusters ?? []).map((cluster) =>
      cluster.flatMap((key) => {
        const record = records[key];
        return record === undefined
          ? []
          : [{ system: record.system, datatype: record.datatype, id: record.id }];
      }),
    );
    return Promise.resolve({ clusters });
  }

  stop(): Promise<void> {
    this.configured = undefined;
    return Promise.resolve();
  }
}

/**
 * An engine of the default strategies, some of them replaced. `replace` is called once for each engine, so that a
 * strategy can have its own memory; a restart is a new engine.
 */
export function assembleEngine(name: string, replace: () => Partial<Strategies> = () => ({})): CreateEngine {
  return (environment) => new AssembledEngine(name, { ...DEFAULT_STRATEGIES, ...replace() }, environment);
}
