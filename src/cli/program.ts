/** The command line: what there is, with examples, and the exit code of what was called. */
import { createRequire } from 'node:module';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { profileOption } from './options';
import { LocatedError } from '../core/located-error';
import { packageVersion } from '../core/package-root';
import { isFileError } from '../core/file-error';
import { UsageError } from '../core/usage-error';
import type * as diffModule from './commands/diff';
import type * as generateModule from './commands/generate';
import type * as initModule from './commands/init';
import type * as lintModule from './commands/lint';
import type * as reportModule from './commands/report';
import type * as runModule from './commands/run';
import type * as serveModule from './commands/serve';
import type * as smokeModule from './commands/smoke';
import type * as showModule from './commands/show';
import type * as contextModule from './context';
import type * as referenceEngineModule from '../reference-engine';
import type { Context, GlobalOptions, Terminal } from './context';

/** The exit codes that every command shares. */
const EXIT_USAGE = 2;
const EXIT_HARNESS = 3;

/** Node's timers cannot wait longer than 2^31 - 1 milliseconds. */
const LONGEST_TIMEOUT = 2_147_483;

const HIGHEST_PORT = 65_535;

/** Of each datatype; more would take long to put in. */
const MOST_RECORDS = 100_000;

const SPEC = 'a document, a directory or a glob; default: "specs" of the config, else specs/';

type Run = (context: Context) => Promise<number>;

/** What is loaded when a command runs: help and version need none of it, and it costs more than they do. */
interface LoadedOnDemand {
  readonly './context': typeof contextModule;
  readonly '../reference-engine': typeof referenceEngineModule;
  readonly './commands/diff': typeof diffModule;
  readonly './commands/generate': typeof generateModule;
  readonly './commands/init': typeof initModule;
  readonly './commands/lint': typeof lintModule;
  readonly './commands/report': typeof reportModule;
  readonly './commands/run': typeof runModule;
  readonly './commands/serve': typeof serveModule;
  readonly './commands/show': typeof showModule;
  readonly './commands/smoke': typeof smokeModule;
}

function load<Path extends keyof LoadedOnDemand>(path: Path): LoadedOnDemand[Path] {
  return createRequire(__filename)(path) as LoadedOnDemand[Path];
}

function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) {
      return value;
    }
    const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`It must be a whole number, ${range}.`);
  };
}

