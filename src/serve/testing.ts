/** What the tests of this room share: made-up documents, served by a clock that does not move. */
import { parseDocument } from '../documents';
import { createClock, type Clock } from '../systems';
import { serve, type ServeOptions, type Serving } from '.';

export const START = Date.UTC(2024, 0, 1);

/** A document of two systems, by default Shop and Desk. */
export function documentText(
  pairs: readonly (readonly [string, string])[],
  rows = '',
  [one, other]: readonly [string, string] = ['Shop', 'Desk'],
): string {
  const title = `${one} to ${other} Dataflow`;
  const sections = pairs.map(([source, target]) => {
    const [x, y] = [`${one} ${source}`, `${other} ${target}`];
    const heading = `${x} to ${y}`;
    return `${heading}\n${'-'.repeat(heading.length)}
Every ${x} will be synchronized with a ${y}.

Once a link between a ${x} and a ${y} is established, it will keep in sync between the two systems, regardless of where it is edited.

The following properties are synchronized between a ${x} and a ${y}:

.. list-table::
   :header-rows: 1

   * - ${x} Property
     - ${y} Property
     - ${other} Data Type
${rows}`;
  });
  const line = '='.repeat(title.length);
  return `${line}\n${title}\n${line}\n\nGenerated: 2024-01-01 08:00:00\n\n${sections.join('\n\n')}\n`;
}

const open: Serving[] = [];

/** Closes what `served` has opened: `afterEach(closeServings)`. */
export function closeServings(): void {
  open.splice(0).forEach((serving) => {
    serving.close();
  });
}

/** Serves Shop and Desk until `closeServings`. */
export async function served(
  options: Partial<ServeOptions> & { readonly text?: string } = {},
): Promise<Serving> {
  const { text = documentText([['Customer', 'Contact']]), ...rest } = options;
  const clock: Clock = createClock(START);
  const bytes = Buffer.from(text);
  const serving = await serve({
    documents: [parseDocument({ path: 'specs/shop-to-desk.rst', bytes })],
    stated: {},
    bindings: {},
    policies: {},
    profileOf: () => undefined,
    native: true,
    port: 0,
    seed: 1,
    clock,
    ...rest,
  });
  open.push(serving);
  return serving;
}

/** The base URL and the headers of a system. */
export function accessTo(
  { configuration }: Serving,
  id: string,
): { readonly url: string; readonly headers: Record<string, string> } {
  const system = configuration.systems[id];
  if (system === undefined) {
    throw new Error(`Nothing serves ${id}.`);
  }
  return { url: system.baseUrl, headers: { authorization: `Bearer ${system.token}` } };
}
