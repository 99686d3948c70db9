/** The rooms and who may import whom: docs/architecture.md tells why. */
const room = (name) => `^src/${name}/`;

/** For each room of src: the other rooms that it may import. Rooms that are not listed may import every room. */
const mayImport = {
  model: [],
  spec: ['model'],
  lint: ['model', 'spec'],
  diff: ['model', 'spec', 'scenarios'],
  protocol: ['model'],
  scenarios: ['model'],
  systems: ['protocol'],
  engine: ['protocol', 'model'],
  fixtures: ['model', 'systems'],
  serve: ['config', 'fixtures', 'model', 'spec', 'profiles', 'protocol', 'systems', 'testbed'],
  testbed: ['fixtures', 'model', 'protocol', 'systems', 'profiles'],
  verdict: ['model'],
  reports: ['model', 'verdict'],
  config: [],
  profiles: ['config', 'model', 'protocol'],
};

const roomRules = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `room-${name}`,
  comment: `src/${name} may import only: ${[name, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: room(name), pathNot: '\\.test\\.ts$' },
  to: { path: '^(src|steps)/', pathNot: [name, ...allowed].map(room) },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'steps-never-import-the-engine',
      comment: 'The oracle is independent: steps judge from outside.',
      severity: 'error',
      from: { path: '^steps/' },
      to: { path: '^src/(?!model|testbed|systems|protocol|spec|config|profiles)' },
    },
    {
      name: 'one-module-knows-restructured',
      comment: 'The bench measures what the parser costs by itself.',
      severity: 'error',
      from: { pathNot: '^(src/spec/restructured|bench/whole-text)\\.ts$' },
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
