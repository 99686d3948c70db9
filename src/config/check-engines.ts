/** What the config's schema cannot say of engines: which keys go together, and which addresses can be used. */
import type { LocatedProblem } from '../core/located-error';
import { isLoopback } from '../core/loopback';
import type { ValuePath, YamlSource } from '../core/yaml-source';
import type { EngineConfig, FleetConfig } from './types';

const WAYS = ['command', 'url', 'module'] as const;
const COMMANDS = ['start', 'stop', 'kill', 'reset', 'healthUrl'] as const;

type Key = (typeof WAYS)[number] | (typeof COMMANDS)[number] | 'fleet' | 'proxy';

/** An engine as the schema allows it. */
type GivenEngine = Readonly<Partial<Record<Key, unknown>>> & Pick<EngineConfig, 'fleet' | 'healthUrl'>;

interface Finding {
  /** From the engine on. */
  readonly at: ValuePath;
  readonly what: string;
  readonly help: string;
}

/** Keys that the way to reach the engine leaves nothing to do for. */
function idleKeys(engine: GivenEngine, name: string): Finding[] {
  const has = (key: Key): boolean => engine[key] !== undefined;
  const finding = (key: Key, why: string, help: string): Finding[] =>
    has(key) ? [{ at: [key], what: `"${name}.${key}" ${why}`, help }] : [];
  if (has('module')) {
    const why = 'has no meaning for a module';
    return [...COMMANDS, 'fleet' as const, 'proxy' as const].flatMap((key) =>
      finding(key, why, 'remove it, or name a url'),
    );
  }
  const forDaemons = (['start', 'stop', 'kill', 'healthUrl'] as const).flatMap((key) =>
    has('command')
      ? finding(key, 'is for daemons: a "command" is started and killed by the run itself', 'remove it')
      : [],
  );
  const needStart = (['stop', 'kill'] as const).flatMap((key) =>
    has('url') && !has('start')
      ? finding(key, 'needs a "start": what was ended is started again', 'add it')
      : [],
  );
  const needFleet = has('fleet')
    ? []
    : finding('reset', 'is run between the scenarios of a fleet', 'add "fleet", or remove it');
  const forRunning =
    has('start') || has('command')
      ? finding(
          'proxy',
          'is for daemons that run already: what the run starts learns of its proxy at its start',
          'remove it',
        )
      : [];
  return [...forDaemons, ...needStart, ...needFleet, ...forRunning];
}

/** Why the address of a system of a fleet cannot be served; `undefined` where it can. */
function wrongBaseUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.search !== '' || url.hash !== '' || url.username !== '') {
    return 'is not an address that paths can be put behind';
  }
  if (url.protocol === 'https:') {
    return undefined;
  }
  return isLoopback(url.hostname) && url.port !== '' && url.port !== '0'
    ? undefined
    : 'can be served neither on loopback nor by the proxy';
}

function fleetFindings(fleet: FleetConfig, engine: GivenEngine, name: string): Finding[] {
  const { systems, documents, configuration } = fleet;
  const found: Finding[] = [];
  const seen = new Map<string, string>();
  for (const [system, { baseUrl }] of Object.entries(systems)) {
    const at = ['fleet', 'systems', system, 'baseUrl'];
    const what = wrongBaseUrl(baseUrl);
    const other = seen.get(baseUrl);
    seen.set(baseUrl, system);
    if (what !== undefined) {
      const help = 'write http://127.0.0.1:<port>, or https://<host> for --transport proxy';
      found.push({ at, what: `"${name}.${at.join('.')}" ${what}`, help });
    } else if (other !== undefined) {
      const help = 'give each its own port or path';
      found.push({ at, what: `"${system}" and "${other}" are at the same address`, help });
    }
  }
  if (new Set([...seen.keys()].map((url) => url.split(':', 1)[0])).size > 1) {
    const what = `"${name}.fleet.systems" has addresses on loopback and others of the proxy`;
    found.push({ at: ['fleet', 'systems'], what, help: 'write all of them with http, or all with https' });
  }
  if (documents === undefined && configuration === undefined) {
    const what = `"${name}.fleet" does not say what is switched on`;
    const help = 'add "documents", or "configuration" for an engine that reads a file when it starts';
    found.push({ at: ['fleet'], what, help });
  }
  if (configuration !== undefined && engine.url !== undefined && engine.start === undefined) {
    const what = `"${name}.fleet.configuration" needs a "start": the file is read by an engine that starts`;
    found.push({ at: ['fleet', 'configuration'], what, help: 'add it' });
  }
  return found;
}

function isLocalHealth(text: string): boolean {
  return text.startsWith('http:') && URL.canParse(text) && isLoopback(new URL(text).hostname);
}

function findingsOf(engine: GivenEngine, name: string): Finding[] {
  if (WAYS.filter((way) => engine[way] !== undefined).length !== 1) {
    const what = `"${name}" must say how to reach it, once`;
    return [{ at: [], what, help: 'write one of command, url, module' }];
  }
  const health = engine.healthUrl;
  const farHealth =
    health !== undefined && !isLocalHealth(health)
      ? [
          {
            at: ['healthUrl'],
            what: `"${name}.healthUrl" is not an address of this machine`,
            help: 'write http://127.0.0.1:<port>/<path>',
          },
        ]
      : [];
  const fleet = engine.fleet === undefined ? [] : fleetFindings(engine.fleet, engine, name);
  return [...idleKeys(engine, name), ...farHealth, ...fleet];
}

/** What is wrong with the engines of a config that its schema accepts. */
export function engineProblems(value: unknown, source: YamlSource): LocatedProblem[] {
  const { engines = {} } = value as { engines?: Readonly<Record<string, GivenEngine>> };
  return Object.entries(engines).flatMap(([key, engine]) =>
    findingsOf(engine, `engines.${key}`).map(({ at, what, help }) => ({
      place: source.placeOf(['engines', key, ...at]),
      what,
      help,
    })),
  );
}
