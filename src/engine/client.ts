/** The plain REST dialect of the systems, as a client speaks it: the engine's only way to them. */
import type { EngineSurroundings } from '../protocol';
import { isObject, type Json, type JsonObject } from './json';
import type { DatatypeModel } from './model';
import type { Envelope, Page } from './parts';

/** Asked of each page of a listing; a system may give fewer. */
export const pageLimit = 100;

/** A call that did not succeed. `status` is absent where there was no answer at all. */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Behind the datatype: a record's id, or nothing. */
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

export interface ListingQuery {
  /** Milliseconds since the epoch, inclusive; absent: everything. */
  readonly modifiedSince?: number;
  readonly cursor: string | null;
}

const urlOf = (datatype: DatatypeModel, { id, query = {} }: Call): string => {
  const path = [datatype.name, ...(id === undefined ? [] : [id])].map(encodeURIComponent).join('/');
  const search = new URLSearchParams(query).toString();
  return `${datatype.system.configuration.baseUrl}/${path}${search === '' ? '' : `?${search}`}`;
};

const detailOf = (text: string): string => {
  try {
    const problem = JSON.parse(text) as Json;
    const said = isObject(problem) ? [problem.title, problem.detail] : [];
    const words = said.filter((word) => typeof word === 'string').join(': ');
    return words === '' ? text.slice(0, 200) : words;
  } catch {
    return text.slice(0, 200);
  }
};

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
};

const parsed = (text: string, where: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new CallError(`${where} answered with something that is no JSON: ${reasonOf(error)}.`);
  }
};

const envelopeOf = (value: Json | undefined, where: string): Envelope => {
  if (isObject(value)) {
    const { id, version, modifiedAt, properties } = value;
    const time = typeof modifiedAt === 'string' ? Date.parse(modifiedAt) : Number.NaN;
    if (typeof id === 'string' && !Number.isNaN(time) && isObject(properties)) {
      return { id, version: typeof version === 'number' ? version : 0, modifiedAt: time, properties };
    }
  }
  throw new CallError(
    `${where} answered with something that is no record {id, version, modifiedAt, properties}.`,
  );
};

export class Client {
  constructor(private readonly surroundings: EngineSurroundings) {}

  /** One page of a listing. @throws CallError */
  async list(datatype: DatatypeModel, { modifiedSince, cursor }: ListingQuery): Promise<Page> {
    const query = {
      ...(modifiedSince === undefined ? {} : { modifiedSince: new Date(modifiedSince).toISOString() }),
      limit: String(pageLimit),
      ...(cursor === null ? {} : { cursor }),
    };
    const { answer, where } = await this.call(datatype, { method: 'GET', query });
    if (!isObject(answer) || !Array.isArray(answer.items)) {
      throw new CallError(`${where} answered with something that is no page {items, next}.`);
    }
    const items = (answer.items as readonly Json[]).map((item) => envelopeOf(item, where));
    return { items, next: typeof answer.next === 'string' ? answer.next : null };
  }

  /** One record. @throws CallError */
  async read(datatype: DatatypeModel, id: string): Promise<Envelope> {
    const { answer, where } = await this.call(datatype, { method: 'GET', id });
    return envelopeOf(answer, where);
  }

  /** Creates a record and gives it back as the system holds it. @throws CallError */
  async create(datatype: DatatypeModel, properties: JsonObject, idempotencyKey: string): Promise<Envelope> {
    const keyed = datatype.system.configuration.abilities.idempotencyKey;
    const { answer, where } = await this.call(datatype, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(keyed ? { 'idempotency-key': idempotencyKey } : {}),
      },
      body: { properties },
    });
    return envelopeOf(answer, where);
  }

  /** Changes a record by a merge patch, if it still has the version (RFC 9110, If-Match). @throws CallError */
  async update(
    datatype: DatatypeModel,
    id: string,
    version: number,
    properties: JsonObject,
  ): Promise<Envelope> {
    const guarded = datatype.system.configuration.abilities.versions;
    const { answer, where } = await this.call(datatype, {
      method: 'PATCH',
      id,
      headers: {
        'content-type': 'application/merge-patch+json',
        ...(guarded ? { 'if-match': `"${version}"` } : {}),
      },
      body: { properties },
    });
    return envelopeOf(answer, where);
  }

  private async call(datatype: DatatypeModel, call: Call): Promise<{ answer: Json; where: string }> {
    const url = urlOf(datatype, call);
    const where = `${call.method} ${url}`;
    const { response, text } = await this.send(datatype, call, url).catch((error: unknown) => {
      throw new CallError(`${where} got no answer: ${reasonOf(error)}.`);
    });
    if (!response.ok)
      throw new CallError(`${where} answered ${response.status}: ${detailOf(text)}.`, response.status);
    return { answer: parsed(text, where), where };
  }

  private async send(
    datatype: DatatypeModel,
    call: Call,
    url: string,
  ): Promise<{ response: Response; text: string }> {
    const response = await this.surroundings.fetch(url, {
      method: call.method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${datatype.system.configuration.token}`,
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    return { response, text: await response.text() };
  }
}
