import assert from 'node:assert/strict';
import fc from 'fast-check';
import { offsetPage, type OffsetPage } from './offset';
import type { Envelope } from '../../planner/envelope';

function envelope(id: string): Envelope {
  return { id, version: 0, modifiedAt: 0, properties: {} };
}

/** Lists everything; `between` is called before each page. */
async function listAll(
  records: string[],
  limit: number,
  between: (call: number) => void = () => undefined,
): Promise<readonly string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  let calls = 0;
  do {
    between((calls += 1));
    const page: Awaited<ReturnType<typeof offsetPage>> = await offsetPage(
      cursor,
      (offset): Promise<OffsetPage> => {
        const items = records.slice(offset, offset + limit).map(envelope);
        return Promise.resolve({ items, more: offset + items.length < records.length });
      },
    );
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  return seen;
}

describe('listings by offset', () => {
  it('show every record, whatever the size of a page', async () => {
    for (const limit of [1, 2, 3, 10]) {
      for (const count of [0, 1, 2, 3, 7]) {
        const records = Array.from({ length: count }, (_, index) => String(index));
        assert.deepEqual([...new Set(await listAll(records, limit))], records, `${count} by ${limit}`);
      }
    }
  });

  it('lose nothing where records go away while they are read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 2, max: 8 }),
        fc.nat(29),
        async (count, limit, call, victim) => {
          const records = Array.from({ length: count }, (_, index) => String(index));
          const seen = await listAll(records, limit, (at) => {
            if (at === call) {
              records.splice(victim % records.length, 1);
            }
          });
          for (const id of records) {
            assert.ok(seen.includes(id), `${id} is lost`);
          }
        },
      ),
    );
  });

  it('come to an end, and say so, where every page changes under them', async () => {
    const records = Array.from({ length: 40 }, (_, index) => String(index));
    let fresh = 100;
    await assert.rejects(
      listAll(records, 4, () => {
        records.shift();
        records.push(String((fresh += 1)));
      }),
      /changed while it was read, 5 times in a row/,
    );
  });
});
