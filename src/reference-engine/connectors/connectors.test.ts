import assert from 'node:assert/strict';
import { abilities } from '../testing';
import { ApiError, Connectors, TokenStore, VersionConflict } from '.';
import { restConnector } from './rest';
import { configurationOf, datatypeOf, manualTime, optionsOf, script, stateDirectory } from './testing';

function record(id: string): object {
  return {
    id,
    version: 1,
    modifiedAt: '2024-01-01T00:00:00.000Z',
    properties: { name: 'a' },
  };
}

describe('the connectors of a configuration', () => {
  const things = datatypeOf('Thing', ['name'], { api: 'rest' });
  const connect = (fetch: typeof globalThis.fetch): ReturnType<Connectors['of']> =>
    new Connectors(
      { s: configurationOf({ api: 'rest' }) },
      { fetch, time: manualTime(), tokenStore: new TokenStore(stateDirectory()) },
    ).of(things);
  const isGone = (error: unknown): boolean => error instanceof ApiError && error.gone;

  it('take no other record for the one that was asked for', async () => {
    const { fetch } = script(record('one'), record('other'), record('other'));
    const connector = connect(fetch);
    assert.equal((await connector.read(things, 'one')).id, 'one');
    await assert.rejects(connector.read(things, 'one'), isGone);
    const known = { id: 'one', version: 1, properties: {} };
    await assert.rejects(connector.update(things, known, { name: 'b' }), isGone);
  });
});

describe('the plain REST dialect', () => {
  const things = datatypeOf('Thing', ['name'], { api: 'rest' });
  const known = { id: 'one', version: 1, properties: { name: 'a' } };

  it('reads a record again before it is written, where there are no versions to demand', async () => {
    const configuration = { api: 'rest', abilities: { ...abilities, versions: false } } as const;
    const without = datatypeOf('Thing', ['name'], configuration);
    const { fetch, sent, lines } = script(record('one'), record('one'), record('one'));
    const connector = restConnector(optionsOf({ fetch, configuration }));
    await connector.update(without, known, { name: 'b' });
    assert.deepEqual(lines(), ['GET /Thing/one', 'PATCH /Thing/one']);
    assert.equal(sent[1]?.headers['if-match'], undefined);
    const stale = { ...known, properties: { name: 'before' } };
    await assert.rejects(connector.update(without, stale, { name: 'b' }), VersionConflict);
    assert.equal(sent.length, 3);
  });

  it('demands the version that is known, where there are versions', async () => {
    const { fetch, sent } = script(record('one'));
    await restConnector(optionsOf({ fetch, configuration: { api: 'rest' } })).update(things, known, {
      name: 'b',
    });
    assert.equal(sent[0]?.headers['if-match'], '"1"');
  });
});
