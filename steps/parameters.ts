/** Tells cucumber the parameter types of the step catalogue. */
import { defineParameterType } from '@cucumber/cucumber';
import { PARAMETERS } from '../src/scenarios/steps';

for (const [name, { pattern, read }] of Object.entries(PARAMETERS)) {
  // Cucumber has its own `int`, which reads the same.
  if (name !== 'int') {
    defineParameterType({ name, regexp: pattern, transformer: read, useForSnippets: false });
  }
}
