/** What the tests of users' engines share. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root';
import type { CheckLine } from '../verdict';
import { PARTIAL, resultsOf, shopProject } from './testing';

/** The reference engine's module, as a literal. */
export const REFERENCE = JSON.stringify(join(packageRoot(), 'src/reference-engine/reference'));

/** An engine that does nothing, but for the methods given here. */
export function engineSource(methods: string): string {
  return `exports.createEngine = ({ fetch, log }) => {
  let systems;
  const first = () => Object.values(systems)[0];
  return {
    hello: async () => ({ engine: { name: 'mine', version: '1' }, capabilities: [] }),
    configure: async (message) => { systems = message.systems; return {}; },
    sync: async () => ({}),
    stop: async () => {},
    ${methods}
  };
};
`;
}

export function withEngine(source: string): string {
  return shopProject({
    'syncproof.config.yaml': 'engines: {mine: {module: ./mine.js}}\nengine: mine\n',
    'mine.js': source,
  });
}

/** One scenario is enough to see how an engine breaks. */
export const ONE = ['run', '--no-allure', '--timeout', '1', '--name', 'becomes exactly one'];

/** What `ONE` has found: a check with scenarios. */
export function judged(cwd: string): CheckLine {
  const found = resultsOf(cwd, PARTIAL).checks.find(({ scenarios }) => scenarios.length > 0);
  assert.ok(found);
  return found;
}
