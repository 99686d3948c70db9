/** An engine whose answers are kept and held to the protocol's schema. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import { packageRoot } from '../../core/package-root';
import type { EngineHost } from '../../engines';
import type { MessageType } from '../../protocol';

/** An answer as it came, without its envelope. */
export interface KeptAnswer {
  readonly type: MessageType;
  readonly answer: unknown;
}

const SCHEMA_ID = 'urn:syncproof:engine-protocol:1';

let validator: Ajv2020 | undefined;

function schemas(): Ajv2020 {
  if (validator === undefined) {
    validator = new Ajv2020({ allErrors: true });
    const file = join(packageRoot(), 'schemas', 'engine-protocol.json');
    validator.addSchema(JSON.parse(readFileSync(file, 'utf8')) as object);
  }
  return validator;
}

function problemOf({ instancePath, message = 'is wrong', params, keyword }: ErrorObject): string {
  const where = instancePath === '' ? 'the answer' : instancePath.slice(1).replaceAll('/', '.');
  const extra = (params as { readonly additionalProperty?: unknown }).additionalProperty;
  return keyword === 'additionalProperties'
    ? `${where} has a member "${String(extra)}" that the protocol does not know`
    : `${where} ${message}`;
}

/** What the protocol's schema has against an answer; nothing where it is right. */
export function problemsOf({ type, answer }: KeptAnswer): string[] {
  const validate = schemas().getSchema(`${SCHEMA_ID}#/$defs/${type}Answer`);
  if (validate === undefined) {
    throw new Error(`The schema of the engine protocol does not define the answer to "${type}".`);
  }
  const whole = typeof answer === 'object' && answer !== null ? { seq: 1, ...answer } : answer;
  return validate(whole) === true ? [] : (validate.errors ?? []).map(problemOf);
}

/** The same host; `keep` takes every answer. */
export function keepingAnswers(host: EngineHost, keep: (answer: KeptAnswer) => void): EngineHost {
  return {
    time: host.time,
    restartsBy: host.restartsBy,
    obstacle: () => host.obstacle?.(),
    prepare: async () => {
      await host.prepare?.();
    },
    async open(context) {
      const connection = await host.open(context);
      keep({ type: 'hello', answer: connection.hello });
      return {
        hello: connection.hello,
        async ask(type, members) {
          const answer = await connection.ask(type, members);
          keep({ type, answer });
          return answer;
        },
        close: () => connection.close(),
        kill: () => connection.kill(),
      };
    },
    close: () => host.close(),
  };
}
