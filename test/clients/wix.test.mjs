/** Every call that docs/wix-mock.md lists, made by Wix's own client. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as contacts from '@wix/auto_sdk_crm_contacts';
import * as orders from '@wix/auto_sdk_ecom_orders';
import * as authentication from '@wix/auto_sdk_members_authentication';
import * as members from '@wix/auto_sdk_members_members';
import * as products from '@wix/auto_sdk_stores_products';
import { ApiKeyStrategy, AppStrategy, createClient } from '@wix/sdk';
import { documentedCalls, leadFetchTo, startServe } from './served.mjs';

const API = 'https://www.wixapis.com';
const INSTALLER = 'https://www.wix.com';
const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const MODULES = { contacts, members, authentication, orders, products };

let serving;
let calls;
let site;
let client;

/** A call as docs write it; products are read under two names. */
function documented({ method, path }) {
  return `${method} ${path.replace(GUID, '{id}').replace('/stores-reader/', '/stores/')}`;
}

function codeOf(error) {
  return error.details?.applicationError?.code;
}

before(async () => {
  serving = await startServe();
  site = serving.systems.wix;
  calls = leadFetchTo({ [API]: site.baseUrl, [INSTALLER]: site.baseUrl.replace('wixapis.com', 'wix.com') });
  const auth = ApiKeyStrategy({ siteId: site.headers['wix-site-id'], apiKey: site.token });
  client = createClient({ modules: MODULES, auth });
});

after(async () => {
  await serving.stop();
});

