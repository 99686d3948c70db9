const { availableParallelism } = require('node:os');

const TAKES_A_PATTERN = /^(-g|-f|--grep|--fgrep)$/;

/** Mocha adds `spec` to the files of the command line: where some are named, it runs these alone. */
const namesFiles = process.argv
  .slice(2)
  .some((word, at, words) => word.endsWith('.ts') && !TAKES_A_PATTERN.test(words[at - 1] ?? ''));

module.exports = {
  require: ['ts-node/register', './mocha.setup.js'],
  ...(!namesFiles && { spec: '{src,steps,test,bench}/**/*.test.ts' }),
  timeout: 60_000,
  // For --parallel; mocha's own default is one process on two cores.
  jobs: Math.max(2, availableParallelism()),
};
