/** How a served system is called: its headers, where its datatypes are, and a first call to paste into a shell. */
import type { Api } from '../config/profiles';
import { shellWord } from '../core/text';
import type { OAuthApp, SystemConfiguration } from '../protocol';

/** What someone needs to make calls by hand. */
export interface Calling {
  /** The API's name, for people. */
  readonly api: string;
  /** With every call; the token among them, unless it goes with the query. */
  readonly headers: Readonly<Record<string, string>>;
  /** Datatype → its path after the base URL. */
  readonly paths: Readonly<Record<string, string>>;
  /** A curl command that lists something, or finds where to continue. */
  readonly example: string;
  /** How an app is authorized and gets its tokens, where the API knows OAuth. */
  readonly authorization?: Authorization;
}

/** What an engine does that goes through OAuth instead of taking the token. */
export interface Authorization {
  /** Where a browser is sent, from the base URL on. */
  readonly authorize: string;
  /** The call that gives out tokens. */
  readonly tokens: string;
}

/** A native API: where its datatypes are, by lower-case name, and a first call. */
interface KnownApi {
  readonly name: string;
  readonly scheme: '' | 'Bearer ';
  readonly accept?: string;
  readonly paths: Readonly<Record<string, string>>;
  readonly first: (path: string) => FirstCall;
  readonly authorization: (app: OAuthApp) => Authorization;
}

interface FirstCall {
  readonly path: string;
  readonly body?: unknown;
}

const FEW = 5;

/** Any loopback address does. */
const REDIRECT_URI = 'http://localhost:8080/';

/** Wix: queries are POSTs (https://dev.wix.com/docs/rest/articles/get-started/search-query-and-list-methods). */
const WIX: KnownApi = {
  name: "Wix's own API",
  scheme: '',
  paths: {
    contacts: '/contacts/v4/contacts',
    members: '/members/v1/members',
    orders: '/ecom/v1/orders',
    products: '/stores/v1/products',
  },
  first: (path) =>
    path.startsWith('/ecom/')
      ? { path: `${path}/search`, body: { search: { cursorPaging: { limit: FEW } } } }
      : { path: `${path}/query`, body: { query: { paging: { limit: FEW } } } },
  authorization({ authorizePath, tokenPath, clientId, clientSecret, instanceId = '' }) {
    const asked = new URLSearchParams({ appId: clientId, redirectUrl: REDIRECT_URI });
    const body = JSON.stringify({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      instance_id: instanceId,
    });
    return {
      authorize: `${authorizePath}?${asked.toString()}`,
      tokens: `POST ${tokenPath}, with the JSON ${body}`,
    };
  },
};

/**
 * Exact Online: the company's number is in every path, and `current/Me` returns it
 * (https://start.exactonline.nl/docs/HlpRestAPIResourcesDetails.aspx?name=SystemSystemMe).
 */
const EXACT: KnownApi = {
  name: "Exact Online's own API",
  scheme: 'Bearer ',
  accept: 'application/json',
  paths: {
    accounts: '/api/v1/{division}/crm/Accounts',
    items: '/api/v1/{division}/logistics/Items',
    salesorders: '/api/v1/{division}/salesorder/SalesOrders',
  },
  first: () => ({ path: '/api/v1/current/Me?$select=CurrentDivision' }),
  authorization({ authorizePath, tokenPath, clientId, clientSecret }) {
    const asked = { client_id: clientId, redirect_uri: REDIRECT_URI };
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      ...asked,
      client_secret: clientSecret,
      code: '…',
    });
    const query = new URLSearchParams({ ...asked, response_type: 'code' });
    return {
      authorize: `${authorizePath}?${query.toString()}`,
      tokens: `POST ${tokenPath}, with the form ${form.toString().replace(encodeURIComponent('…'), '…')}`,
    };
  },
};

/** By the native API's name in profiles. */
const KNOWN: Readonly<Record<Exclude<Api, 'rest' | 'described'>, KnownApi>> = {
  wix: WIX,
  'exact-online': EXACT,
};

function knownApi(profile: string): KnownApi | undefined {
  return Object.hasOwn(KNOWN, profile) ? KNOWN[profile as keyof typeof KNOWN] : undefined;
}

function curl(
  { baseUrl }: SystemConfiguration,
  headers: Calling['headers'],
  { path, body }: FirstCall,
): string {
  const words = Object.entries(headers).map(([name, value]) => `-H ${shellWord(`${name}: ${value}`)}`);
  const data =
    body === undefined
      ? []
      : [`-H ${shellWord('Content-Type: application/json')}`, `-d ${shellWord(JSON.stringify(body))}`];
  return ['curl', ...words, ...data, shellWord(`${baseUrl}${path}`)].join(' ');
}

/** How the system is called. */
export function callingOf(configuration: SystemConfiguration): Calling {
  const { api, profile = '', description } = configuration;
  const known = api === 'native' ? knownApi(profile) : undefined;
  if (known !== undefined) {
    return callingKnown(configuration, known);
  }
  return description === undefined
    ? callingPlain(configuration)
    : callingDescribed(configuration, description);
}

function callingKnown(configuration: SystemConfiguration, known: KnownApi): Calling {
  const { name, scheme, accept, first, authorization } = known;
  const { oauth } = configuration;
  const headers = {
    Authorization: `${scheme}${configuration.token}`,
    ...(accept === undefined ? {} : { Accept: accept }),
    ...configuration.headers,
  };
  const paths = pathsOf(configuration, (datatype) => known.paths[datatype.toLowerCase()] ?? '');
  const example = curl(configuration, headers, first(Object.values(paths)[0] ?? ''));
  return {
    ...{ api: name, headers, paths, example },
    ...(oauth === undefined ? {} : { authorization: authorization(oauth) }),
  };
}

function callingPlain(configuration: SystemConfiguration): Calling {
  const headers = { Authorization: `Bearer ${configuration.token}`, ...configuration.headers };
  const paths = pathsOf(configuration, (datatype) => `/${encodeURIComponent(datatype)}`);
  const path = `${Object.values(paths)[0] ?? ''}?limit=${FEW}`;
  return { api: 'plain REST', headers, paths, example: curl(configuration, headers, { path }) };
}

function callingDescribed(
  configuration: SystemConfiguration,
  { authentication, resources }: NonNullable<SystemConfiguration['description']>,
): Calling {
  const { token } = configuration;
  const inQuery = authentication.scheme === 'query';
  const headers = {
    ...(authentication.scheme === 'bearer' ? { Authorization: `Bearer ${token}` } : {}),
    ...(authentication.scheme === 'header' ? { [authentication.name]: token } : {}),
    ...configuration.headers,
  };
  const paths = pathsOf(configuration, (datatype) => resources[datatype] ?? '');
  const query = inQuery ? `?${encodeURIComponent(authentication.name)}=${encodeURIComponent(token)}` : '';
  const example = curl(configuration, headers, { path: `${Object.values(paths)[0] ?? ''}${query}` });
  return { api: `the API of the profile ${configuration.profile ?? ''}`, headers, paths, example };
}

function pathsOf({ schema }: SystemConfiguration, pathOf: (datatype: string) => string): Calling['paths'] {
  return Object.fromEntries(Object.keys(schema).map((datatype) => [datatype, pathOf(datatype)]));
}
