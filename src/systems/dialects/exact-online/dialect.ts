/**
 * The API of Exact Online (https://start.exactonline.nl/docs/HlpRestAPIResources.aspx): OData, as WCF Data Services speaks
 * it. What is offered, and what was decided where the sources are silent, stands in docs/exact-mock.md.
 */
import type {
  ApiResponse,
  DialectContext,
  ApiRequest,
  DialectHandler,
  RequestTarget,
} from '../../core/dialect';
import type { DatatypeStore } from '../../core/store';
import { readBody } from './body';
import { Administration, TABLE_NAMES } from './administration';
import type { TableName } from './administration';
import { ENTITIES, userOf } from './entities';
import type { EntityName } from './entities';
import { createDirectAccess } from './direct-access';
import { createLimitDesk } from './rate-limiter';
import type { CallLimits, RateLimiter } from './rate-limiter';
import { countOf, listPage } from './listing';
import type { ListingSource } from './listing';
import { requireOnly, readListQuery, readOptions, readSelection } from './query';
import type { ODataQuery, Options } from './query';
import { ExactRefusal, malformed, refusalAnswer, injectedErrorResponse } from './refusal';
import { WHOLE, createPresenter, dataAnswer } from './representation';
import type { Presenter } from './representation';
import { LONGEST_URL, readRoute } from './route';
import type { ExactRoute } from './route';
import { TOKEN_PATH } from './token-issuer';
import type { TokenIssuer } from './token-issuer';
import { changeEntity, createEntity, readable, removeEntity } from './writing';

/** The most records of a page (page "Restrictions" of Exact Online's developer documentation). */
const LARGEST_PAGE = 60;

/** What the dialect must know of the account. */
export interface Account {
  readonly key: string;
  readonly division: number;
  readonly tokens: TokenIssuer;
  readonly limits?: CallLimits;
}

/** A speaker whose token can be declared expired by a fault. */
export interface ExactHandler extends DialectHandler {
  /** The present access token is answered with 401 from now on, and may be renewed at once. */
  expireToken(): void;
}

/** Makes the speaker of one account. */
export function createSpeaker(account: Account, context: DialectContext): ExactHandler {
  const datatypes = datatypesOf(context);
  const administration = new Administration({
    key: account.key,
    division: account.division,
    clock: context.clock,
    storeOf: (name) => storeOf(context, datatypes.get(name)),
  });
  account.tokens.start(context.clock);
  const service = new Service(account, context, administration);
  return {
    answer: (call) => service.answer(call),
    targetOf: (call) => targetOf(call, administration, (name) => datatypes.get(name) ?? name),
    refuse(injectedError) {
      if (injectedError.status === 401) {
        account.tokens.expire();
      }
      return injectedErrorResponse(injectedError);
    },
    expireToken() {
      account.tokens.expire();
    },
    directAccess: createDirectAccess({
      administration,
      tableOf(datatype) {
        const found = TABLE_NAMES.find((name) => datatypes.get(name) === datatype);
        if (found === undefined) {
          throw new Error(`Exact Online has no datatype "${datatype}" here.`);
        }
        return found;
      },
      identityOf: (datatype) =>
        ['id', 'ID', 'OrderID'].filter((name) =>
          Object.hasOwn(context.schema[datatype]?.properties ?? {}, name),
        ),
    }),
  };
}

/**
 * Entity → the documents' word for it.
 * @throws Error for a datatype that is not offered
 */
function datatypesOf({ schema }: DialectContext): ReadonlyMap<TableName, string> {
  const found = new Map<TableName, string>();
  for (const datatype of Object.keys(schema)) {
    const name = TABLE_NAMES.find((known) => known.toLowerCase() === datatype.toLowerCase());
    if (name === undefined || found.has(name)) {
      throw new Error(
        `Exact Online cannot offer the datatype "${datatype}": it offers Accounts, Items and Salesorders, each once.`,
      );
    }
    found.set(name, datatype);
  }
  return found;
}

function storeOf({ store }: DialectContext, datatype: string | undefined): DatatypeStore | undefined {
  return datatype === undefined ? undefined : store.datatype(datatype);
}

const OPERATIONS: Readonly<Record<string, Readonly<Record<string, RequestTarget['operation']>>>> = {
  collection: { GET: 'list', POST: 'create' },
  count: { GET: 'list' },
  entity: { GET: 'read', PUT: 'update', DELETE: 'delete' },
};

