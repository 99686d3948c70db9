/** The pages of a described API. */
import type { ApiDescription, Paging } from '../../../protocol';
import { ApiError } from '../http/api-error';
import { offsetPage } from '../http/offset';
import type { Reply } from '../http/api-client';
import { memberAt } from './form';
import type { Json } from '../../../core/json';
import type { Envelope, ListingPage } from '../../planner/envelope';

type Query = Readonly<Record<string, string>>;

/** How a page is fetched. */
export interface PageSource {
  /** The answer to a listing with these parameters beside the usual ones. */
  readonly ask: (query: Query) => Promise<Reply>;
  /** The answer at a whole URL that the system gave. */
  readonly follow: (url: string) => Promise<Reply>;
  /** The URL of the listing, which relative ones count from. */
  readonly base: string;
  readonly records: (reply: Reply) => readonly Envelope[];
}

function size(name: string | undefined, pageSize: number): Query {
  return name === undefined ? {} : { [name]: String(pageSize) };
}

function asCursor(value: Json | undefined): string | null {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;
}

/** The URL of the link to the next page in a header `Link` (RFC 8288, section 3). */
export function linkedNext(header: string | null): string | null {
  for (const link of (header ?? '').split(/,(?=\s*<)/)) {
    const end = link.indexOf('>');
    const [target, parameters] = [link.slice(link.indexOf('<') + 1, Math.max(end, 0)), link.slice(end + 1)];
    const isNext = parameters.split(';').some((parameter) => {
      const [name = '', value = ''] = parameter.split('=');
      const relations = value.trim().replaceAll('"', '').toLowerCase().split(/\s+/);
      return name.trim().toLowerCase() === 'rel' && relations.includes('next');
    });
    if (isNext && target !== '') {
      return target;
    }
  }
  return null;
}

function resolved(target: string | null, base: string): string | null {
  if (target === null) {
    return null;
  }
  if (URL.canParse(target, base)) {
    return new URL(target, base).href;
  }
  throw new ApiError(
    `The listing ${base} names ${JSON.stringify(target)} as its next page, which is not a URL.`,
  );
}

/** Counted pages end with an empty one: a page that is not full may also have been cut short. */
async function countedPage(
  paging: Extract<Paging, { style: 'page' }>,
  pageSize: number,
  cursor: string | null,
  source: PageSource,
): Promise<ListingPage> {
  const number = cursor ?? String(paging.first);
  const reply = await source.ask({ ...size(paging.limit, pageSize), [paging.parameter]: number });
  const items = source.records(reply);
  return { items, next: items.length === 0 ? null : String(Number(number) + 1) };
}

async function linkedPage(
  paging: Extract<Paging, { style: 'link' }>,
  pageSize: number,
  cursor: string | null,
  source: PageSource,
): Promise<ListingPage> {
  const reply =
    cursor === null ? await source.ask(size(paging.limit, pageSize)) : await source.follow(cursor);
  const next =
    paging.next === undefined
      ? linkedNext(reply.headers.get('link'))
      : asCursor(memberAt(reply.body, paging.next));
  return { items: source.records(reply), next: resolved(next, source.base) };
}

/** One page of a listing, by whatever style the API has. @throws ApiError */
export async function describedPage(
  { paging, pageSize }: ApiDescription['list'],
  cursor: string | null,
  source: PageSource,
): Promise<ListingPage> {
  switch (paging.style) {
    case 'cursor': {
      const position = cursor === null ? {} : { [paging.parameter]: cursor };
      const reply = await source.ask({ ...size(paging.limit, pageSize), ...position });
      return { items: source.records(reply), next: asCursor(memberAt(reply.body, paging.next)) };
    }
    case 'page':
      return countedPage(paging, pageSize, cursor, source);
    case 'offset':
      return offsetPage(cursor, async (offset) => {
        const reply = await source.ask({
          ...size(paging.limit, pageSize),
          [paging.parameter]: String(offset),
        });
        const items = source.records(reply);
        return { items, more: items.length > 0, short: items.length < pageSize };
      });
    case 'link':
      return linkedPage(paging, pageSize, cursor, source);
  }
}
