/** Systems with APIs of their own and plain ones, people who work in them, and the reference engine between them. */
import assert from 'node:assert/strict';
import type { Configure, Engine, PropertySchema, SystemConfiguration } from '../../protocol';
import {
  createCallLog,
  createClock,
  createSystem,
  openDirect,
  type MockedSystem,
  type NativeApi,
  type Properties,
  type RecordedCall,
  type SystemOptions,
} from '../../systems';
import { createEngine } from '../reference';
import { abilities, section, type SectionWords } from '../testing';
import { stateDirectory } from './testing';

/** A system: its native API, where it has one, and the schema of its datatypes. */
export interface Place {
  readonly api?: NativeApi;
  /** Sites of one API are at one host; what is left out is made from the name. */
  readonly key?: string;
  readonly datatypes: Readonly<Record<string, Readonly<Record<string, PropertySchema>>>>;
}

export interface NativeWorldOptions {
  readonly places: Readonly<Record<string, Place>>;
  readonly sections: readonly SectionWords[];
  /** Stands between the engine and the systems. */
  readonly through?: (fetch: typeof globalThis.fetch) => typeof globalThis.fetch;
  readonly pageSize?: number;
}

function parts(words: string): readonly [system: string, datatype: string] {
  const [system = '', datatype = ''] = words.split('/');
  return [system, datatype];
}

/** Names of systems hold dots: `Wix.com/Contacts`. */
function sectionOf({ from, to, ...words }: SectionWords): ReturnType<typeof section> {
  const made = section({ from: 'A.X', to: 'B.Y', ...words });
  const side = (place: string): { system: string; datatype: string } => {
    const [system, datatype] = parts(place);
    return { system, datatype };
  };
  return { ...made, source: side(from), target: side(to) };
}

type Shared = Pick<SystemOptions, 'id' | 'name' | 'token' | 'schema' | 'clock' | 'calls' | 'pageSize'> & {
  readonly schema: SystemConfiguration['schema'];
};

export class NativeWorld {
  readonly log: string[] = [];
  readonly calls = createCallLog();
  readonly clock = createClock(Date.UTC(2024, 0, 1, 8));
  readonly systems = new Map<string, MockedSystem>();
  readonly configuration: Configure;
  /** Pauses that the engine made, in milliseconds. */
  readonly waits: number[] = [];
  private readonly transport = openDirect();
  private engine: Engine | undefined;

  constructor(private readonly options: NativeWorldOptions) {
    const systems: Record<string, SystemConfiguration> = {};
    for (const [name, place] of Object.entries(options.places)) {
      systems[name.toLowerCase()] = this.add(name, place);
    }
    const sections = options.sections.map(sectionOf);
    const [first] = sections;
    this.configuration = {
      systems,
      dataflows: [
        {
          systems: { source: first?.source.system ?? '', target: first?.target.system ?? '' },
          sections,
        },
      ],
      bindings: {},
      policies: {},
      stateDir: stateDirectory(),
      limits: { answerSeconds: 60 },
    };
  }

  private add(name: string, place: Place): SystemConfiguration {
    const id = name.toLowerCase();
    const token = `token-of-${id}`;
    const schema = Object.fromEntries(
      Object.entries(place.datatypes).map(([datatype, properties]) => [datatype, { properties }]),
    );
    const { pageSize } = this.options;
    const paged = pageSize === undefined ? {} : { pageSize };
    const shared = { id, name, token, schema, clock: this.clock, calls: this.calls, ...paged };
    const { api } = place;
    return api === undefined ? this.addPlain(shared) : this.addNative(shared, api, place.key ?? name);
  }

  private addPlain(shared: Shared): SystemConfiguration {
    const { id, name, token, schema } = shared;
    const baseUrl = `https://${id}.test`;
    this.mountSystem(createSystem({ ...shared, baseUrl, abilities }));
    return { name, baseUrl, token, schema, abilities, api: 'rest' };
  }

  private addNative(shared: Shared, api: NativeApi, key: string): SystemConfiguration {
    const { name, token, schema } = shared;
    const baseUrl = `https://${api.host}`;
    const { dialect, idOf, claims, headers, renewal } = api.account({ key, token });
    const told = claims === undefined ? {} : { claims };
    this.mountSystem(createSystem({ ...shared, baseUrl, abilities: api.abilities, dialect, idOf, ...told }));
    return {
      ...{ name, baseUrl, token, schema, abilities: api.abilities },
      ...{ api: 'native', profile: api.name, headers },
      ...(renewal === undefined ? {} : { renewal }),
      ...(api.description === undefined ? {} : { description: api.description }),
    };
  }

