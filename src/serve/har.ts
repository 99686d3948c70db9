/** Calls as a HAR file, version 1.2 (http://www.softwareishard.com/blog/har-12-spec/). */
import { STATUS_CODES } from 'node:http';
import type { Content, Entry, Har, PostData, QueryString, Request, Response } from 'har-format';
import { type CallLog, type Exchange, type RecordedCall } from '../systems';
import { redact } from '../core/redact';

/** What the format prescribes for unknown sizes. */
const UNKNOWN_SIZE = -1;

/** The clock of a system does not move while it answers, so no part of a call takes time. */
const NO_TIME = { send: 0, wait: 0, receive: 0 } as const;

/** What the file names as its maker. */
export interface HarCreator {
  readonly name: string;
  readonly version: string;
}

/**
 * All calls of a log, in the order in which they took effect. Secrets are redacted, in headers, addresses and bodies. A call
 * that a fault left without an answer has the status 0, as browsers write it; the entry's comment names the fault.
 *
 * @param calls - a detailed log
 * @throws Error where the log holds no headers and times
 */
export function harOf(calls: CallLog, creator: HarCreator): Har {
  const entries = calls.calls.map((call) => {
    const exchange = calls.exchangeOf(call.number);
    if (exchange === undefined) {
      throw new Error(`Call ${call.number} has no headers: a HAR file needs a call log that is detailed.`);
    }
    return entryOf(call, exchange);
  });
  return { log: { version: '1.2', creator: { ...creator }, entries } };
}

function entryOf(call: RecordedCall, exchange: Exchange): Entry {
  return {
    startedDateTime: new Date(exchange.startedAt).toISOString(),
    time: 0,
    request: requestOf(call, exchange),
    response: responseOf(call, exchange),
    cache: {},
    timings: { ...NO_TIME },
    comment: commentOf(call),
  };
}

function commentOf({ system, fault, unexpected }: RecordedCall): string {
  return [
    `system: ${system}`,
    ...(fault === undefined ? [] : [`fault: ${fault}`]),
    ...(unexpected === undefined ? [] : [`unexpected: ${redact(unexpected)}`]),
  ].join('; ');
}

function requestOf({ method, requestBody }: RecordedCall, { url, requestHeaders }: Exchange): Request {
  const postData = requestBody === undefined ? undefined : postDataOf(requestBody, requestHeaders);
  return {
    method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headersOf(requestHeaders),
    queryString: queryOf(url),
    ...(postData === undefined ? {} : { postData }),
    headersSize: UNKNOWN_SIZE,
    bodySize: sizeOf(requestBody),
  };
}

function postDataOf(body: string, headers: Exchange['requestHeaders']): PostData {
  return { mimeType: headerOf(headers, 'content-type'), text: redact(body) };
}

function responseOf(call: RecordedCall, { responseHeaders }: Exchange): Response {
  const { status, responseBody } = call;
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: headersOf(responseHeaders),
    content: contentOf(responseBody, headerOf(responseHeaders, 'content-type')),
    redirectURL: headerOf(responseHeaders, 'location'),
    headersSize: UNKNOWN_SIZE,
    bodySize: sizeOf(responseBody),
  };
}

function contentOf(body: string | undefined, mimeType: string): Content {
  return { size: sizeOf(body), mimeType, ...(body === undefined ? {} : { text: redact(body) }) };
}

/** In bytes. */
function sizeOf(body: string | undefined): number {
  return body === undefined ? 0 : Buffer.byteLength(body);
}

function headersOf(headers: Exchange['requestHeaders']): Entry['request']['headers'] {
  return headers.map(([name, value]) => ({ name, value }));
}

function headerOf(headers: Exchange['requestHeaders'], wanted: string): string {
  return headers.find(([name]) => name === wanted)?.[1] ?? '';
}

function queryOf(url: string): QueryString[] {
  const mark = url.indexOf('?');
  return mark < 0
    ? []
    : Array.from(new URLSearchParams(url.slice(mark + 1)), ([name, value]) => ({ name, value }));
}
