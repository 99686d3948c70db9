import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { loadConfig } from '..';
import { builtInProfiles, loadProfile, loadProfiles, NO_PROFILES, declaredSystems } from '.';
import { LocatedError } from '../../core/located-error';

const OWN = `name: my-crm
systems: [My CRM]
api: described
host: api.my-crm.test
description:
  authentication: {scheme: header, name: X-Api-Key}
  record: {id: ref, modified: {path: meta.changed, format: epoch-seconds}, version: {in: record, path: meta.rev}}
  list: {items: data.items, paging: {style: page, parameter: page, limit: size}}
  resources: {Person: /v2/people}
datatypes:
  Person:
    properties: {name: {required: true}, age: {type: integer}}
    spare: [nickname]
`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'syncproof-profiles-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

async function profilesOf(config: string): Promise<Awaited<ReturnType<typeof loadProfiles>>> {
  return loadProfiles(await loadConfig({ cwd: directory, file: file('syncproof.config.yaml', config) }));
}

describe('a profile', () => {
  it('has its defaults filled in', async () => {
    const profile = await loadProfile(file('my-crm.yaml', OWN));
    assert.deepEqual(profile.description, {
      authentication: { scheme: 'header', name: 'X-Api-Key' },
      record: {
        id: 'ref',
        modified: { path: 'meta.changed', format: 'epoch-seconds' },
        version: { in: 'record', path: 'meta.rev' },
      },
      list: {
        items: 'data.items',
        pageSize: 50,
        paging: { style: 'page', parameter: 'page', limit: 'size', first: 1 },
      },
      update: { method: 'PATCH', body: 'partial' },
      resources: { Person: '/v2/people' },
    });
    assert.deepEqual(profile.abilities, {});
    assert.deepEqual(await loadProfile(file('least.yaml', 'name: least')), {
      name: 'least',
      file: join(directory, 'least.yaml'),
      systems: [],
      api: 'rest',
      abilities: {},
      datatypes: {},
    });
  });

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['no name', 'api: rest', /1:1: the file lacks "name"; add it/],
    ['an unknown key', OWN.replace('host:', 'hst:'), /4:1: unknown key "hst"; did you mean "host"\?/],
    [
      'an unknown API',
      OWN.replace('api: described', 'api: soap'),
      /3:6: "api" has a value that is not known/,
    ],
    [
      'an unknown style of paging',
      OWN.replace('style: page', 'style: scroll'),
      /8:\d+: "description.list.paging" has a "style" that is not known; write cursor or page or offset or link/,
    ],
    [
      'a paging without its parameter',
      OWN.replace('parameter: page, ', ''),
      /8:\d+: "description.list.paging" lacks "parameter"; add it/,
    ],
    ['no YAML', 'name: [', /write it as YAML or JSON/],
    [
      'a datatype without a path',
      OWN.replace('Person: /v2/people', 'People: /v2/people'),
      /"description.resources" has no path for Person; give each datatype the path of its records/,
    ],
    ['no description', 'name: x\napi: described', /"api" is described, and "description" is missing/],
    ['a description too many', OWN.replace('api: described', 'api: wix'), /has no effect where "api" is wix/],
  ];
  for (const [what, text, message] of wrong) {
    it(`is refused with ${what}, at its place`, async () => {
      await assert.rejects(loadProfile(file('wrong.yaml', text)), (error: unknown) => {
        assert.ok(error instanceof LocatedError);
        assert.match(error.message, message);
        return true;
      });
    });
  }
});

describe('the profiles of a run', () => {
  it('know the systems that ship with the package by their names, whatever the case', async () => {
    const profiles = await loadProfiles(await loadConfig({ cwd: directory }));
    assert.equal(profiles.of('Wix.com')?.api, 'wix');
    assert.equal(profiles.of('wix')?.api, 'wix');
    assert.equal(profiles.of('Exact')?.api, 'exact-online');
    assert.equal(profiles.of('CustomERP'), undefined);
    assert.equal(NO_PROFILES.of('Wix'), undefined);
  });

  it('are chosen by the config: a file of the user, another built-in one, or none', async () => {
    file('my-crm.yaml', OWN);
    const profiles = await profilesOf(
      'systems: {Leads: {profile: my-crm.yaml}, Site: {profile: wix}, Wix: {profile: rest}}',
    );
    assert.equal(profiles.of('Leads')?.name, 'my-crm');
    assert.equal(profiles.of('Site')?.name, 'wix');
    assert.equal(profiles.of('Wix'), undefined);
    assert.equal(profiles.of('Wix.com')?.name, 'wix');
  });

  it('refuse a name that does not exist', async () => {
    await assert.rejects(
      profilesOf('systems: {Site: {profile: wx}}'),
      /names the profile "wx".*did you mean wix\?/,
    );
    await assert.rejects(
      profilesOf('systems: {Site: {profile: gone.yaml}}'),
      /gone\.yaml: it cannot be read/,
    );
  });

  it('state the facts of datatypes, the config over them', async () => {
    file('my-crm.yaml', OWN);
    const text =
      'systems: {Leads: {profile: my-crm.yaml, schema: {Person: {properties: {age: {list: true}, tags: {list: true}}}}}}';
    const config = await loadConfig({ cwd: directory, file: file('syncproof.config.yaml', text) });
    const documents = [{ systems: { source: 'Leads', target: 'Unknown' } }];
    const stated = declaredSystems(config, await loadProfiles(config), documents);
    assert.deepEqual(stated.Leads?.schema, {
      Person: {
        properties: { name: { required: true }, age: { type: 'integer', list: true }, tags: { list: true } },
        spare: ['nickname'],
      },
    });
    assert.equal(stated.Unknown, undefined);
  });
});

describe('the profiles that ship with the package', () => {
  it('have different names, and no two claim one system', async () => {
    const profiles = await builtInProfiles();
    assert.ok(profiles.length >= 2);
    const names = profiles.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    const systems = profiles.flatMap((profile) => profile.systems.map((system) => system.toLowerCase()));
    assert.equal(new Set(systems).size, systems.length);
  });

  it('spare only text that may be written and need not be', async () => {
    for (const { name, datatypes } of await builtInProfiles()) {
      for (const [datatype, { properties, spare }] of Object.entries(datatypes)) {
        assert.ok(spare.length > 0, `${name} ${datatype}`);
        for (const path of spare) {
          const { type = 'string', list, required, readOnly } = properties[path] ?? { type: 'missing' };
          assert.deepEqual(
            [type, list ?? false, required ?? false, readOnly ?? false],
            ['string', false, false, false],
            path,
          );
        }
      }
    }
  });
});
