/** `syncproof run --smoke`: whether an engine's adapter answers as the protocol says, and what to fix where it does not. */
import picocolors from 'picocolors';
import { clean, widthOf } from '../../core/printable-text';
import { redact } from '../../core/redact';
import { plural, wrap } from '../../core/text';
import { UsageError } from '../../core/usage-error';
import { locateEngine, smokeCheck, type SmokeResult } from '../../run';
import type { Context } from '../context';

/** What the smoke check takes of the options of `run`. */
export interface SmokeCommandOptions {
  readonly engine?: string;
  readonly timeout?: number;
}

const MARKS: Readonly<Record<SmokeResult['status'], string>> = {
  passed: '✔',
  failed: '✘',
  'engine-error': '✘',
  refused: '–',
  'not-tried': '·',
};

const NAME_WIDTH = 22;
const INDENT = ' '.repeat(4);

/** What a check found, and below it what to do. */
function textOf(result: SmokeResult, { colour, terminal, config }: Context): string {
  const colours = picocolors.createColors(colour);
  const { name, status, help } = result;
  const hide = (text: string): string => redact(text, config.secrets);
  const [detail, log] = [hide(result.detail), (result.log ?? []).map(hide)];
  const paint = status === 'passed' ? colours.green : MARKS[status] === '✘' ? colours.red : colours.dim;
  const padding = ' '.repeat(Math.max(1, NAME_WIDTH - widthOf(name) + 1));
  const lines = [`${paint(MARKS[status])} ${name}${padding}${detail}`];
  if (help !== undefined) {
    const width = Math.max(40, terminal.columns) - INDENT.length;
    lines.push(...wrap(`How to fix it: ${help}`, width).map((line) => `${INDENT}${line}`));
  }
  if (log.length > 0) {
    lines.push(`${INDENT}Its log ends:`, ...log.map((line) => `${INDENT}  ${line}`));
  }
  return `${clean(lines.join('\n'))}\n`;
}

function exitCodeOf(results: readonly SmokeResult[]): number {
  if (results.some(({ status }) => status === 'engine-error')) {
    return 4;
  }
  return results.some(({ status }) => status === 'failed') ? 1 : 0;
}

/** The last line: the verdict. */
function summaryOf(name: string, results: readonly SmokeResult[]): string {
  const count = (...statuses: readonly SmokeResult['status'][]): number =>
    results.filter(({ status }) => statuses.includes(status)).length;
  const [failed, refused] = [count('failed', 'engine-error'), count('refused')];
  const passed = `${count('passed')} of ${plural(results.length, 'check')} passed`;
  const claims = refused === 0 ? '' : `, ${refused} not claimed by the engine`;
  return failed === 0
    ? `the engine "${name}" can be put under test: ${passed}${claims}`
    : `the engine "${name}" is not ready: ${passed}, ${failed} failed${claims}`;
}

/** Checks an engine's adapter; answers the exit code. @throws UsageError */
export async function smokeCommand(
  context: Context,
  specs: readonly string[],
  options: SmokeCommandOptions,
): Promise<number> {
  if (specs.length > 0) {
    throw new UsageError(
      `--smoke checks the engine alone, over a document of its own: leave out ${specs.join(', ')}, or leave out --smoke.`,
    );
  }
  const { config, terminal } = context;
  const timeout = (options.timeout ?? config.timeout) * 1000;
  const engine = await locateEngine(options.engine ?? config.engine, config, timeout);
  context.progress(`Checking the engine "${engine.name}" message by message …`);
  const results = await smokeCheck({
    ...{ engine, timeout },
    finished: (result) => {
      terminal.out(textOf(result, context));
    },
  });
  terminal.out(`${summaryOf(engine.name, results)}\n`);
  return exitCodeOf(results);
}