function targetOf(
  call: ApiRequest,
  administration: Administration,
  datatypeOf: (name: TableName) => string,
): RequestTarget {
  try {
    const route = readRoute(call.path);
    const operation = OPERATIONS[route.kind]?.[call.method] ?? 'other';
    if (route.kind === 'token') {
      return { operation: 'session' };
    }
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

type EntityRoute = ExactRoute & { readonly kind: 'entity' };

/** Answers the calls of one account. */
class Service {
  private readonly limits: RateLimiter;
  private readonly presenter: Presenter;

  constructor(
    private readonly account: Account,
    private readonly context: DialectContext,
    private readonly administration: Administration,
  ) {
    this.limits = createLimitDesk(context.clock, account.limits);
    this.presenter = createPresenter(administration, context.baseUrl);
  }

  answer(call: ApiRequest): ApiResponse {
    try {
      return withoutBodyForHead(call, this.route(call));
    } catch (error) {
      if (error instanceof ExactRefusal) {
        return withoutBodyForHead(call, refusalAnswer(error));
      }
      throw error;
    }
  }

  private route(call: ApiRequest): ApiResponse {
    const { tokens, division } = this.account;
    const { path = '', query, headers } = call;
    if (call.path === TOKEN_PATH) {
      return tokens.renew(call);
    }
    tokens.demand(headers);
    if (path.length + query.length > LONGEST_URL) {
      throw new ExactRefusal(414, `The URL is longer than ${LONGEST_URL} characters.`);
    }
    const route = readRoute(call.path);
    if (route.kind === 'token') {
      return tokens.renew(call);
    }
    if (route.kind === 'me') {
      return this.me(call);
    }
    if (route.division !== division) {
      throw new ExactRefusal(403, `Forbidden: the user has no rights in division ${route.division}.`);
    }
    const limits = this.limits.count();
    try {
      const given = this.operate(call, route);
      return { ...given, headers: { ...limits, ...given.headers } };
    } catch (error) {
      if (!(error instanceof ExactRefusal)) {
        throw error;
      }
      const given = refusalAnswer(error);
      return { ...given, headers: { ...limits, ...given.headers } };
    }
  }

  private operate(call: ApiRequest, route: Exclude<ExactRoute, { kind: 'token' | 'me' }>): ApiResponse {
    const options = readOptions(call.query);
    const given =
      route.kind === 'entity' ? this.onEntity(call, route, options) : this.onCollection(call, route, options);
    const { ignored } = options;
    return ignored.length === 0 || given.unexpected !== undefined
      ? given
      : { ...given, unexpected: `The API does not look at the query parameters ${ignored.join(', ')}.` };
  }

  private onCollection(
    call: ApiRequest,
    { kind, entity }: Extract<ExactRoute, { kind: 'collection' | 'count' }>,
    options: Options,
  ): ApiResponse {
    if (kind === 'count' && call.method === 'GET') {
      return this.count(entity, options);
    }
    if (kind === 'collection' && call.method === 'GET') {
      return this.list(call, { entity }, readListQuery(options, entity));
    }
    if (kind === 'collection' && call.method === 'POST') {
      return this.create(call, entity, options);
    }
    throw notAllowed(call.method, kind === 'count' ? 'GET' : 'GET, POST');
  }

  private onEntity(call: ApiRequest, route: EntityRoute, options: Options): ApiResponse {
    const { entity, key, below } = route;
    if (below !== undefined) {
      return this.below(call, route, below, options);
    }
    switch (call.method) {
      case 'GET': {
        requireOnly(options, ['$select', '$expand']);
        requireJson(call);
        const selection = options.values.size === 0 ? WHOLE : readSelection(options, ENTITIES[entity]);
        const record = readable(this.administration, entity, key);
        return dataAnswer(200, this.presenter.entity(entity, record, selection));
      }
      case 'PUT':
        requireOnly(options, []);
        changeEntity(this.administration, entity, key, readBody(call), this.context.account);
        return { status: 204, headers: {} };
      case 'DELETE':
        requireOnly(options, []);
        removeEntity(this.administration, entity, key, this.context.account);
        return { status: 204, headers: {} };
      default:
        throw notAllowed(call.method, 'GET, PUT, DELETE');
    }
  }

  /** A collection below an entity, such as the lines of an order. */
  private below(call: ApiRequest, route: EntityRoute, below: string, options: Options): ApiResponse {
    const { collections } = ENTITIES[route.entity];
    if (!collections.has(below)) {
      throw new ExactRefusal(404, `Resource not found for the segment '${below}'.`);
    }
    if (call.method !== 'GET') {
      throw notAllowed(call.method, 'GET');
    }
    const within = readable(this.administration, route.entity, route.key);
    const entity = collections.get(below);
    if (entity === undefined) {
      requireJson(call);
      return dataAnswer(200, '{"results":[]}');
    }
    return this.list(call, { entity, within }, readListQuery(options, entity, true));
  }

  private sourceOf(place: Pick<ListingSource, 'entity' | 'within'>): ListingSource {
    return { administration: this.administration, ...place };
  }

  private list(
    call: ApiRequest,
    place: Pick<ListingSource, 'entity' | 'within'>,
    query: ODataQuery,
  ): ApiResponse {
    requireJson(call);
    const size = Math.min(this.context.pageSize(), LARGEST_PAGE, query.top ?? LARGEST_PAGE);
    const { records, next, count } = listPage(this.sourceOf(place), query, size);
    const { selection, top } = query;
    const items = records.map((record) => this.presenter.entity(place.entity, record, selection));
    const results = `[${items.join(',')}]`;
    if (top !== undefined && count === undefined) {
      return dataAnswer(200, results);
    }
    const inlineCount = count === undefined ? '' : `"__count":"${count}",`;
    const further = next === undefined || top !== undefined ? '' : this.further(call, next);
    return dataAnswer(200, `{${inlineCount}"results":${results}${further}}`);
  }

  /** The URL of the next page: the options of this one, and the place behind its last record. */
  private further({ path = '', query }: ApiRequest, token: string): string {
    const kept = query
      .split('&')
      .filter((part) => part !== '' && !['$skiptoken', '$skip'].includes(nameOf(part)));
    const url = `${this.context.baseUrl}${path}?${[...kept, `$skiptoken=${encodeURIComponent(token)}`].join('&')}`;
    return `,"__next":${JSON.stringify(url)}`;
  }

  private count(entity: EntityName, options: Options): ApiResponse {
    requireOnly(options, ['$filter']);
    const count = countOf(this.sourceOf({ entity }), readListQuery(options, entity));
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: String(count) };
  }

  private create(call: ApiRequest, entity: EntityName, options: Options): ApiResponse {
    requireOnly(options, []);
    requireJson(call);
    const record = createEntity(this.administration, entity, readBody(call), this.context.account);
    const whole = /(?:^|,)\s*return=representation\s*(?:$|[,;])/i.test(call.headers.get('prefer') ?? '');
    const text = whole ? this.presenter.entity(entity, record, WHOLE) : this.presenter.bare(entity, record);
    const location = `${this.presenter.uriOf(entity)}(guid'${record.id}')`;
    return dataAnswer(201, text, { location });
  }

  /** Who the token's user is, and in which division: how a client finds where to call. */
  private me(call: ApiRequest): ApiResponse {
    if (call.method !== 'GET') {
      throw notAllowed(call.method, 'GET');
    }
    requireJson(call);
    const { account, baseUrl } = this.context;
    const id = userOf(account);
    const all: Readonly<Record<string, string | number>> = {
      UserID: id,
      CurrentDivision: this.account.division,
      Email: `${account}@example.com`,
      FullName: account,
      LanguageCode: 'en-GB',
      UserName: account,
    };
    const selected = readOptions(call.query).values.get('$select')?.split(',') ?? Object.keys(all);
    const unknown = selected.find((name) => !Object.hasOwn(all, name.trim()));
    if (unknown !== undefined) {
      throw malformed(`Could not find a property named '${unknown}' on type 'Me'.`);
    }
    const metadata = { uri: `${baseUrl}/api/v1/current/Me(guid'${id}')`, type: 'Exact.Web.Api.System.Me' };
    const shown = Object.fromEntries(selected.map((name) => [name.trim(), all[name.trim()]]));
    return dataAnswer(200, JSON.stringify({ results: [{ __metadata: metadata, ...shown }] }));
  }
}

function nameOf(part: string): string {
  return [...new URLSearchParams(part).keys()][0] ?? '';
}

function notAllowed(method: string, allow: string): ExactRefusal {
  return new ExactRefusal(405, `The method ${method} is not allowed here; ${allow} are.`, {
    headers: { allow },
  });
}

/** Without this header Exact Online answers Atom, which is XML; a client that reads JSON would have broken on it. */
function requireJson({ headers }: ApiRequest): void {
  const accepted = (headers.get('accept') ?? '').toLowerCase();
  if (accepted.split(',').some((range) => range.split(';')[0]?.trim() === 'application/json')) {
    return;
  }
  throw new ExactRefusal(
    406,
    `Send "Accept: application/json": the API answers '${accepted}' with Atom XML.`,
  );
}

function withoutBodyForHead(call: ApiRequest, given: ApiResponse): ApiResponse {
  if (call.method !== 'HEAD') {
    return given;
  }
  const { status, headers, unexpected } = given;
  return { status, headers, ...(unexpected === undefined ? {} : { unexpected }) };
}
