/** What stands between an engine and the systems in a test: answers changed, calls interrupted or refused. */
import type { Json } from '../core/json';

/** The answers of a system, changed on their way; the system's records are not. */
export function rewriting(
  change: (properties: Record<string, Json>, method: string) => Record<string, Json>,
) {
  return (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
    async (input, init) => {
      const request = new Request(input, init);
      const { method } = request;
      const response = await fetch(request);
      if (!response.ok) {
        return response;
      }
      const body = (await response.json()) as Record<string, Json>;
      const shown = (envelope: Record<string, Json>): Record<string, Json> => ({
        ...envelope,
        properties: change(envelope.properties as Record<string, Json>, method),
      });
      const items = body.items as Record<string, Json>[] | undefined;
      const changed = items === undefined ? shown(body) : { ...body, items: items.map(shown) };
      return Response.json(changed, { status: response.status });
    };
}

/** Before the first call of a method to a system, something happens: `act` runs once. */
export function interrupting(method: string, system: string, act: () => void) {
  return (fetch: typeof globalThis.fetch): typeof globalThis.fetch => {
    let isDone = false;
    return (input, init) => {
      const request = new Request(input, init);
      if (!isDone && request.method === method && request.url.includes(`//${system}.test/`)) {
        isDone = true;
        act();
      }
      return fetch(request);
    };
  };
}

/** Refuses every call whose body holds a text, with 422, while `isRefusing` says so. */
export function refusing(text: string, isRefusing: () => boolean = () => true) {
  return (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
    async (input, init) => {
      const request = new Request(input, init);
      const body = await request.clone().text();
      return isRefusing() && body.includes(text)
        ? Response.json({ title: 'Refused', detail: `It does not take ${text}.` }, { status: 422 })
        : fetch(request);
    };
}
