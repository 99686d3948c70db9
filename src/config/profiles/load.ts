/** Reading profiles: those that ship with the package, and those that the config names. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../../core/package-root';
import schema from '../../../schemas/profile.json';
import { readChecked, type Config } from '..';
import type { ApiDescription } from '../../protocol';
import type { ProfileDatatype, SystemProfile } from './types';
import { LocatedError } from '../../core/located-error';
import { didYouMean } from '../../core/did-you-mean';

const PAGE_SIZE = 50;

/** A name with one of these at its end is a file. */
const FILE = /\.(?:ya?ml|json)$/i;

/** The schema leaves out what has a default, at any depth. */
type Given<Whole> = Whole extends object ? { readonly [Key in keyof Whole]?: Given<Whole[Key]> } : Whole;

/** What the schema allows a file to say. */
type ProfileFile = Pick<SystemProfile, 'name'> &
  Partial<Omit<SystemProfile, 'name' | 'file' | 'description' | 'datatypes'>> & {
    readonly description?: DescriptionFile;
    readonly datatypes?: Readonly<Record<string, Partial<ProfileDatatype>>>;
  };

type DescriptionFile = Given<ApiDescription> & Pick<ApiDescription, 'resources'>;

function described(given: DescriptionFile): ApiDescription {
  const { record, list, update, authentication, resources } = given as Given<ApiDescription>;
  const paging = list?.paging;
  const since = list?.since;
  return {
    authentication: { scheme: 'bearer', ...authentication },
    record: { id: 'id', ...record, modified: { path: 'modifiedAt', format: 'rfc3339', ...record?.modified } },
    list: {
      pageSize: PAGE_SIZE,
      ...list,
      paging: paging?.style === 'page' ? { first: 1, ...paging } : paging,
      ...(since === undefined ? {} : { since: { format: 'rfc3339', ...since } }),
    },
    update: { method: 'PATCH', body: 'partial', ...update },
    resources,
  } as ApiDescription;
}

function withDefaults(given: ProfileFile, file: string): SystemProfile {
  const datatypes = Object.entries(given.datatypes ?? {}).map(
    ([name, { properties = {}, spare = [] }]) => [name, { properties, spare }] as const,
  );
  const { name, systems = [], api = 'rest', host, description, abilities = {} } = given;
  return {
    name,
    file,
    systems,
    api,
    abilities,
    datatypes: Object.fromEntries(datatypes),
    ...(host === undefined ? {} : { host }),
    ...(description === undefined ? {} : { description: described(description) }),
  };
}

/** What the schema cannot say. */
function assertComplete({ api, description, datatypes }: SystemProfile, file: string): void {
  const problem = (what: string, help: string): LocatedError => new LocatedError(file, [{ what, help }]);
  if (api === 'described' && description === undefined) {
    throw problem('"api" is described, and "description" is missing', 'describe the API, or leave "api" out');
  }
  if (api !== 'described' && description !== undefined) {
    throw problem(`"description" has no effect where "api" is ${api}`, 'write api: described');
  }
  const without = Object.keys(datatypes).filter((name) => description?.resources[name] === undefined);
  if (description !== undefined && without.length > 0) {
    throw problem(
      `"description.resources" has no path for ${without.join(', ')}`,
      'give each datatype the path of its records',
    );
  }
}

/**
 * Reads a profile.
 *
 * @param file - absolute
 * @throws LocatedError with every problem of the file, each with its place and how to fix it
 */
export async function loadProfile(file: string): Promise<SystemProfile> {
  const profile = withDefaults((await readChecked(file, schema)) as ProfileFile, file);
  assertComplete(profile, file);
  return profile;
}

let builtIn: Promise<readonly SystemProfile[]> | undefined;

async function loadBuiltIn(): Promise<readonly SystemProfile[]> {
  const directory = path.join(packageRoot(), 'profiles');
  const files = (await readdir(directory)).filter((name) => FILE.test(name)).sort();
  return Promise.all(files.map((name) => loadProfile(path.join(directory, name))));
}

/** The profiles that ship with the package, by file name; read once. */
export function builtInProfiles(): Promise<readonly SystemProfile[]> {
  builtIn ??= loadBuiltIn();
  return builtIn;
}

function unknownProfile(
  config: Config,
  system: string,
  name: string,
  known: readonly string[],
): LocatedError {
  const meant = didYouMean(name, known);
  const help =
    meant === undefined ? `known are ${known.join(', ')}, or a .yaml file` : `did you mean ${meant}?`;
  const what = `"systems.${system}.profile" names the profile "${name}", which does not exist`;
  return new LocatedError(config.file ?? 'the config', [{ what, help }]);
}

/** The profile that lists a system's name, in upper or lower case. */
function listing(profiles: readonly SystemProfile[], system: string): SystemProfile | undefined {
  const name = system.toLowerCase();
  return profiles.find(({ systems }) => systems.some((each) => each.toLowerCase() === name));
}

/** The profiles of a run. */
export class Profiles {
  constructor(
    private readonly named: ReadonlyMap<string, SystemProfile | undefined>,
    private readonly builtIn: readonly SystemProfile[],
  ) {}

  /** The profile of a system: the config's choice, else the built-in one that lists its name; `undefined`: plain REST. */
  of(system: string): SystemProfile | undefined {
    return this.named.has(system) ? this.named.get(system) : listing(this.builtIn, system);
  }
}

/** Profiles that know nothing: every system speaks plain REST. */
export const NO_PROFILES = new Profiles(new Map(), []);

/** The profile that a system can be given to have none. */
const PLAIN = 'rest';

/**
 * Reads the profiles that a config's systems name, and the built-in ones.
 *
 * @throws LocatedError where a named profile is not there or is not right
 */
export async function loadProfiles(config: Config): Promise<Profiles> {
  const builtIn = await builtInProfiles();
  const named = new Map<string, SystemProfile | undefined>();
  for (const [system, { profile: name, aliases }] of Object.entries(config.systems)) {
    if (name === undefined) {
      const [found] = [system, ...aliases].flatMap((each) => listing(builtIn, each) ?? []);
      if (found !== undefined) {
        named.set(system, found);
      }
      continue;
    }
    if (name === PLAIN) {
      named.set(system, undefined);
    } else if (FILE.test(name)) {
      named.set(system, await loadProfile(path.resolve(config.directory, name)));
    } else {
      const found = builtIn.find((profile) => profile.name === name);
      if (found === undefined) {
        throw unknownProfile(config, system, name, [PLAIN, ...builtIn.map((profile) => profile.name)]);
      }
      named.set(system, found);
    }
  }
  return new Profiles(named, builtIn);
}
