/**
 * The borders of the code, checked by `npm run rooms`. A room is a folder of `src`; docs/architecture.md says what each is
 * for. A new room gets its line in ROOMS with its first file.
 */

const { readdirSync } = require('node:fs');
const { join } = require('node:path');

/** Every room may import these two; `core` imports nothing, and `model` only `core`. */
const EVERYWHERE = ['core', 'model'];

/** Room → the rooms that it may import, besides itself and those of EVERYWHERE. */
const ROOMS = {
  core: [],
  model: [],
  protocol: [],
  config: ['protocol'],
  documents: [],
  lint: ['documents'],
  oracle: [],
  scenarios: ['oracle'],
  diff: ['documents', 'scenarios'],
  systems: ['protocol'],
  'reference-engine': ['protocol'],
  engines: ['protocol'],
  testbed: ['protocol', 'config', 'systems', 'engines', 'oracle'],
  verdict: [],
  reports: ['verdict'],
  serve: ['config', 'documents', 'protocol', 'systems', 'testbed'],
  run: [
    'protocol',
    'config',
    'documents',
    'scenarios',
    'systems',
    'reference-engine',
    'engines',
    'testbed',
    'verdict',
  ],
  audit: ['config', 'documents', 'run', 'verdict'],
};
ROOMS.cli = Object.keys(ROOMS);

/** The steps judge from outside, so they never see an engine; of the scenarios they see the step texts alone. */
const STEPS = [
  'protocol',
  'config',
  'documents',
  'engines',
  'oracle',
  'scenarios/steps',
  'systems',
  'testbed',
];

/** Folders inside a room → the other folders, or files beside them, of the same room that each may import. */
const INSIDE = {
  systems: {
    core: [],
    faults: ['core'],
    http: ['core', 'faults'],
    dialects: ['core', 'http'],
    transports: ['core'],
  },
  'systems/dialects': { rest: [], wix: [], 'exact-online': [], described: [] },
  'reference-engine': {
    planner: [],
    store: ['planner'],
    connectors: ['planner', 'store'],
    sync: ['planner', 'store', 'connectors'],
  },
  'reference-engine/connectors': {
    http: ['connector'],
    rest: ['connector', 'http'],
    wix: ['connector', 'http'],
    'exact-online': ['connector', 'http'],
    described: ['connector', 'http'],
  },
};

/** Folders that may import all of their room: mutants and controls replace strategies of every part. */
const FREE = ['reference-engine/mutants'];

/** The doors of a room are its index and the indexes of these folders; each file of `core` is a door. */
const DOORS = [
  '^src/core/',
  '^src/[^/]+/index\\.ts$',
  '^src/(config/profiles|scenarios/steps|testbed/data)/index\\.ts$',
];

/** Tests and their helpers may import whatever they try. */
const TESTS = '(\\.test|/testing[^/]*)\\.ts$';

/** The folders of a room whose folders have borders must all be listed: a new one is an error until it has its line. */
for (const [room, folders] of Object.entries(INSIDE)) {
  const unlisted = readdirSync(join(__dirname, 'src', room), { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && !(entry.name in folders) && !FREE.includes(`${room}/${entry.name}`),
    )
    .map(({ name }) => name);
  if (unlisted.length > 0) {
    throw new Error(`Give ${unlisted.join(', ')} a line in INSIDE['${room}'], in .dependency-cruiser.cjs.`);
  }
}

const within = (room) => `^src/${room}/`;
const folderOrFile = (name) => `^src/${name}(/|\\.ts$)`;

const roomRules = Object.entries(ROOMS).map(([room, others]) => {
  const allowed = [...new Set([room, ...(room === 'core' ? [] : EVERYWHERE), ...others])];
  return {
    name: `room-${room}`,
    comment: `src/${room} may import only: ${allowed.join(', ')}`,
    severity: 'error',
    from: { path: within(room), pathNot: TESTS },
    to: { path: '^(src|steps)/', pathNot: allowed.map(within) },
  };
});

const insideRules = Object.entries(INSIDE).flatMap(([room, folders]) =>
  Object.entries(folders).map(([folder, others]) => {
    const allowed = [folder, ...others];
    return {
      name: `inside-${room}/${folder}`,
      comment: `in src/${room}, ${folder} may import only: ${allowed.join(', ')}`,
      severity: 'error',
      from: { path: folderOrFile(`${room}/${folder}`), pathNot: TESTS },
      to: { path: within(room), pathNot: allowed.map((each) => folderOrFile(`${room}/${each}`)) },
    };
  }),
);

const THROUGH_THE_INDEX =
  'Import from the index of another room; only files of core are imported one by one.';

module.exports = {
  forbidden: [
    ...roomRules,
    ...insideRules,
    {
      name: 'rooms-are-listed',
      comment: 'Give the new room its line in ROOMS, in .dependency-cruiser.cjs.',
      severity: 'error',
      from: { path: '^src/', pathNot: Object.keys(ROOMS).map(within) },
      to: {},
    },
    {
      name: 'steps-judge-from-outside',
      comment: `steps may import only: ${[...EVERYWHERE, ...STEPS].join(', ')}`,
      severity: 'error',
      from: { path: '^steps/', pathNot: TESTS },
      to: { path: '^src/', pathNot: [...EVERYWHERE, ...STEPS].map(within) },
    },
    {
      name: 'rooms-import-through-the-index',
      comment: THROUGH_THE_INDEX,
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: TESTS },
      to: { path: '^src/', pathNot: ['^src/$1/', ...DOORS] },
    },
    {
      name: 'steps-import-through-the-index',
      comment: THROUGH_THE_INDEX,
      severity: 'error',
      from: { path: '^steps/', pathNot: TESTS },
      to: { path: '^src/', pathNot: DOORS },
    },
    {
      name: 'one-module-knows-restructured',
      comment: 'The bench measures what the parser alone costs.',
      severity: 'error',
      from: { pathNot: '^(src/documents/rst/restructured|bench/whole-text)\\.ts$' },
      to: { path: 'node_modules/restructured' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: '\\.(test|d)\\.ts$' }, to: {} },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
};
