/** What the tests of the connectors share: a fetch that answers from a script, and datatypes as the engine's model has them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SystemConfiguration } from '../../protocol';
import { buildModel, type DatatypeModel } from '../planner/model';
import { DEFAULT_STRATEGIES } from '../strategies';
import { abilities, section } from '../testing';
import type { Time } from './http/backoff';
import { TokenStore } from './http/token-store';
import type { ApiClientOptions } from './http/api-client';

/** A call as it went out. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the script answers: a response, an object as JSON with status 200, or a `TypeError`: a failure of the connection. */
export type Said = object;

export interface Script {
  readonly fetch: typeof globalThis.fetch;
  readonly sent: readonly Sent[];
  /** Method and URL of each call, without the base URL. */
  readonly lines: () => readonly string[];
}

export const base = 'https://system.test';

function readBody(text: string, type: string): unknown {
  if (text === '') {
    return undefined;
  }
  return type.includes('json') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
}

/** Answers the calls one after the other; one too many fails the test. */
export function script(...answers: readonly Said[]): Script {
  const sent: Sent[] = [];
  return {
    sent,
    lines: () => sent.map(({ method, url }) => `${method} ${decodeURIComponent(url.replace(base, ''))}`),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const body = readBody(await request.text(), request.headers.get('content-type') ?? '');
      const call: Sent = {
        method: request.method,
        url: request.url,
        headers: Object.fromEntries(request.headers),
        ...(body === undefined ? {} : { body }),
      };
      sent.push(call);
      const said = answers[sent.length - 1];
      if (said === undefined) {
        throw new Error(`No answer is left for ${request.method} ${request.url}.`);
      }
      if (said instanceof TypeError) {
        throw said;
      }
      return said instanceof Response ? said : Response.json(said);
    },
  };
}

export function failing(
  status: number,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json(body, { status, headers });
}

/** Time that goes by only while somebody waits. */
export function manualTime(start = 0): Time & { readonly waits: number[] } {
  const waits: number[] = [];
  let now = start;
  return {
    waits,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
    now: () => now,
  };
}

const directories: string[] = [];
process.once('exit', () => {
  directories.forEach((path) => {
    rmSync(path, { recursive: true, force: true });
  });
});

export function stateDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'syncproof-connector-test-'));
  directories.push(directory);
  return directory;
}

export function configurationOf(more: Partial<SystemConfiguration> = {}): SystemConfiguration {
  return {
    name: 'S',
    baseUrl: base,
    token: 'secret',
    api: 'native',
    schema: {},
    abilities,
    ...more,
  };
}

export interface OptionWords {
  readonly fetch: typeof globalThis.fetch;
  readonly time?: Time;
  readonly configuration?: Partial<SystemConfiguration>;
  readonly stateDir?: string;
}

export function optionsOf({ fetch, time, configuration, stateDir }: OptionWords): ApiClientOptions {
  return {
    system: { id: 's', configuration: configurationOf(configuration) },
    fetch,
    time: time ?? manualTime(),
    tokenStore: new TokenStore(stateDir ?? stateDirectory()),
  };
}

/** A datatype of the system of which a section maps these paths. */
export function datatypeOf(
  name: string,
  paths: readonly string[],
  configuration: Partial<SystemConfiguration> = {},
): DatatypeModel {
  const other: SystemConfiguration = { ...configurationOf(), name: 'T', api: 'rest' };
  const model = buildModel(
    {
      systems: { s: configurationOf(configuration), t: other },
      dataflows: [
        {
          systems: { source: 'S', target: 'T' },
          sections: [
            section({ from: `S.${name}`, to: 'T.Y', properties: paths.map((path) => `${path} ~ ${path}`) }),
          ],
        },
      ],
      bindings: {},
      policies: {},
      stateDir: '',
      limits: { answerSeconds: 60 },
    },
    (words) => DEFAULT_STRATEGIES.readSection(words),
  );
  const found = [...model.datatypes.values()].find(({ system }) => system.id === 's');
  if (found === undefined) {
    throw new Error(`The model has no ${name}.`);
  }
  return found;
}
