/**
 * The plain REST dialect (docs/rest-dialect.md, schemas/system-api.yaml): what every simulated system speaks unless it
 * speaks its vendor's API.
 */
import type { ApiResponse, Dialect, DialectContext, ApiRequest, RequestTarget } from '../../core/dialect';
import { bearerToken } from '../../http/authorization';
import { decodePathStep } from '../../http/parameters';
import { answerCall } from '../../http/responses';
import { RestRefusal, injectedErrorResponse } from './problem';
import { continuesListing } from './query';
import { list, read } from './reading';
import { createResource } from './resource';
import type { ResourceAction, RestResource } from './resource';
import { ON_WEBHOOK, WEBHOOKS } from './webhooks';
import { change, create, remove } from './writing';
import type { RequestHeaders } from '../../core/types';

type Operate = (action: ResourceAction, call: ApiRequest, context: DialectContext) => ApiResponse;

const ON_DATATYPE: ReadonlyMap<string, Operate> = new Map<string, Operate>([
  ['GET', list],
  ['POST', create],
]);

const ON_RECORD: ReadonlyMap<string, Operate> = new Map<string, Operate>([
  ['GET', read],
  ['PATCH', change],
  ['DELETE', remove],
]);

/** The plain REST dialect. Refused calls are answered with problem details (RFC 9457). */
export const restDialect: Dialect = (context) => {
  if (context.abilities.webhooks && Object.hasOwn(context.schema, WEBHOOKS)) {
    throw new Error(
      `A system with webhooks cannot have a datatype "${WEBHOOKS}": its path is that of the subscriptions. Name it otherwise, or switch the ability off.`,
    );
  }
  const resources = new Map(
    Object.entries(context.schema).map(
      ([name, facts]) => [name, createResource(name, facts, context)] as const,
    ),
  );
  return {
    answer: (call) => answerCall(call, () => answer(call, resources, context)),
    targetOf: (call) => targetOf(call, context),
    refuse: injectedErrorResponse,
  };
};

const ON_DATATYPE_IS: Readonly<Record<string, RequestTarget['operation']>> = { GET: 'list', POST: 'create' };
const ON_RECORD_IS: Readonly<Record<string, RequestTarget['operation']>> = {
  GET: 'read',
  PATCH: 'update',
  DELETE: 'delete',
};

function targetOf({ method, path, query }: ApiRequest, { abilities }: DialectContext): RequestTarget {
  try {
    const { datatype, id } = route(path);
    if (abilities.webhooks && datatype === WEBHOOKS) {
      return { operation: 'other' };
    }
    if (id !== undefined) {
      return { operation: ON_RECORD_IS[method] ?? 'other', datatype, id };
    }
    const operation = ON_DATATYPE_IS[method] ?? 'other';
    return {
      operation,
      datatype,
      ...(operation === 'list' && continuesListing(query) ? { continues: true } : {}),
    };
  } catch {
    return { operation: 'other' };
  }
}

function answer(
  call: ApiRequest,
  resources: ReadonlyMap<string, RestResource>,
  context: DialectContext,
): ApiResponse {
  authorize(call.headers, context.token);
  const { datatype, id } = route(call.path);
  if (context.abilities.webhooks && datatype === WEBHOOKS) {
    return allowed(ON_WEBHOOK, call.method, 'a webhook')(idOf(id), call, context);
  }
  const resource = resources.get(datatype);
  if (resource === undefined) {
    const known = [...resources.keys()].sort().join('", "');
    throw new RestRefusal(
      'unknown-datatype',
      `There is no datatype "${datatype}" here; there is "${known}".`,
    );
  }
  const operate =
    id === undefined
      ? allowed(ON_DATATYPE, call.method, 'a datatype')
      : allowed(ON_RECORD, call.method, 'a record');
  return operate({ resource, id: id ?? '' }, call, context);
}

function allowed<Operation>(
  operations: ReadonlyMap<string, Operation>,
  method: string,
  what: string,
): Operation {
  const operation = operations.get(method);
  if (operation === undefined) {
    const allow = [...operations.keys()].join(', ');
    throw new RestRefusal('method-not-allowed', `${method} is not allowed on ${what}; ${allow} are.`, {
      headers: { allow },
    });
  }
  return operation;
}

function idOf(name: string | undefined): string {
  if (name === undefined) {
    throw new RestRefusal('unknown-path', 'Webhooks are at /webhooks/<name>, from the base URL on.');
  }
  return name;
}

function authorize(headers: RequestHeaders, token: string): void {
  const given = bearerToken(headers);
  if (given !== token) {
    const what = given === undefined ? 'has no bearer token' : 'has a wrong bearer token';
    throw new RestRefusal(
      'unauthorized',
      `The call ${what}; send "Authorization: Bearer" and the system's token.`,
      {
        headers: { 'www-authenticate': 'Bearer' },
      },
    );
  }
}

function route(path: string | undefined): { datatype: string; id?: string } {
  const [root, datatype, id, ...more] = (path ?? '').split('/');
  if (path === undefined || root !== '' || datatype === undefined || id === '' || more.length > 0) {
    throw new RestRefusal(
      'unknown-path',
      'Paths are /<datatype> and /<datatype>/<id>, from the base URL on.',
    );
  }
  return id === undefined ? { datatype: decode(datatype) } : { datatype: decode(datatype), id: decode(id) };
}

function decode(step: string): string {
  const decoded = decodePathStep(step);
  if (decoded === undefined) {
    throw new RestRefusal('unknown-path', `"${step}" in the path is not percent-encoded UTF-8.`);
  }
  return decoded;
}
