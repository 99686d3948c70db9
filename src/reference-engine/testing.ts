/** What the tests of this room share: dataflows in short, and a world of mocked systems with an engine in it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slug, type DataTypeName, type StatementKind } from '../model';
import type {
  Abilities,
  Configure,
  CreateEngine,
  DataflowSection,
  Engine,
  PropertySchema,
} from '../protocol';
import { createCallLog, createClock, createSystem, openDirect } from '../systems';
import type { MockedSystem, Properties, RecordedCall } from '../systems';
import { createEngine as createReference } from './reference';

export const start = Date.UTC(2024, 0, 1);

export const abilities: Abilities = {
  idempotencyKey: true,
  search: false,
  externalReference: false,
  versions: true,
  webhooks: false,
  deltaCursor: false,
  timeResolution: 1,
};

/** `A.X` names the datatype X of the system A; rows are written `source ~ target : type`. */
export interface SectionWords {
  /** The document that it is a section of; default `document`. */
  readonly document?: string;
  readonly from: string;
  readonly to: string;
  readonly kind?: StatementKind;
  readonly merge?: readonly string[];
  readonly properties?: readonly string[];
}

function side(words: string): { system: string; datatype: string } {
  const [system = '', datatype = ''] = words.split('.');
  return { system, datatype };
}

function row(words: string): {
  source: string;
  target: string;
  dataType: { name: DataTypeName; text: string };
} {
  const [source = '', target = '', text = ''] = words.split(/ ~ | : /);
  return { source, target, dataType: { name: text === '' ? null : (text as DataTypeName), text } };
}

export function section({
  document = 'document',
  from,
  to,
  kind = 'create-always',
  merge,
  properties = [],
}: SectionWords): DataflowSection {
  return {
    id: `${document}/${slug(`${from} to ${to}`)}`,
    source: side(from),
    target: side(to),
    statements: [
      { kind },
      ...(merge === undefined ? [] : [{ kind: 'merge-on-match' as const, rows: merge.map(row) }]),
      { kind: 'keep-in-sync' },
      { kind: 'properties', rows: properties.map(row) },
    ],
  };
}

/** System → datatype → path → facts; the order of the systems is that of the documents. */
export type Schemas = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, PropertySchema>>>>>
>;

const text: PropertySchema = { type: 'string' };
export function texts(...paths: string[]): Record<string, PropertySchema> {
  return Object.fromEntries(paths.map((path) => [path, text]));
}

export interface WorldOptions {
  readonly schemas: Schemas;
  readonly sections: readonly SectionWords[];
  readonly createEngine?: CreateEngine;
  readonly abilities?: Partial<Abilities>;
  readonly pageSize?: number;
  /** The ids of a system's records, by the order in which it created them, from 1. */
  readonly idOf?: (sequence: number) => string;
  /** Stands between the engine and the systems. */
  readonly through?: (fetch: typeof globalThis.fetch) => typeof globalThis.fetch;
}

function schemaOf(
  datatypes: Schemas[string],
): Record<string, { properties: Record<string, PropertySchema> }> {
  return Object.fromEntries(Object.entries(datatypes).map(([name, properties]) => [name, { properties }]));
}

const stateDirs: string[] = [];
process.once('exit', () => {
  stateDirs.forEach((path) => {
    rmSync(path, { recursive: true, force: true });
  });
});

/** Mocked systems, people who work in them, and one engine. */
export class World {
  readonly systems: Readonly<Record<string, MockedSystem>>;
  readonly log: string[] = [];
  readonly configuration: Configure;
  private readonly clock = createClock(start);
  private readonly calls = createCallLog();
  private readonly transport = openDirect();
  private engine: Engine | undefined;

  constructor(private readonly options: WorldOptions) {
    const systems = Object.entries(options.schemas).map(
      ([name, datatypes]): readonly [string, MockedSystem] => {
        const id = name.toLowerCase();
        const system = createSystem({
          id,
          name,
          baseUrl: `https://${id}.test`,
          token: `token-${id}`,
          schema: schemaOf(datatypes),
          clock: this.clock,
          calls: this.calls,
          ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
          ...(options.idOf === undefined ? {} : { idOf: options.idOf }),
        });
        this.transport.add(system);
        return [name, system];
      },
    );
    this.systems = Object.fromEntries(systems);
    this.configuration = this.configurationOf();
  }

  /** A person creates a record one second after the last act; its id. */
  create(datatype: string, properties: Properties): string {
    this.clock.advance(1000);
    return this.at(datatype).create(side(datatype).datatype, properties).id;
  }

  /** The same without time going on. */
  createAtOnce(datatype: string, properties: Properties): string {
    return this.at(datatype).create(side(datatype).datatype, properties).id;
  }

  /** A person's edit without time going on. */
  editAtOnce(datatype: string, id: string, patch: Properties): void {
    this.at(datatype).edit(side(datatype).datatype, id, patch);
  }

