/**
 * For working on steps and features with cucumber itself: npx cucumber-js features/wix.com-to-wix.feature
 * The verdict on a document comes from `syncproof run`; here an undefined or pending step is cucumber's to report.
 */
module.exports = {
  default: {
    paths: ['features/**/*.feature'],
    requireModule: ['ts-node/register'],
    require: ['steps/index.ts'],
    worldParameters: { engine: 'src/reference-engine/reference', transport: 'direct' },
  },
};
