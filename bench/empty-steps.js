/** The same step definitions as a run's, emptied: what cucumber itself costs on these features. */
const { setDefinitionFunctionWrapper, setWorldConstructor, World } = require('@cucumber/cucumber');

require('../dist/steps/index.js');

setWorldConstructor(World);
setDefinitionFunctionWrapper(() => () => undefined);
