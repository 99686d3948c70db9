/**
 * The tests of one room: npm run test:room -- reference-engine
 * A room is a path under src, or a folder beside it (steps, test, bench); mocha's options may follow.
 */
const { statSync } = require('node:fs');
const { join } = require('node:path');

const [room = '', ...options] = process.argv.slice(2);
const root = join(__dirname, '..');
const folder = [`src/${room}`, room].find((path) =>
  statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory(),
);

if (room === '' || folder === undefined) {
  process.stderr.write(`Not a room: '${room}'. Name a path under src, or steps, test or bench.\n`);
  process.exitCode = 2;
} else {
  process.chdir(root);
  process.argv.splice(2, Infinity, `${folder}/**/*.test.ts`, ...options);
  require('mocha/bin/mocha.js');
}
