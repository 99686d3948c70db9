/** One seed for all property-based tests, so that a run can be repeated; another explores further: TEST_SEED=7 npm test. */
const fc = require('fast-check');

fc.configureGlobal({ seed: Number(process.env.TEST_SEED ?? 1) });
