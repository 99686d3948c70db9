/**
 * Engines that cannot be configured at run time. `configure` never reaches them: they are set to fixed systems, and either
 * to fixed documents as well, or to what a file says when they start. Between two scenarios they forget everything.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Configure } from '../../protocol';
import { EngineError, Unsupported } from '../errors';
import type { EngineConnection, EngineHost, SessionContext } from '../host';
import type { Fleet } from '../location';

/** What can be done with the engine besides messages. */
export interface FleetControl {
  /** Runs the command `reset`. Absent where there is none. */
  readonly reset?: () => Promise<void>;
  /** Ends the engine and starts it again. Absent where nothing can. */
  readonly restart?: (signal: AbortSignal) => Promise<void>;
  /** Each session has an engine that has just started. */
  readonly startsForEachSession: boolean;
}

/** What an engine is started with that is only asked what it claims. */
const NOTHING: Omit<Configure, 'stateDir'> = {
  systems: {},
  dataflows: [],
  bindings: {},
  policies: {},
  limits: { answerSeconds: 60 },
};

class FleetHost implements EngineHost {
  readonly time: EngineHost['time'];
  readonly restartsBy: EngineHost['restartsBy'];
  /** The scenario that the engine has last begun with. */
  private stateDir: string | undefined;
  /** What the configuration's file says. */
  private written: Configure | undefined;
  /** For the engine that is only asked what it claims. */
  private emptyDirectory: string | undefined;

  constructor(
    private readonly inner: EngineHost,
    private readonly fleet: Fleet,
    private readonly control: FleetControl,
  ) {
    this.time = inner.time;
    this.restartsBy = inner.restartsBy;
  }

  obstacle(): string | undefined {
    return this.inner.obstacle?.();
  }

  async open(context: SessionContext): Promise<EngineConnection> {
    const { configuration } = context;
    if (configuration === undefined) {
      return this.openForClaims(context);
    }
    if (configuration.stateDir === this.stateDir) {
      return this.openAgain(context);
    }
    const connection = await this.begin(context, configuration);
    this.stateDir = configuration.stateDir;
    return this.wrapped(connection);
  }

  private async openForClaims(context: SessionContext): Promise<EngineConnection> {
    if (this.written === undefined && this.fleet.configuration !== undefined) {
      this.emptyDirectory ??= mkdtempSync(join(tmpdir(), 'syncproof-fleet-'));
      this.write({ ...NOTHING, stateDir: this.emptyDirectory });
    }
    return this.wrapped(await this.inner.open(context));
  }

  /** The scenario restarts its engine: what it knew stays. */
  private async openAgain(context: SessionContext): Promise<EngineConnection> {
    if (this.restartsBy === 'stop' && !this.control.startsForEachSession) {
      if (this.control.restart === undefined) {
        throw new Unsupported(
          'restart',
          'the engine of a fleet is restarted by commands, and its config has no "start"',
        );
      }
      await this.control.restart(context.signal);
    }
    return this.wrapped(await this.inner.open(context));
  }

  /** A new scenario: the engine knows nothing of earlier ones, and is set to what this one needs. */
  private async begin(context: SessionContext, configuration: Configure): Promise<EngineConnection> {
    const { reset, restart, startsForEachSession } = this.control;
    if (startsForEachSession) {
      await reset?.();
      this.write(configuration);
      return this.inner.open(context);
    }
    if (this.fleet.configuration !== undefined && !this.isSetTo(configuration)) {
      return this.startAgain(context, configuration);
    }
    const connection = await this.inner.open(context);
    if (reset !== undefined) {
      await reset();
      return connection;
    }
    try {
      await connection.ask('reset', {});
      return connection;
    } catch (error) {
      if (!(error instanceof Unsupported) || restart === undefined) {
        throw error instanceof Unsupported ? cannotReset() : error;
      }
      return this.startAgain(context, configuration);
    }
  }

  private async startAgain(context: SessionContext, configuration: Configure): Promise<EngineConnection> {
    this.write(configuration);
    await this.control.restart?.(context.signal);
    return this.inner.open(context);
  }

  private isSetTo(configuration: Configure): boolean {
    const { written } = this;
    return (
      written !== undefined &&
      isDeepStrictEqual({ ...written, stateDir: '' }, { ...configuration, stateDir: '' })
    );
  }

  private write(configuration: Configure): void {
    const { configuration: file } = this.fleet;
    if (file === undefined) {
      return;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ type: 'configure', ...configuration }, undefined, 2)}\n`);
    this.written = configuration;
  }

  /** A connection that answers `configure` itself. */
  private wrapped(connection: EngineConnection): EngineConnection {
    const { startsForEachSession } = this.control;
    return {
      hello: connection.hello,
      ask: (type, members) => (type === 'configure' ? Promise.resolve({}) : connection.ask(type, members)),
      close: async () => {
        await connection.close();
        if (startsForEachSession) {
          await connection.kill();
        }
      },
      kill: () => connection.kill(),
    };
  }

  async close(): Promise<void> {
    await this.inner.close();
    if (this.emptyDirectory !== undefined) {
      // The engine may still run, and write into it meanwhile.
      rmSync(this.emptyDirectory, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
    }
  }
}

function cannotReset(): EngineError {
  return new EngineError(
    'the engine of a fleet must forget everything between two scenarios, and nothing makes it: it answers 404 to the message "reset", and its config has neither a command "reset" nor "start". Add one of them',
  );
}

/** Runs the engine of a fleet. @param inner - speaks with it */
export function fleetHost(inner: EngineHost, fleet: Fleet, control: FleetControl): EngineHost {
  return new FleetHost(inner, fleet, control);
}