function collected(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** Adds what every command takes, and its examples. */
function common(command: Command, examples: readonly string[]): Command {
  return command
    .option('--config <file>', 'config file; default: syncproof.config.yaml or .json beside package.json')
    .option('--quiet', 'no progress on stderr')
    .option('--no-color', 'no colour (also: NO_COLOR)')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}\n`);
}

function addLint(program: Command, act: (options: GlobalOptions, run: Run) => Promise<void>): void {
  const command = program
    .command('lint')
    .description('read the documents and report what is wrong with them')
    .argument('[spec...]', SPEC);
  command.addOption(
    new Option('--format <format>', 'how to print').choices(['text', 'json', 'sarif']).default('text'),
  );
  command.option('--max-warnings <count>', 'fail when there are more warnings', wholeNumber(0));
  common(command, [
    'syncproof lint',
    'syncproof lint specs/wix.com-to-wix.rst --max-warnings 0',
    'syncproof lint --format json',
    'syncproof lint --format sarif > syncproof.sarif',
  ]);
  command.action((specs: string[], options: GlobalOptions & lintModule.LintOptions) =>
    act(options, (context) => load('./commands/lint').lintCommand(context, specs, options)),
  );
}

function addShow(program: Command, act: (options: GlobalOptions, run: Run) => Promise<void>): void {
  const command = program
    .command('show')
    .description('print the documents as syncproof reads them')
    .argument('<spec...>', SPEC);
  command.addOption(
    new Option('--format <format>', 'how to print').choices(['json', 'ndjson', 'text']).default('text'),
  );
  common(command, ['syncproof show specs/wix.com-to-wix.rst', 'syncproof show specs --format ndjson']);
  command.action((specs: string[], options: GlobalOptions & { format: 'json' | 'ndjson' | 'text' }) =>
    act(options, (context) => load('./commands/show').showCommand(context, specs, options)),
  );
}

function addGenerate(program: Command, act: (options: GlobalOptions, run: Run) => Promise<void>): void {
  const command = program
    .command('generate')
    .description('write one .feature for each document')
    .argument('[spec...]', SPEC);
  command.option('--out <directory>', 'where to; default: features/ beside the config, or here');
  command.option('--check', 'write nothing; exit 1 when a feature is missing, stale or left over');
  common(command, ['syncproof generate', 'syncproof generate --check']);
  command.action((specs: string[], options: GlobalOptions & generateModule.GenerateCommandOptions) =>
    act(options, (context) => load('./commands/generate').generateCommand(context, specs, options)),
  );
}

/** All that `--engine` takes beside the engines of the config. */
function builtInEngines(): string {
  const names = load('../reference-engine').BUILT_IN_NAMES.map((name) => `  ${name}`);
  return `\nBuilt-in engines (all but reference and the controls are wrong on purpose; <n>, <m>: numbers of rows):\n${names.join('\n')}`;
}

/** What decides how much of a run runs, and how often. */
function addSelectionOfRuns(command: Command): void {
  command
    .option('--bail', 'stop at the first scenario that fails')
    .option('--rerun-failed', 'run only the checks that failed in the last run')
    .addOption(
      new Option('--dry-run', 'print what would run, and why not the rest').conflicts([
        'watch',
        'updateBaseline',
        'smoke',
      ]),
    )
    .addOption(
      new Option('--watch', 'run again what a change makes necessary').conflicts(['updateBaseline', 'smoke']),
    );
}

function addRun(program: Command, act: (options: GlobalOptions, run: Run) => Promise<void>): void {
  const command = program
    .command('run')
    .description('lint, generate, execute, judge and report')
    .argument('[spec...]', SPEC);
  command
    .option('--engine <name>', 'engine under test: one of the config, or a built-in one (below)')
    .option(
      '--tags <expression>',
      "run the scenarios with these tags, for example '@section:wix.com-contacts-to-wix-members'",
    )
    .option('--name <pattern>', 'run the scenarios whose name matches (may be given again)', collected, [])
    .option('--parallel <count>', 'worker processes', wholeNumber(1))
    .option('--out <directory>', 'where the reports go; default: "out" of the config, else reports')
    .addOption(
      new Option(
        '--transport <kind>',
        'how the engine reaches the simulated systems; default: nock, of engines in other processes http',
      ).choices(['nock', 'http', 'direct', 'proxy']),
    )
    .option('--seed <number>', 'seed of all values', wholeNumber(0))
    .option(
      '--timeout <seconds>',
      'longest wait for an answer from the engine',
      wholeNumber(1, LONGEST_TIMEOUT),
    )
    .option('--smoke', 'check the engine alone, message by message, and say what to fix')
    .option('--baseline <file>', 'known failures; default: "baseline" of the config, else none')
    .option('--update-baseline', 'make the baseline agree with this run, which must be whole')
    .addOption(profileOption())
    .option('--strict', 'pending and unsupported checks fail the run')
    .option('--no-allure', 'no Allure results and report');
  addSelectionOfRuns(command);
  command.addHelpText('after', builtInEngines);
  common(command, [
    'syncproof run',
    'syncproof run --smoke --engine mine',
    'syncproof run specs/wix.com-to-wix.rst --engine noop',
    "syncproof run --tags '@section:wix.com-contacts-to-wix-members'",
    "syncproof run --name 'exactly one' --dry-run",
    'syncproof run --rerun-failed --bail',
    'syncproof run --watch --engine mine',
  ]);
  command.action((specs: string[], options: GlobalOptions & runModule.RunOptions & { smoke?: boolean }) =>
    act(options, (context) =>
      options.smoke === true
        ? load('./commands/smoke').smokeCommand(context, specs, options)
        : load('./commands/run').runCommand(context, specs, options),
    ),
  );
}

function addDiff(program: Command, act: (options: GlobalOptions, run: Run) => Promise<void>): void {
  const command = program
    .command('diff')
    .description('show what differs between two versions of documents, and what to run again')
    .argument('<old>', 'a document, a directory, a glob, or - for standard input')
    .argument('<new>', 'the same; two documents are compared whatever their names are');
  command.addOption(
    new Option('--format <format>', 'how to print').choices(['text', 'json', 'markdown']).default('text'),
  );
  common(command, [
    'syncproof diff old/specs specs',
    'git show HEAD:specs/wix.com-to-wix.rst | syncproof diff - specs/wix.com-to-wix.rst',
    'syncproof diff old/specs specs --format markdown > comment.md',
  ]);
  command.action((old: string, now: string, options: GlobalOptions & { format: diffModule.DiffFormat }) =>
    act(options, (context) => load('./commands/diff').diffCommand(context, { old, now }, options.format)),
  );
}

function addServe(program: Command, act: (options: GlobalOptions, run: Run) => Promise<void>): void {
  const command = program
    .command('serve')
    .description('serve the simulated systems of the documents on loopback, until it is stopped')
    .argument('[spec...]', SPEC);
  command
    .option(
      '--port <port>',
      'where to listen on 127.0.0.1; default: a free port',
      wholeNumber(0, HIGHEST_PORT),
    )
    .addOption(new Option('--native', 'systems with a native API speak it (default)').conflicts('rest'))
    .option('--rest', 'every system speaks plain REST')
    .option('--faults <file>', 'a fault plan, YAML or JSON')
    .option('--har <file>', 'write all calls there at the end, as HAR 1.2')
    .option('--records <count>', 'records of each datatype to start with', wholeNumber(0, MOST_RECORDS))
    .option('--seed <number>', 'seed of the records', wholeNumber(0))
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'));
  common(command, [
    'syncproof serve --port 4010 --records 10',
    'syncproof serve specs/wix.com-to-wix.rst --har calls.har',
    'syncproof serve --rest --faults faults.yaml --format json',
  ]);
  command.action((specs: string[], options: GlobalOptions & serveModule.ServeCommandOptions) =>
    act(options, (context) => load('./commands/serve').serveCommand(context, specs, options)),
  );
}

function addReport(program: Command, act: (options: GlobalOptions, run: Run) => Promise<void>): void {
  const command = program
    .command('report')
    .description("rebuild the reports from the last run's results, or compare those of several runs");
  command
    .option(
      '--out <directory>',
      'where the results are, or where the comparison goes; default: "out" of the config, else reports (with --compare: compare/ in it)',
    )
    .option('--no-allure', 'no Allure results and report')
    .option('--open', 'open the checklist (with --compare: the comparison) in the browser')
    .option('--compare <directories...>', 'the reports of two or more runs, to be put side by side');
  common(command, [
    'syncproof report',
    'syncproof report --open',
    'syncproof report --out reports',
    'syncproof report --compare reports/mine reports/reference',
  ]);
  command.action((options: GlobalOptions & reportModule.ReportCommandOptions) =>
    act(options, (context) => load('./commands/report').reportCommand(context, options)),
  );
}

function addInit(program: Command, act: (options: GlobalOptions, run: Run) => Promise<void>): void {
  const command = program
    .command('init')
    .description('write a config, a first document, an engine to begin with and a CI job');
  command
    .addOption(
      new Option('--engine <kind>', 'how the engine is written; http: a daemon').choices([
        'node',
        'python',
        'http',
      ]),
    )
    .addOption(
      new Option('--ci <kind>', 'which CI job to write; default: none').choices(['github', 'gitlab']),
    );
  common(command, ['syncproof init', 'syncproof init --engine python --ci github']);
  command.action((options: GlobalOptions & initModule.InitOptions) =>
    act(options, (context) => load('./commands/init').initCommand(context, options)),
  );
}

function codeOf(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? 0 : EXIT_USAGE;
  }
  if (error instanceof UsageError || error instanceof LocatedError) {
    terminal.err(`${error.message}\n`);
    return EXIT_USAGE;
  }
  if (isFileError(error)) {
    terminal.err(`${error.message}. Check that the place can be read and written, and that there is room.\n`);
    return EXIT_HARNESS;
  }
  terminal.err(
    `syncproof itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return EXIT_HARNESS;
}

/**
 * Runs the command line; answers the exit code and never throws.
 *
 * @param words - the arguments without node and script.
 */
export async function runProgram(words: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const act = async (options: GlobalOptions, run: Run): Promise<void> => {
    exitCode = await run(await load('./context').Context.load(terminal, options));
  };
  const program = new Command('syncproof');
  program
    .description(
      'Executes dataflow documents: proves that a synchronization service does what its documents promise.',
    )
    .version(packageVersion())
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError('(--help lists the options)')
    .addHelpText(
      'after',
      '\nExit codes: 0 conformant · 1 not conformant · 2 usage · 3 the harness failed, or nothing ran · 4 the engine failed\n',
    );
  for (const add of [addInit, addLint, addShow, addGenerate, addRun, addDiff, addServe, addReport]) {
    add(program, act);
  }
  for (const command of program.commands) {
    command.version(packageVersion());
  }
  try {
    if (words.length === 0) {
      terminal.err(program.helpInformation());
      return EXIT_USAGE;
    }
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    return codeOf(error, terminal);
  }
}
