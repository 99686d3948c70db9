/** The process of the `syncproof` command. */
import { runProgram } from './program';

const NARROW = 100;

void runProgram(process.argv.slice(2), {
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stdout.isTTY,
  drawsProgress: process.stderr.isTTY,
  columns: process.stdout.columns > 0 ? process.stdout.columns : NARROW,
}).then((exitCode) => {
  process.exitCode = exitCode;
});
