import type { RequestHeaders } from '../core/types';

type HeadersGiven = NonNullable<RequestInit['headers']>;

/** A field's name (Node's `Headers` lose one of them), and a value that is sent as it is (RFC 9110, section 5.5; Fetch, "normalize a byte sequence"). */
const NAME = /^(?!__proto__$)[\w!#$%&'*+\-.^`|~]+$/;
const VALUE = /^(?:[!-~\x80-\xFF](?:[\t -~\x80-\xFF]*[!-~\x80-\xFF])?)?$/;

class PlainHeaders implements RequestHeaders {
  constructor(private readonly byName: ReadonlyMap<string, string>) {}

  get(name: string): string | null {
    return this.byName.get(name.toLowerCase()) ?? null;
  }

  [Symbol.iterator](): Iterator<readonly [string, string]> {
    const sorted = [...this.byName].sort(([one], [other]) => (one < other ? -1 : 1));
    return sorted[Symbol.iterator]();
  }
}

function isRecord(init: HeadersGiven): init is Record<string, string> {
  return Object.getPrototypeOf(init) === Object.prototype;
}

/** What `Headers` would hold; `undefined` where it takes them to say. */
export function plainHeaders(init: HeadersGiven = {}): RequestHeaders | undefined {
  if (!isRecord(init)) {
    return undefined;
  }
  const byName = new Map<string, string>();
  for (const [name, value] of Object.entries(init)) {
    const key = name.toLowerCase();
    if (typeof value !== 'string' || !NAME.test(name) || !VALUE.test(value) || byName.has(key)) {
      return undefined;
    }
    byName.set(key, value);
  }
  return new PlainHeaders(byName);
}
