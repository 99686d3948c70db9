/** The rooms and who may import whom: docs/architecture.md gives the reasons. */

/** Every room may import these. */
const EVERYWHERE = ['core', 'model'];

/** For each room of src: the other rooms that it may import, besides `core` and `model`. Rooms that are not listed may import every room. */
const mayImport = {
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
  testbed: ['protocol', 'config', 'systems', 'oracle'],
  verdict: [],
  reports: ['verdict'],
  serve: ['config', 'documents', 'protocol', 'systems', 'testbed'],
};

/** Folders inside a room: the other folders of it that each may import, and whether it may import what is beside the folders. */
const mayImportInside = {
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

const tests = '(\\.test|/testing[^/]*)\\.ts$';
const room = (name) => `^src/${name}/`;

const roomRules = Object.entries(mayImport).map(([name, others]) => {
  const allowed = [...new Set([name, ...(name === 'core' ? [] : EVERYWHERE), ...others])];
  return {
    name: `room-${name}`,
    comment: `src/${name} may import only: ${allowed.join(', ')}`,
    severity: 'error',
    from: { path: room(name), pathNot: tests },
    to: { path: '^(src|steps)/', pathNot: allowed.map(room) },
  };
});

const insideRules = Object.entries(mayImportInside).flatMap(([name, folders]) =>
  Object.entries(folders).map(([folder, others]) => {
    const allowed = [folder, ...others];
    return {
      name: `inside-${name}/${folder}`,
      comment: `in src/${name}, ${folder} may import only: ${allowed.join(', ')}`,
      severity: 'error',
      from: { path: `^src/${name}/${folder}(/|\\.ts$)`, pathNot: tests },
      to: {
        path: room(name),
        pathNot: allowed.map((each) => `^src/${name}/${each}(/|\\.ts$)`),
      },
    };
  }),
);

module.exports = {
  forbidden: [
    ...roomRules,
    ...insideRules,
    {
      name: 'steps-never-import-the-engine',
      comment: 'The oracle is independent: steps judge from outside.',
      severity: 'error',
      from: { path: '^steps/' },
      to: { path: '^src/(?!core|model|oracle|testbed|systems|protocol|documents|config|scenarios)' },
    },
    {
      name: 'one-module-knows-restructured',
      comment: 'The bench measures what the parser costs by itself.',
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
