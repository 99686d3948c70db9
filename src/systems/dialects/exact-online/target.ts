/** What a call is about, as far as its method, path and body show. */
import type { ApiRequest, RequestTarget } from '../../core/dialect';
import type { Administration, TableName } from './administration';
import { readRoute } from './route';
import { AUTHORIZATION_PATH, TOKEN_PATH } from './token-issuer';

const OPERATIONS: Readonly<Record<string, Readonly<Record<string, RequestTarget['operation']>>>> = {
  collection: { GET: 'list', POST: 'create' },
  count: { GET: 'list' },
  entity: { GET: 'read', PUT: 'update', DELETE: 'delete' },
};

/** The target of a call; never throws. */
export function targetOf(
  call: ApiRequest,
  administration: Administration,
  datatypeOf: (name: TableName) => string,
): RequestTarget {
  try {
    if (call.path === TOKEN_PATH || call.path === AUTHORIZATION_PATH) {
      return { operation: 'session' };
    }
    const route = readRoute(call.path);
    const operation = OPERATIONS[route.kind]?.[call.method] ?? 'other';
    if (route.kind === 'me') {
      return { operation: 'other' };
    }
    if (route.entity === 'SalesOrderLines') {
      const line = route.kind === 'entity' ? administration.orderWith(route.key)?.id : orderIn(call);
      return lineTarget(operation, datatypeOf('SalesOrders'), line);
    }
    const datatype = datatypeOf(route.entity);
    if (route.kind === 'entity') {
      return { operation, datatype, id: route.key };
    }
    return {
      operation,
      datatype,
      ...(operation === 'list' && continuesListing(call) ? { continues: true } : {}),
    };
  } catch {
    return { operation: 'other' };
  }
}

/** A line counts as its order: what changes a line updates the order. */
function lineTarget(
  operation: RequestTarget['operation'],
  datatype: string,
  order: string | undefined,
): RequestTarget {
  if (operation === 'list' || operation === 'other') {
    return { operation, datatype };
  }
  const id = order === undefined ? {} : { id: order };
  return { operation: operation === 'read' ? 'read' : 'update', datatype, ...id };
}

/** A page behind the first has the key of the last row before it. */
function continuesListing({ query }: ApiRequest): boolean {
  return new URLSearchParams(query).has('$skiptoken');
}

function orderIn({ body }: ApiRequest): string | undefined {
  const parsed = JSON.parse(body?.text ?? 'null') as { readonly OrderID?: unknown } | null;
  return typeof parsed?.OrderID === 'string' ? parsed.OrderID.toLowerCase() : undefined;
}
