/** The smoke check: an engine's adapter alone, message by message, over a dataflow of one section. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { scratchRoot, temporaryDirectory } from '../../core/temporary-directory';
import { parseDocument } from '../../documents';
import { EngineError, Mismatch, openEngineHost, Unsupported, type EngineLocation } from '../../engines';
import { forbidNetwork, openHttp, type Transport } from '../../systems';
import { Scope, scopedSections, Testbed } from '../../testbed';
import { CONFIGURE, SMOKE_CHECKS, type SmokeBench, type SmokeCheck } from './checks';
import { keepingAnswers, problemsOf, type KeptAnswer } from './answers';

/** What came of one check. `refused`: the engine does not claim what the check needs. */
export interface SmokeResult {
  /** `hello`, `sync: a new record` … */
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'engine-error' | 'refused' | 'not-tried';
  /** What was seen, or what is wrong. */
  readonly detail: string;
  /** How to fix it; only of what did not pass. */
  readonly help?: string;
  /** The last lines of the engine's log; only of what did not pass. */
  readonly log?: readonly string[];
}

/** What the smoke check needs. */
export interface SmokeOptions {
  readonly engine: EngineLocation;
  /** For every answer, in milliseconds. */
  readonly timeout: number;
  /** Notified of each result as it comes. */
  readonly finished?: (result: SmokeResult) => void;
}

const DOCUMENT = `Shop to Ledger Dataflow
=======================

Generated: 2024-01-01 08:00:00

Shop Customer to Ledger Debtor
------------------------------
Every Shop Customer will be synchronized with a Ledger Debtor.

Once a link between a Shop Customer and a Ledger Debtor is established, it will keep in sync between the two systems, regardless of where it is edited.

The following properties are synchronized between a Shop Customer and a Ledger Debtor:

.. list-table::
   :header-rows: 1

   * - Shop Customer Property
     - Ledger Debtor Property
     - Ledger Data Type
   * - name
     - title
     - "string"
`;

/** A bench over loopback, which any engine can reach. */
function benchOf(
  options: SmokeOptions,
  transport: Transport,
  stateRoot: string,
): SmokeBench & {
  readonly kept: KeptAnswer[];
  readonly close: () => Promise<void>;
} {
  const kept: KeptAnswer[] = [];
  const host = openEngineHost(options.engine, {
    threadModule: transport.threadModule,
    timeout: options.timeout,
  });
  const watched = keepingAnswers(host, (answer) => kept.push(answer));
  const document = parseDocument({ path: 'shop-to-ledger.rst', bytes: Buffer.from(DOCUMENT) });
  const scope = new Scope(scopedSections(document), {});
  let number = 0;
  const make = (): Testbed => {
    number += 1;
    mkdirSync(join(stateRoot, `s${number}`));
    return new Testbed({
      ...{ engine: watched, transport, stateRoot, number, scope, seed: 1, timeout: options.timeout },
      bindings: {},
      policies: {},
    });
  };
  const testbed = make();
  const close = async (): Promise<void> => {
    await testbed.close().catch(() => undefined);
    await host.close();
  };
  return { testbed, another: make, kept, close };
}

function failure(
  { name, help, essential }: Omit<SmokeCheck, 'run'>,
  error: unknown,
  log: readonly string[],
): SmokeResult {
  if (error instanceof Unsupported) {
    const detail = `the engine refuses "${error.capability}", which the least dataflow does not need`;
    return essential === true
      ? { name, status: 'failed', detail, help, log: log.slice(-5) }
      : { name, status: 'refused', detail: `the engine refuses "${error.capability}"`, help };
  }
  if (error instanceof EngineError || error instanceof Mismatch) {
    const status = error instanceof EngineError ? 'engine-error' : 'failed';
    return { name, status, detail: error.message, help, log: log.slice(-5) };
  }
  throw error;
}

async function runCheck(check: SmokeCheck, bench: ReturnType<typeof benchOf>): Promise<SmokeResult> {
  const { name, needs, help } = check;
  const { testbed, kept } = bench;
  if (needs !== undefined && !testbed.session.claims(needs)) {
    return { name, status: 'refused', detail: `the engine does not claim "${needs}"` };
  }
  kept.length = 0;
  try {
    const detail = await check.run(bench);
    const problems = kept.flatMap((answer) =>
      problemsOf(answer).map((problem) => `"${answer.type}": ${problem}`),
    );
    return problems.length === 0
      ? { name, status: 'passed', detail }
      : { name, status: 'failed', detail: `an answer breaks the schema: ${problems.join('; ')}`, help };
  } catch (error) {
    const isGreeted = testbed.session.identity !== undefined && check.name === 'hello';
    return failure(isGreeted ? CONFIGURE : check, error, testbed.session.log);
  }
}

/**
 * Checks the adapter of an engine: whether it answers each message as the protocol says, and does the least that an engine
 * must. Nothing more is tried after an engine error, or after a check without which the others show nothing.
 */
export async function smokeCheck(options: SmokeOptions): Promise<SmokeResult[]> {
  const directory = temporaryDirectory(scratchRoot(), `syncproof-smoke-${process.pid}-`);
  const allowNetwork = forbidNetwork();
  const transport = await openHttp();
  const bench = benchOf(options, transport, directory.path);
  const results: SmokeResult[] = [];
  let obstacle: string | undefined;
  try {
    for (const check of SMOKE_CHECKS) {
      if (
        check.isOptional === true &&
        check.needs !== undefined &&
        !bench.testbed.session.claims(check.needs)
      ) {
        continue;
      }
      const result: SmokeResult =
        obstacle === undefined
          ? await runCheck(check, bench)
          : { name: check.name, status: 'not-tried', detail: `because of "${obstacle}"` };
      if (result.status === 'engine-error' || (check.essential === true && result.status !== 'passed')) {
        obstacle ??= result.name;
      }
      results.push(result);
      options.finished?.(result);
    }
    return results;
  } finally {
    await bench.close();
    transport.close();
    allowNetwork();
    directory.remove();
  }
}
