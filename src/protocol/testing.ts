/** What the tests of this room share: the schema, and engines whose messages and answers are kept. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import type { CreateEngine, Engine } from '.';

const ROOT = join(__dirname, '../..');

/** The text of a file of the project. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

interface Definition {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
}

export const schema = JSON.parse(textOf('schemas/engine-protocol.json')) as {
  readonly $id: string;
  readonly $defs: Readonly<Record<string, Definition>>;
};

const ajv = new Ajv2020({ allErrors: true });
ajv.addSchema(schema);

/** What the schema has against a message or an answer; nothing where it is right. */
export function problemsOf(definition: string, value: unknown): string[] {
  const validate = ajv.getSchema(`${schema.$id}#/$defs/${definition}`);
  assert.ok(validate !== undefined, `the schema has no definition "${definition}"`);
  if (validate(value) === true) {
    return [];
  }
  return (validate.errors ?? []).map(({ instancePath, message }) =>
    `${instancePath} ${message ?? ''}`.trim(),
  );
}

/** A message or an answer as it went over, with the name of its definition. */
export interface Sent {
  readonly definition: string;
  readonly value: unknown;
}

/** What was said, as JSON would carry it to another process. */
function copyOf(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** The same engine; every message to it and every answer of it is kept in `sent`, as another process would see it. */
export function recording(create: CreateEngine, sent: Sent[]): CreateEngine {
  const exchange = async <Answer>(type: string, message: object, ask: () => Promise<Answer>) => {
    const seq = sent.length / 2 + 1;
    sent.push({ definition: type, value: copyOf({ type, seq, ...message }) });
    const answer = await ask();
    sent.push({ definition: `${type}Answer`, value: copyOf({ seq, ...(answer ?? {}) }) });
    return answer;
  };
  return (surroundings) => {
    const engine = create(surroundings);
    const links = engine.links?.bind(engine);
    return {
      hello: (message) => exchange('hello', message, () => engine.hello(message)),
      configure: (message) => exchange('configure', message, () => engine.configure(message)),
      sync: (message) => exchange('sync', message, () => engine.sync(message)),
      ...(links === undefined ? {} : { links: () => exchange('links', {}, links) }),
      stop: () => exchange('stop', {}, () => engine.stop()),
    } satisfies Engine;
  };
}

/** The message with another value at the path; a member whose value is `undefined` is taken away. */
export function changed(message: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const copy: unknown = structuredClone(message);
  const last = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce((node, step) => Reflect.get(node as object, step) as unknown, copy);
  if (value === undefined) {
    Reflect.deleteProperty(parent as object, last);
  } else {
    Reflect.set(parent as object, last, value);
  }
  return copy;
}
