/** Responses whose text is at hand: most clients read just that, and a stream costs more than all the rest of a call. */

/** Status codes of responses that have no body, whatever a client sends (Fetch, "null body status"). */
const WITHOUT_BODY: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

interface Head {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Like a `Response` over the same text in all it does; headers and stream are made when they are asked for. */
class TextResponse {
  readonly type = 'default';
  readonly url = '';
  readonly redirected = false;
  readonly statusText = '';
  readonly #content: string;
  readonly #head: Head;
  #headers: Headers | undefined;
  #isRead = false;
  #streamed: Response | undefined;

  constructor(content: string, head: Head) {
    this.#content = content;
    this.#head = head;
  }

  get status(): number {
    return this.#head.status;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  get headers(): Headers {
    this.#headers ??= new Headers(this.#head.headers);
    return this.#headers;
  }

  /** The same response with a stream, read already where this one was. */
  get #whole(): Response {
    if (this.#streamed === undefined) {
      this.#streamed = new Response(this.#content, { status: this.status, headers: this.headers });
      if (this.#isRead) {
        void this.#streamed.text();
      }
    }
    return this.#streamed;
  }

  text(): Promise<string> {
    if (this.#isRead || this.#streamed !== undefined) {
      return this.#whole.text();
    }
    this.#isRead = true;
    return Promise.resolve(this.#content);
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown;
  }

  get body(): Response['body'] {
    return this.#whole.body;
  }

  get bodyUsed(): boolean {
    return this.#streamed?.bodyUsed ?? this.#isRead;
  }

  arrayBuffer(): ReturnType<Response['arrayBuffer']> {
    return this.#whole.arrayBuffer();
  }

  blob(): ReturnType<Response['blob']> {
    return this.#whole.blob();
  }

  async bytes(): Promise<Uint8Array> {
    return new Uint8Array(await this.#whole.arrayBuffer());
  }

  formData(): Promise<unknown> {
    const whole: { formData(): Promise<unknown> } = this.#whole;
    return whole.formData();
  }

  clone(): Response {
    return this.#whole.clone();
  }
}

// What asks `instanceof Response` gets the answer that it would get of any other; no member is left to inherit.
Object.setPrototypeOf(TextResponse.prototype, Response.prototype);

/**
 * A response with a text, as `new Response(text, head)` makes it. Only with JSON is the stream put off.
 * @param text - as UTF-8 can write it: no half of a surrogate pair, and no byte order mark at its beginning
 */
export function textResponse(text: string | undefined, head: Head): Response {
  const isJson = head.headers['content-type']?.includes('json') === true;
  return text === undefined || !isJson || WITHOUT_BODY.has(head.status)
    ? new Response(text ?? null, head)
    : (new TextResponse(text, head) as unknown as Response);
}
