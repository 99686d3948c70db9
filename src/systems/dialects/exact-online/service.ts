/** The operations of the API: what is answered at each path. */
import type { ApiRequest, ApiResponse, DialectContext } from '../../core/dialect';
import { answerCall } from '../../http/responses';
import type { Administration } from './administration';
import { readBody } from './body';
import { ENTITIES, userOf } from './entities';
import type { EntityName } from './entities';
import { countOf, listPage } from './listing';
import type { ListingSource } from './listing';
import { requireOnly, readListQuery, readOptions, readSelection } from './query';
import type { ODataQuery, Options } from './query';
import { createCallCounter } from './rate-limiter';
import type { CallLimits } from './rate-limiter';
import { ExactRefusal, malformed } from './refusal';
import { WHOLE, createPresenter, dataAnswer } from './representation';
import type { Presenter } from './representation';
import { LONGEST_URL, readRoute } from './route';
import type { ExactRoute } from './route';
import { AUTHORIZATION_PATH, TOKEN_PATH } from './token-issuer';
import type { TokenIssuer } from './token-issuer';
import { changeEntity, createEntity, readable, removeEntity } from './writing';

/** The most records of a page (page "Restrictions" of Exact Online's developer documentation). */
const LARGEST_PAGE = 60;

/** What the API must know of the account. */
export interface ExactAccount {
  readonly key: string;
  readonly division: number;
  readonly tokens: TokenIssuer;
  readonly limits?: CallLimits;
}

type EntityRoute = ExactRoute & { readonly kind: 'entity' };

/** Answers the calls of one account. */
export class ExactService {
  private readonly countCall: () => Readonly<Record<string, string>>;
  private readonly presenter: Presenter;

  constructor(
    private readonly account: ExactAccount,
    private readonly context: DialectContext,
    private readonly administration: Administration,
  ) {
    this.countCall = createCallCounter(context.clock, account.limits);
    this.presenter = createPresenter(administration, context.baseUrl);
  }

  answer(call: ApiRequest): ApiResponse {
    return answerCall(call, () => this.route(call));
  }

  private route(call: ApiRequest): ApiResponse {
    const { tokens, division } = this.account;
    const { path = '', query, headers } = call;
    if (path === TOKEN_PATH) {
      return tokens.giveTokens(call);
    }
    if (path === AUTHORIZATION_PATH) {
      return tokens.authorizeApp(call);
    }
    tokens.authorize(headers);
    if (path.length + query.length > LONGEST_URL) {
      throw new ExactRefusal(414, `The URL is longer than ${LONGEST_URL} characters.`);
    }
    const route = readRoute(call.path);
    if (route.kind === 'me') {
      return this.me(call);
    }
    if (route.division !== division) {
      throw new ExactRefusal(403, `Forbidden: the user has no rights in division ${route.division}.`);
    }
    const limits = this.countCall();
    const given = answerCall(call, () => this.operate(call, route));
    return { ...given, headers: { ...limits, ...given.headers } };
  }

  private operate(call: ApiRequest, route: Exclude<ExactRoute, { kind: 'me' }>): ApiResponse {
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
