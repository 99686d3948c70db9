/**
 * How many small faults in the oracle, the verdict and the scenarios their own tests notice (docs/mutation-testing.md):
 * npm run mutation [-- [ROOM | FILE …] [--concurrency N] [--quick]]
 * --quick leaves out what runs while a module loads, such as constants: each mutant of that starts a process.
 * A room below 92 % makes it exit 1. The reports: reports/mutation/ROOM.html and .json.
 */
const { availableParallelism } = require('node:os');
const { join } = require('node:path');
const { parseArgs } = require('node:util');

/** In percent. */
const LEAST_SCORE = 92;

/** What is mutated, and the tests that should notice: the room's own. */
const ROOMS = {
  oracle: { mutate: ['src/oracle/*.ts'], tests: 'src/oracle/**/*.test.ts' },
  verdict: { mutate: ['src/verdict/*.ts'], tests: 'src/verdict/**/*.test.ts' },
  testbed: { mutate: ['src/testbed/{expectations,links}.ts'], tests: 'src/testbed/**/*.test.ts' },
  scenarios: {
    mutate: [
      'src/scenarios/kinds/**/*.ts',
      'src/scenarios/{basis,contradictions,feature,section-context,whole}.ts',
    ],
    // Without round-trip.test.ts and wording.test.ts, which take long.
    tests: 'src/scenarios/{blame,features,labels,names,rows-without,shapes,whole}.test.ts',
  },
};

/** The options of Stryker: https://stryker-mutator.io/docs/stryker-js/configuration/ */
function optionsFor(room, mutate, { concurrency, quick }) {
  return {
    mutate: [...mutate, '!**/*.test.ts', '!**/testing*.ts'],
    testRunner: 'mocha',
    coverageAnalysis: 'perTest',
    mochaOptions: {
      'no-config': true,
      require: ['ts-node/register', join(__dirname, '..', 'mocha.setup.js')],
      spec: [ROOMS[room].tests],
    },
    // A busy machine is no killed mutant.
    timeoutMS: 30_000,
    timeoutFactor: 4,
    concurrency: Number(concurrency),
    ignoreStatic: quick,
    thresholds: { high: 100, low: LEAST_SCORE, break: LEAST_SCORE },
    reporters: ['clear-text', 'html', 'json'],
    clearTextReporter: { reportTests: false, allowEmojis: false },
    htmlReporter: { fileName: `reports/mutation/${room}.html` },
    jsonReporter: { fileName: `reports/mutation/${room}.json` },
    tempDirName: 'reports/mutation/sandbox',
    ignorePatterns: ['dist', 'reports'],
  };
}

/** What to run: each room with the files to mutate in it. */
function planOf(names) {
  const plan = new Map();
  for (const name of names.length === 0 ? Object.keys(ROOMS) : names) {
    const room = name in ROOMS ? name : Object.keys(ROOMS).find((each) => name.startsWith(`src/${each}/`));
    if (room === undefined) {
      throw new Error(
        `Neither a room nor a file of one: '${name}'. The rooms: ${Object.keys(ROOMS).join(', ')}.`,
      );
    }
    plan.set(room, [...(plan.get(room) ?? []), ...(name in ROOMS ? ROOMS[name].mutate : [name])]);
  }
  return plan;
}

async function main() {
  const { values, positionals } = parseArgs({
    options: {
      concurrency: { type: 'string', default: String(availableParallelism()) },
      quick: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const plan = planOf(positionals);
  process.chdir(join(__dirname, '..'));
  const { Stryker } = await import('@stryker-mutator/core');
  for (const [room, mutate] of plan) {
    await new Stryker(optionsFor(room, mutate, values)).runMutationTest();
  }
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
