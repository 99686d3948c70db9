/** The same step definitions as a run's, emptied: what cucumber itself costs on these features. */
const { setDefinitionFunctionWrapper, setWorldConstructor, World } = require('@cucumber/cucumber');

for (const name of ['hooks', 'given', 'when', 'then']) require(`../dist/steps/${name}.js`);

setWorldConstructor(World);
setDefinitionFunctionWrapper(() => () => undefined);