  edit(datatype: string, id: string, patch: Properties): void {
    this.clock.advance(1000);
    this.at(datatype).edit(side(datatype).datatype, id, patch);
  }

  /** Time goes on by so many milliseconds. */
  pass(milliseconds: number): void {
    this.clock.advance(milliseconds);
  }

  /** A person deletes a record. */
  remove(datatype: string, id: string): void {
    this.at(datatype).remove(side(datatype).datatype, id);
  }

  /** A person merges a record into another one of its datatype. */
  merge(datatype: string, id: string, into: string): void {
    this.at(datatype).merge(side(datatype).datatype, id, into);
  }

  all(datatype: string): readonly Properties[] {
    return this.at(datatype)
      .records(side(datatype).datatype)
      .map(({ properties }) => properties);
  }

  ids(datatype: string): readonly string[] {
    return this.at(datatype)
      .records(side(datatype).datatype)
      .map(({ id }) => id);
  }

  /** The properties of a record, or those of the only record of the datatype. */
  get(datatype: string, id?: string): Properties {
    const records = this.at(datatype).records(side(datatype).datatype);
    const found = id === undefined ? records : records.filter((record) => record.id === id);
    assert.equal(found.length, 1, `${datatype} has ${records.length} records`);
    return found[0]!.properties;
  }

  /** One sync; the calls that it made. */
  async sync(mode: 'incremental' | 'full' = 'incremental'): Promise<readonly RecordedCall[]> {
    const mark = this.calls.mark();
    const { error } = await (await this.running()).sync({ mode });
    if (error !== undefined) {
      throw new Error(error);
    }
    const calls = this.calls.since(mark);
    const odd = calls.filter(({ unexpected }) => unexpected !== undefined);
    assert.deepEqual(odd, [], 'no call is one that an engine should never make');
    return calls;
  }

  /** One sync; its writing calls as `METHOD path body`. */
  async writes(mode: 'incremental' | 'full' = 'incremental'): Promise<readonly string[]> {
    const calls = await this.sync(mode);
    return calls
      .filter(({ mutating }) => mutating)
      .map(({ method, path, requestBody }) => `${method} ${path} ${requestBody ?? ''}`);
  }

  /** At rest: another cycle, a full rescan and a restart write nothing (D16). */
  async assertRest(): Promise<void> {
    assert.deepEqual(await this.writes(), [], 'another cycle writes nothing');
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

  private at(datatype: string): MockedSystem {
    return this.systems[side(datatype).system]!;
  }

  private async running(): Promise<Engine> {
    if (this.engine !== undefined) {
      return this.engine;
    }
    const { createEngine = createReference, through = (fetch: typeof globalThis.fetch) => fetch } =
      this.options;
    const engine = createEngine({
      fetch: through(this.transport.fetch),
      log: (line) => {
        this.log.push(line);
      },
      wait: () => Promise.resolve(),
    });
    assert.deepEqual(await engine.configure(this.configuration), {});
    this.engine = engine;
    return engine;
  }

  private configurationOf(): Configure {
    const stateDir = mkdtempSync(join(tmpdir(), 'syncproof-engine-test-'));
    stateDirs.push(stateDir);
    const systems = Object.entries(this.options.schemas).map(([name, datatypes]) => {
      const { id, baseUrl, token } = this.systems[name]!;
      const offered = { ...abilities, ...this.options.abilities };
      return [
        id,
        { name, baseUrl, token, api: 'rest', schema: schemaOf(datatypes), abilities: offered },
      ] as const;
    });
    const sections = this.options.sections.map(section);
    const [first] = sections;
    const names = { source: first?.source.system ?? '', target: first?.target.system ?? '' };
    return {
      systems: Object.fromEntries(systems),
      dataflows: [{ systems: names, sections }],
      bindings: {},
      policies: {},
      stateDir,
      limits: { answerSeconds: 60 },
    };
  }
}

/** Two systems A and B with X and Y of the same text properties, and one section between them. */
export function pair(words: Partial<SectionWords>, options: Partial<WorldOptions> = {}): World {
  const { from = 'A.X', to = 'B.Y' } = words;
  const rows = [...(words.merge ?? []), ...(words.properties ?? [])].map(row);
  return new World({
    schemas: {
      A: { X: texts(...rows.map(({ source }) => source), 'note') },
      B: { Y: texts(...rows.map(({ target }) => target), 'note') },
    },
    sections: [{ from, to, ...words }],
    ...options,
  });
}

/** Two systems of which the first has a list of addresses that matches the other's one address; nothing is created. */
export function listPair(options: Partial<WorldOptions> = {}): World {
  const schemas = {
    A: { X: { emails: { type: 'string', list: true }, ...texts('name') } },
    B: { Y: texts('mail', 'label') },
  } as const;
  return pair(
    { kind: 'link-required', merge: ['emails ~ mail'], properties: ['name ~ label'] },
    { ...options, schemas },
  );
}