  private mountSystem(system: MockedSystem): void {
    this.transport.add(system);
    this.systems.set(system.name, system);
  }

  system(name: string): MockedSystem {
    const found = this.systems.get(name);
    assert.ok(found !== undefined, name);
    return found;
  }

  /** A person adds a record, a second after the last act; its id. */
  create(place: string, properties: Properties): string {
    this.clock.advance(1000);
    const [system, datatype] = parts(place);
    return this.system(system).create(datatype, properties).id;
  }

  edit(place: string, id: string, patch: Properties): void {
    this.clock.advance(1000);
    const [system, datatype] = parts(place);
    this.system(system).edit(datatype, id, patch);
  }

  ids(place: string): readonly string[] {
    const [system, datatype] = parts(place);
    return this.system(system)
      .records(datatype)
      .map(({ id }) => id);
  }

  /** The value at a path of a record, of the only one where no id is given; `undefined` where there is none. */
  value(place: string, path: string, id?: string): unknown {
    const [system, datatype] = parts(place);
    const records = this.system(system)
      .records(datatype)
      .filter((record) => id === undefined || record.id === id);
    assert.equal(records.length, 1, `${place} has ${records.length} records`);
    return path
      .split('.')
      .reduce<unknown>(
        (at, step) => (at as Record<string, unknown> | null | undefined)?.[step],
        records[0]?.properties,
      );
  }

  /** One sync; the calls that it made, none of which an engine should never make. */
  async sync(mode: 'incremental' | 'full' = 'incremental'): Promise<readonly RecordedCall[]> {
    const mark = this.calls.mark();
    const { error } = await (await this.running()).sync({ mode });
    if (error !== undefined) {
      throw new Error(error);
    }
    const calls = this.calls.since(mark);
    assert.deepEqual(
      calls.flatMap(({ method, path, unexpected }) =>
        unexpected === undefined ? [] : [`${method} ${path}: ${unexpected}`],
      ),
      [],
    );
    return calls;
  }

  /** One sync; its writing calls. */
  async writes(mode: 'incremental' | 'full' = 'incremental'): Promise<readonly string[]> {
    const calls = await this.sync(mode);
    return calls
      .filter(({ mutating }) => mutating)
      .map(({ method, path, requestBody }) => `${method} ${path} ${requestBody ?? ''}`);
  }

  /** Syncs until one of them writes nothing. */
  async settle(): Promise<void> {
    for (let count = 0; count < 5; count += 1) {
      if ((await this.writes()).length === 0) {
        return;
      }
    }
    assert.fail(`The engine does not become quiescent: ${this.log.join('\n')}`);
  }

  /** At rest: another cycle, a full rescan and a restart write nothing (D16). */
  async assertRest(): Promise<void> {
    await this.settle();
    assert.deepEqual(await this.writes('full'), [], 'a full rescan writes nothing');
    await this.restart();
    assert.deepEqual(await this.writes(), [], 'a restart writes nothing');
  }

  async clusters(): Promise<readonly (readonly string[])[]> {
    const { clusters = [] } = (await (await this.running()).links?.()) ?? {};
    return clusters.map((cluster) => cluster.map(({ id }) => id));
  }

  /** A new engine on the same state directory. */
  async restart(): Promise<void> {
    await this.engine?.stop();
    this.engine = undefined;
    await this.running();
  }

  private async running(): Promise<Engine> {
    if (this.engine !== undefined) {
      return this.engine;
    }
    const { through = (fetch: typeof globalThis.fetch) => fetch } = this.options;
    const engine = createEngine({
      fetch: through(this.transport.fetch),
      log: (line) => {
        this.log.push(line);
      },
      wait: (milliseconds) => {
        this.waits.push(milliseconds);
        this.clock.advance(milliseconds);
        return Promise.resolve();
      },
      now: () => this.clock.now(),
    });
    assert.deepEqual(await engine.configure(this.configuration), {});
    this.engine = engine;
    return engine;
  }
}
