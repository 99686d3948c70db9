import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { textResponse } from './text-response';

const TEXT = '{"title":"blå \u{1F4A1}"}';
const HEAD = { status: 201, headers: { 'content-type': 'application/json', etag: '"1"' } };

/** What a reader makes of a response, or the name of what it meets. */
type Reader = (response: Response) => Promise<unknown>;

async function streamed({ body }: Response): Promise<unknown> {
  const parts: Uint8Array[] = [];
  for await (const part of body ?? []) {
    parts.push(part as Uint8Array);
  }
  return Buffer.concat(parts).toString('utf8');
}

const READERS: Readonly<Record<string, Reader>> = {
  text: (response) => response.text(),
  json: (response) => response.json(),
  arrayBuffer: async (response) => Buffer.from(await response.arrayBuffer()).toString('utf8'),
  blob: async (response) => {
    const blob = await response.blob();
    return [blob.type, await blob.text()];
  },
  stream: streamed,
  clone: (response) => Promise.resolve(response.clone().text()),
  bodyUsed: (response) => Promise.resolve(response.bodyUsed),
  head: ({ status, ok, statusText, headers, url, type, redirected }) =>
    Promise.resolve([status, ok, statusText, [...headers], url, type, redirected]),
  formData: (response: { formData(): Promise<unknown> }) => response.formData(),
};

async function outcome(read: Reader, response: Response): Promise<unknown> {
  try {
    return await read(response);
  } catch (error) {
    return (error as Error).name;
  }
}

describe('a response whose text is at hand', () => {
  for (const [first, readFirst] of Object.entries(READERS)) {
    for (const [second, readSecond] of Object.entries(READERS)) {
      it(`is read like any other: ${first}, then ${second}`, async () => {
        const [plain, light] = [new Response(TEXT, HEAD), textResponse(TEXT, HEAD)];
        for (const read of [readFirst, readSecond]) {
          assert.deepEqual(await outcome(read, light), await outcome(read, plain));
        }
        assert.equal(light.bodyUsed, plain.bodyUsed);
      });
    }
  }

  it('leaves no member to inherit that takes a true Response', () => {
    const own = Object.getOwnPropertyNames(Response.prototype);
    const light = textResponse(TEXT, HEAD);
    const inherited = own.filter(
      (name) => !Object.hasOwn(light, name) && !Object.hasOwn(Object.getPrototypeOf(light) as object, name),
    );
    assert.deepEqual(inherited, []);
  });

  it('is a Response, and can be the body of another', async () => {
    const response = textResponse(TEXT, HEAD);
    assert.ok(response instanceof Response);
    assert.equal(await new Response(response.body).text(), TEXT);
  });

  it('is an ordinary response where there is no body, or none of JSON', async () => {
    const responses = [
      textResponse(undefined, HEAD),
      textResponse('a=1', { status: 200, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      textResponse('plain', { status: 200, headers: {} }),
    ];
    assert.deepEqual(await Promise.all(responses.map((each) => each.text())), ['', 'a=1', 'plain']);
    assert.deepEqual(
      responses.map(({ constructor }) => constructor),
      [Response, Response, Response],
    );
  });
});
