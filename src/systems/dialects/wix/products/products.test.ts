import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { clientOf, setUp } from '../testing';
import type { Client, ClientAnswer, Loose, Setup } from '../testing';

const PRODUCTS = '/stores/v1/products';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('Wix Stores Catalog v1', () => {
  let site: Setup;
  let call: Client;
  beforeEach(() => {
    site = setUp();
    call = clientOf(site);
  });
  const unexpected = (): string | undefined => site.calls.calls.at(-1)?.unexpected;
  const create = async (name: string, more: object = {}): Promise<Loose> => {
    const answer = await call('POST', PRODUCTS, { product: { name, priceData: { price: 10 }, ...more } });
    assert.equal(answer.status, 200, answer.text);
    return answer.body.product;
  };
  const query = (asked: object = {}, more: object = {}): Promise<ClientAnswer> =>
    call('POST', `${PRODUCTS}/query`, { query: asked, ...more });
  const names = ({ body }: ClientAnswer): unknown[] =>
    body.products.map(({ name }: Loose) => name as unknown);

  it('creates a product with what Wix fills in', async () => {
    const product = await create('Blue Cup', {
      sku: 'C-1',
      discount: { type: 'PERCENT', value: 15 },
      numericId: '1',
    });
    assert.deepEqual(
      [product.name, product.slug, product.sku, product.visible, product.productType],
      ['Blue Cup', 'blue-cup-1', 'C-1', true, 'physical'],
    );
    assert.deepEqual(product.priceData, {
      currency: 'USD',
      price: 10,
      discountedPrice: 8.5,
      formatted: { price: '$10.00', discountedPrice: '$8.50' },
    });
    assert.equal(product.numericId, '1600000000000001');
    assert.deepEqual((await call('GET', `${PRODUCTS}/${product.id}`)).body, { product });
    assert.deepEqual((await call('GET', `/stores-reader/v1/products/${product.id}`)).body, { product });
  });

  it('needs a name and a price, in their limits', async () => {
    for (const [product, field] of [
      [{ priceData: { price: 1 } }, 'product.name'],
      [{ name: 'x' }, 'product.priceData'],
      [{ name: 'x', priceData: {} }, 'product.priceData.price'],
      [{ name: 'x', priceData: { price: '1' } }, 'product.priceData.price'],
      [{ name: 'x', priceData: { price: -1 } }, 'product.priceData.price'],
      [{ name: '', priceData: { price: 1 } }, 'product.name'],
      [{ name: 'x'.repeat(81), priceData: { price: 1 } }, 'product.name'],
      [{ name: 'x', priceData: { price: 1 }, sku: 'x'.repeat(41) }, 'product.sku'],
    ] as const) {
      const answer = await call('POST', PRODUCTS, { product });
      assert.deepEqual([answer.status, answer.fields], [400, [field]]);
    }
  });

  it('updates what is sent, ignores what is read-only, clears by null', async () => {
    const { id } = await create('Cup', { sku: 'C-1', brand: 'B', description: '<p>x</p>' });
    site.clock.advance(4);
    const update = (product: object): Promise<ClientAnswer> =>
      call('PATCH', `${PRODUCTS}/${id}`, { product });
    const { product } = (
      await update({ name: 'Mug', brand: null, numericId: '5', stock: { inStock: false } })
    ).body;
    assert.deepEqual(
      [product.name, product.brand, product.sku, product.stock.inStock, product.numericId],
      ['Mug', undefined, 'C-1', true, '1600000000000001'],
    );
    assert.deepEqual([product.lastUpdated, product.slug], ['2024-01-01T00:00:00.004Z', 'cup-1']);
    const priced = (await update({ priceData: { price: 12.25, currency: 'NOK' } })).body.product;
    assert.deepEqual([priced.priceData.price, priced.priceData.currency], [12.25, 'USD']);
    site.clock.advance(4);
    assert.equal((await update({ name: 'Mug' })).body.product.lastUpdated, '2024-01-01T00:00:00.004Z');
    assert.equal((await update({ manageVariants: true })).body.product.sku, '');
    assert.deepEqual(
      [(await update({ name: null })).status, (await update({ name: '' })).status],
      [400, 400],
    );
    assert.equal((await call('PATCH', `${PRODUCTS}/${UNKNOWN}`, { product: {} })).code, 'NOT_FOUND');
    assert.equal(unexpected(), undefined);
  });

  it('deletes', async () => {
    const { id } = await create('Cup');
    assert.deepEqual((await call('DELETE', `${PRODUCTS}/${id}`)).body, {});
    assert.equal((await call('DELETE', `${PRODUCTS}/${id}`)).status, 404);
  });

  it('queries with filter and sort as texts of JSON, by offset', async () => {
    for (const name of ['b', 'c', 'a']) {
      await create(name);
      site.clock.advance(1);
    }
    const page = await query({ sort: '[{"name": "asc"}]', paging: { limit: 2, offset: 1 } });
    assert.deepEqual(
      [names(page), page.body.metadata, page.body.totalResults],
      [['b', 'c'], { items: 2, offset: 1 }, 3],
    );
    assert.equal(page.body.products[0].variants, undefined);
    assert.deepEqual((await query({}, { includeVariants: true })).body.products[0].variants, []);
    const filtered = await query({ filter: '{"lastUpdated": {"$gte": "2024-01-01T00:00:00.001Z"}}' });
    assert.deepEqual(names(filtered), ['c', 'a']);
    const { numericId } = page.body.products[0];
    const filter = JSON.stringify({ numericId: { $gt: numericId } });
    assert.deepEqual(names(await query({ filter, sort: '{"numericId": "desc"}' })), ['a', 'c']);
    assert.deepEqual(names(await query({ filter: '{"name": {"$hasSome": ["a", "x"]}}' })), ['a']);
    assert.deepEqual(names(await query({ filter: '{"name": {"$contains": "b"}}' })), ['b']);
    assert.deepEqual(names(await query({ filter: '{"price": {"$lt": 10}}' })), []);
    assert.equal((await call('POST', '/stores-reader/v1/products/query', {})).body.totalResults, 3);
  });

  it('leaves hidden products out, unless they are asked for', async () => {
    await create('seen');
    await create('hidden', { visible: false });
    assert.deepEqual(names(await query()), ['seen']);
    assert.deepEqual(names(await query({}, { includeHiddenProducts: true })), ['seen', 'hidden']);
  });

  it('refuses filters and sorts that it cannot read', async () => {
    for (const asked of [
      { filter: '{' },
      { filter: '[]' },
      { filter: { name: 'a' } },
      { filter: `${'{"$and":['.repeat(60)}{}${']}'.repeat(60)}` },
      { filter: '{"brand": "x"}' },
      { sort: '[{"name": "up"}]' },
      { sort: '[{"description": "asc"}]' },
      { sort: '["name"]' },
      { sort: '{"name":"asc","sku":"asc","price":"asc","slug":"asc","id":"asc"}' },
      { paging: { limit: 101 } },
      { paging: { offset: 0.5 } },
    ]) {
      assert.equal((await query(asked)).status, 400, JSON.stringify(asked));
    }
  });
});
