/** The query of a listing of a described API, and the page that it asks for. */
import type { ApiDescription, Paging } from '../../../protocol';
import { readCursor, writeCursor } from '../../http/cursor';
import { pairsOf, parameterDetail, readParameters, readWholeNumber } from '../../http/parameters';
import type { DatatypeStore } from '../../core/store';
import type { SystemRecord } from '../../core/types';
import { DescribedRefusal } from './error';
import { readTime } from './form';

/** A page of records, and what leads to the next one: a cursor's text, nothing at the end. */
export interface DescribedPage {
  readonly records: readonly SystemRecord[];
  readonly next?: string;
}

/** The parameter that says where a page begins. */
const LINK_CURSOR = 'cursor';

function positionParameter(paging: Paging): string {
  return paging.style === 'link' ? LINK_CURSOR : paging.parameter;
}

function readQuery(query: string, known: readonly string[]): ReadonlyMap<string, string> {
  return readParameters(pairsOf(query), {
    known,
    refuse: (problem) => new DescribedRefusal(400, parameterDetail(problem, known)),
  });
}

function wholeNumber(text: string | undefined, name: string, least: number, otherwise: number): number {
  const value = text === undefined ? otherwise : readWholeNumber(text, { least, digits: 9 });
  if (value === undefined) {
    throw new DescribedRefusal(
      400,
      `${name} is "${text ?? ''}" and must be a whole number, ${least} or more.`,
    );
  }
  return value;
}

interface Request {
  readonly since: number | undefined;
  readonly position: string | undefined;
  readonly limit: number;
}

/** Pages that are counted stay as they are while records change only if they follow the records' creation. */
function countedPage(records: DatatypeStore, skip: number, { since, limit }: Request): DescribedPage {
  const from = since ?? Number.NEGATIVE_INFINITY;
  const matching = records.all().filter(({ modifiedAt }) => modifiedAt >= from);
  return { records: matching.slice(skip, skip + limit) };
}

function followedPage(
  records: DatatypeStore,
  datatype: string,
  { since, limit, position }: Request,
): DescribedPage {
  const after = position === undefined ? undefined : readCursor(position, datatype);
  if (position !== undefined && after === undefined) {
    throw new DescribedRefusal(400, `The cursor "${position}" was not given out for this listing.`);
  }
  const page = records.page({
    limit,
    ...(since === undefined ? {} : { since }),
    ...(after === undefined ? {} : { after }),
  });
  return {
    records: page.records,
    ...(page.next === undefined ? {} : { next: writeCursor(page.next, datatype) }),
  };
}

function readSince(
  given: ReadonlyMap<string, string>,
  form: ApiDescription['list']['since'],
): number | undefined {
  const text = form === undefined ? undefined : given.get(form.parameter);
  if (form === undefined || text === undefined) {
    return undefined;
  }
  const since = readTime(text, form.format);
  if (since === undefined) {
    throw new DescribedRefusal(400, `${form.parameter} is "${text}", which is not a time (${form.format}).`);
  }
  return since;
}

function readLimit(given: ReadonlyMap<string, string>, name: string | undefined, largest: number): number {
  const text = name === undefined ? undefined : given.get(name);
  return Math.min(wholeNumber(text, name ?? '', 1, largest), largest);
}

/**
 * The page that a query asks for.
 *
 * @param most - the largest page that the system gives at this moment
 * @throws DescribedRefusal 400 for a query that cannot be read
 */
export function listedPage(
  query: string,
  { list }: ApiDescription,
  records: DatatypeStore,
  datatype: string,
  most: number,
): DescribedPage {
  const { paging, since } = list;
  const known = [positionParameter(paging), paging.limit, since?.parameter];
  const given = readQuery(
    query,
    known.filter((name) => name !== undefined),
  );
  const request: Request = {
    since: readSince(given, since),
    limit: readLimit(given, paging.limit, Math.min(list.pageSize, most)),
    position: given.get(positionParameter(paging)),
  };
  if (paging.style === 'page') {
    const page = wholeNumber(request.position, paging.parameter, paging.first, paging.first);
    return countedPage(records, (page - paging.first) * request.limit, request);
  }
  if (paging.style === 'offset') {
    return countedPage(records, wholeNumber(request.position, paging.parameter, 0, 0), request);
  }
  return followedPage(records, datatype, request);
}

/** The URL of the next page: the one asked for, with the cursor in it. */
export function nextUrl(url: string, query: string, cursor: string): string {
  const parameters = new URLSearchParams(query);
  parameters.set(LINK_CURSOR, cursor);
  return `${url}?${parameters.toString()}`;
}

/** Whether a query asks for a page behind the first. */
export function isLaterPage(query: string, paging: Paging): boolean {
  const position = new URLSearchParams(query).get(positionParameter(paging));
  if (paging.style === 'page') {
    return position !== null && position !== String(paging.first);
  }
  return position !== null && !(paging.style === 'offset' && position === '0');
}
