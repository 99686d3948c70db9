/** Where calls carry their token: in `Authorization`, in a header of the API, in the query. */
import type { ApiDescription } from '../../protocol';
import type { ApiRequest } from '../core/dialect';
import type { RequestHeaders } from '../core/types';

/** How an API is given its token. */
export type TokenPlace = ApiDescription['authentication'];

/** The token of `Authorization: Bearer …` (RFC 6750, section 2.1); `undefined` where there is none. */
export function bearerToken(headers: RequestHeaders): string | undefined {
  return /^Bearer +(.*)$/is.exec(headers.get('authorization') ?? '')?.[1];
}

/** The token that a call carries at the API's place for it; `undefined` where there is none. */
export function tokenOf(
  { headers, query }: Pick<ApiRequest, 'headers' | 'query'>,
  place: TokenPlace,
): string | undefined {
  switch (place.scheme) {
    case 'bearer':
      return bearerToken(headers);
    case 'header':
      return headers.get(place.name) ?? undefined;
    case 'query':
      return new URLSearchParams(query).get(place.name) ?? undefined;
  }
}

/** The query without the token, where that is its place. */
export function queryWithoutToken(query: string, place: TokenPlace): string {
  if (place.scheme !== 'query') {
    return query;
  }
  const parameters = new URLSearchParams(query);
  parameters.delete(place.name);
  return parameters.toString();
}