describe('the client of Wix', () => {
  const newContact = async (name) => {
    const info = {
      name: { first: name },
      emails: { items: [{ email: `${name}@example.com`, tag: 'MAIN' }] },
    };
    const { contact } = await client.contacts.createContact(info);
    return contact;
  };

  it('creates, reads and updates contacts, by their revision', async () => {
    const ada = await newContact('ada');
    assert.equal(ada.revision, 1);
    const read = await client.contacts.getContact(ada._id, { fieldsets: ['FULL'] });
    assert.equal(read.info.name.first, 'ada');
    const { contact } = await client.contacts.updateContact(ada._id, { jobTitle: 'Countess' }, ada.revision);
    assert.deepEqual([contact.info.jobTitle, contact.revision], ['Countess', 2]);
    await assert.rejects(
      client.contacts.updateContact(ada._id, { jobTitle: 'Late' }, ada.revision),
      (error) => codeOf(error) === 'CONTACT_ALREADY_CHANGED',
    );
  });

  it('lists and queries contacts, page by page', async () => {
    await Promise.all(['bob', 'cid', 'dot'].map(newContact));
    const sort = { fieldName: 'createdDate', order: 'ASC' };
    const listed = await client.contacts.listContacts({
      paging: { limit: 2, offset: 1 },
      sort,
      fieldsets: ['FULL'],
    });
    assert.equal(listed.contacts.length, 2);
    assert.ok(listed.pagingMetadata.total >= 3);
    const found = await client.contacts.queryContacts().eq('primaryInfo.email', 'bob@example.com').find();
    assert.deepEqual(
      found.items.map(({ info }) => info.name.first),
      ['bob'],
    );
    let page = await client.contacts.queryContacts().ascending('createdDate').limit(1).find();
    const seen = [page.items[0]._id];
    while (page.hasNext()) {
      page = await page.next();
      seen.push(page.items[0]._id);
    }
    assert.equal(new Set(seen).size, listed.pagingMetadata.total);
  });

  it('labels, merges and deletes contacts', async () => {
    const [target, source] = [await newContact('eve'), await newContact('fay')];
    const labelled = await client.contacts.labelContact(target._id, ['custom.vip', 'custom.new']);
    assert.deepEqual(labelled.contact.info.labelKeys.items, ['custom.vip', 'custom.new']);
    const { contact } = await client.contacts.unlabelContact(target._id, ['custom.vip']);
    assert.deepEqual(contact.info.labelKeys.items, ['custom.new']);
    const sourceContactIds = [source._id];
    const preview = await client.contacts.previewMergeContacts(target._id, { sourceContactIds });
    assert.equal(preview.contact.info.emails.items.length, 2);
    const merged = await client.contacts.mergeContacts(target._id, contact.revision, { sourceContactIds });
    assert.equal(merged.contact.info.emails.items.length, 2);
    assert.equal((await client.contacts.getContact(source._id))._id, target._id);
    await client.contacts.deleteContact(target._id);
    await assert.rejects(
      client.contacts.getContact(target._id),
      (error) => codeOf(error) === 'CONTACT_NOT_FOUND',
    );
  });

  it('does with members what there is to do', async () => {
    const contact = {
      firstName: 'Gus',
      phones: ['1'],
      emails: ['g@example.com'],
      addresses: [{ city: 'Oslo' }],
    };
    const { _id: id } = await client.members.createMember({
      member: { loginEmail: 'gus@example.com', contact },
    });
    const read = await client.members.getMember(id, { fieldsets: ['FULL'] });
    assert.deepEqual([read.loginEmail, read.contact.phones], ['gus@example.com', ['1']]);
    const listed = await client.members.listMembers({ paging: { limit: 5 }, fieldsets: ['FULL'] });
    assert.deepEqual(
      listed.members.map(({ _id }) => _id),
      [id],
    );
    const found = await client.members
      .queryMembers({ fieldsets: ['FULL'] })
      .eq('loginEmail', 'gus@example.com')
      .find();
    assert.equal(found.items.length, 1);
    assert.equal(
      (await client.members.updateMember(id, { contact: { firstName: 'Hal' } })).contact.firstName,
      'Hal',
    );
    await client.members.deleteMemberPhones(id);
    await client.members.deleteMemberEmails(id);
    await client.members.deleteMemberAddresses(id);
    const cleared = (await client.members.getMember(id, { fieldsets: ['FULL'] })).contact;
    assert.deepEqual([cleared.phones, cleared.emails, cleared.addresses], [[], [], []]);
    await client.authentication.changeLoginEmail(id, 'hal@example.com');
    assert.equal((await client.members.getMember(id, { fieldsets: ['FULL'] })).loginEmail, 'hal@example.com');
    await client.members.deleteMember(id);
    await assert.rejects(client.members.getMember(id), (error) => codeOf(error) === 'NOT_FOUND');
  });

  it('does with orders what there is to do, page by page', async () => {
    const line = {
      productName: { original: 'Pen' },
      quantity: 1,
      itemType: { preset: 'PHYSICAL' },
      price: { amount: '10' },
    };
    const order = {
      channelInfo: { type: 'WEB' },
      lineItems: [line],
      priceSummary: { total: { amount: '10' } },
    };
    const { _id: id } = await client.orders.createOrder(order);
    await client.orders.createOrder(order);
    assert.equal((await client.orders.getOrder(id)).number, '10001');
    const changed = await client.orders.updateOrder(id, { buyerInfo: { email: 'ivy@example.com' } });
    assert.equal(changed.buyerInfo.email, 'ivy@example.com');
    const first = await client.orders.searchOrders({
      filter: { createdDate: { $gte: '2020-01-01T00:00:00.000Z' } },
      sort: [{ fieldName: 'createdDate', order: 'ASC' }],
      cursorPaging: { limit: 1 },
    });
    assert.deepEqual([first.orders[0]._id, first.metadata.hasNext], [id, true]);
    const cursor = first.metadata.cursors.next;
    const second = await client.orders.searchOrders({ cursorPaging: { limit: 1, cursor } });
    assert.deepEqual([second.orders.length, second.metadata.hasNext], [1, false]);
    assert.equal((await client.orders.cancelOrder(id, {})).order.status, 'CANCELED');
  });

  it('does with products what there is to do, page by page', async () => {
    const make = (name) =>
      client.products.createProduct({ name, productType: 'physical', priceData: { price: 2 } });
    const [{ product: pen }] = [await make('Pen'), await make('Ink'), await make('Nib')];
    assert.equal((await client.products.getProduct(pen._id)).product.priceData.price, 2);
    const { product } = await client.products.updateProduct(pen._id, { name: 'Fountain pen' });
    assert.equal(product.name, 'Fountain pen');
    let page = await client.products.queryProducts().ascending('name').limit(2).find();
    const names = page.items.map(({ name }) => name);
    assert.deepEqual([names, page.totalCount], [['Fountain pen', 'Ink'], 3]);
    page = await page.next();
    assert.deepEqual(
      page.items.map(({ name }) => name),
      ['Nib'],
    );
    const found = await client.products.queryProducts().eq('name', 'Ink').find();
    assert.equal(found.items.length, 1);
    const queried = await client.fetchWithAuth(`${API}/stores/v1/products/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: { filter: '{"name": "Ink"}' } }),
    });
    assert.equal((await queried.json()).totalResults, 1);
    await client.products.deleteProduct(pen._id);
    await assert.rejects(client.products.getProduct(pen._id), (error) => codeOf(error) === 'NOT_FOUND');
  });
});

describe('an app of Wix', () => {
  const credentials = () => ({ appId: site.oauth.clientId, appSecret: site.oauth.clientSecret });

  it('gets access tokens for its instance, and is told what they are for', async () => {
    const app = createClient({
      modules: MODULES,
      auth: AppStrategy({ ...credentials(), instanceId: site.oauth.instanceId }),
    });
    const { pagingMetadata } = await app.contacts.listContacts();
    assert.ok(pagingMetadata.total > 0);
    const { headers } = await app.auth.getAuthHeaders();
    const holder = AppStrategy({ ...credentials(), accessToken: headers.Authorization });
    const information = await holder.getTokenInfo();
    assert.deepEqual(
      [information.active, information.clientId, information.instanceId, information.siteId],
      [true, site.oauth.clientId, site.oauth.instanceId, site.headers['wix-site-id']],
    );
    const wrong = AppStrategy({ ...credentials(), instanceId: site.oauth.clientId });
    await assert.rejects(wrong.getAuthHeaders(), /status code from Wix OAuth API: 400/);
  });

  it('is installed, takes the code to tokens, and refreshes them', async () => {
    const auth = AppStrategy(credentials());
    const app = createClient({ modules: MODULES, auth });
    const url = auth.getInstallUrl({ redirectUrl: 'http://localhost:8080/installed', state: 'mine' });
    const back = (await fetch(url)).headers.get('location');
    const { instanceId, accessToken, refreshToken } = await auth.handleOAuthCallback(back, { state: 'mine' });
    assert.equal(instanceId, site.oauth.instanceId);
    const listed = await fetch(`${API}/contacts/v4/contacts`, { headers: { authorization: accessToken } });
    assert.equal(listed.status, 200);
    const later = createClient({ modules: MODULES, auth: AppStrategy({ ...credentials(), refreshToken }) });
    assert.ok((await later.contacts.listContacts()).pagingMetadata.total > 0);
    assert.ok((await app.contacts.listContacts()).pagingMetadata.total > 0);
    await assert.rejects(auth.handleOAuthCallback(back), /status code from Wix OAuth API: 400/);
  });

  it('is installed from outside', async () => {
    const query = new URLSearchParams({
      appId: site.oauth.clientId,
      postInstallationUrl: 'http://localhost:8080/installed?user=7',
    });
    const back = (await fetch(`${INSTALLER}/app-installer?${query}`)).headers.get('location');
    assert.equal(new URL(back).searchParams.get('instanceId'), site.oauth.instanceId);
  });
});

describe('all calls to Wix', () => {
  it('are those of docs/wix-mock.md, every one of them answered with success', () => {
    const answered = new Set(calls.filter(({ status }) => status < 400).map(documented));
    const listed = [documentedCalls('docs/wix-mock.md'), documentedCalls('docs/wix-mock.md', 'OAuth')];
    assert.ok(
      listed.every((each) => each.length > 4),
      'the tables are found',
    );
    assert.deepEqual(
      listed.flat().filter((call) => !answered.has(call)),
      [],
    );
  });

  it('reach no network', async () => {
    await assert.rejects(fetch('https://example.com/'), /know no host https:\/\/example\.com/);
  });

  it('are calls that a correct client makes, but for the one with a wrong instance', async () => {
    const unexpected = await serving.stop();
    assert.equal(unexpected.length, 1, unexpected.join('\n'));
    assert.match(
      unexpected[0],
      /^POST \/www\.wixapis\.com\/oauth2\/token: .*no instance with this instance_id/,
    );
  });
});
