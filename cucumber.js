/**
 * For working on steps and features with cucumber itself: npx cucumber-js features/wix.com-to-wix.feature
 * The verdict on a document comes from `syncproof run`; here an undefined or pending step is cucumber's to report.
 */
/** cucumber adds `paths` to the files of the command line: where some are named, it runs these alone. */
const namesFeatures = process.argv.slice(2).some((word) => /\.feature(:\d+)*$/.test(word));

module.exports = {
  default: {
    ...(!namesFeatures && { paths: ['features/**/*.feature'] }),
    requireModule: ['ts-node/register'],
    require: ['steps/index.ts'],
    worldParameters: {
      engine: 'src/reference-engine/reference',
      engineBuiltIn: true,
      transport: 'direct',
    },
  },
};
