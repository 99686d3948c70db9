/**
 * What the simulated systems cost: calls to the handler, listing by modification time, writing at realistic size,
 * memory, and loopback HTTP with keep-alive (the systems in a separate process).
 */
import { fork } from 'node:child_process';
import autocannon from 'autocannon';
import { DEFAULT_ABILITIES, createClock, createFaultInjector } from '../src/systems';
import type { MockedSystem } from '../src/systems';
import { median } from './measure';
import { RECORDS, TOKEN, propertiesOf, systemWith } from './simulated-system';

const ROUNDS = 5;
const CALLS = 20_000;
const HTTP_SECONDS = 5;

function row(name: string, values: readonly number[], unit: string): string {
  const [least, middle, most] = [Math.min(...values), median(values), Math.max(...values)].map((value) =>
    value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3),
  );
  return `${name.padEnd(52)} min ${least ?? ''}  median ${middle ?? ''}  max ${most ?? ''} ${unit}\n`;
}

/** The CPU time of this process so far, in seconds: unlike the wall clock, it does not count what others take. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

/** Calls a second of CPU time, one after another. */
async function perSecond(system: MockedSystem, path: (index: number) => string): Promise<number> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const started = cpuSeconds();
  for (let index = 0; index < CALLS; index += 1) {
    const response = await system.handler(new Request(`${system.baseUrl}${path(index)}`, { headers }));
    if (response.status !== 200) {
      throw new Error(`${path(index)} was answered ${response.status}: ${await response.text()}`);
    }
  }
  return CALLS / (cpuSeconds() - started);
}

async function rounds(measured: () => number | Promise<number>): Promise<readonly number[]> {
  const values: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const value = await measured();
    if (round > 0) {
      values.push(value);
    }
  }
  return values;
}

async function benchReads(): Promise<string> {
  const { system } = systemWith(1000);
  const clock = createClock(0);
  const rule = { fault: { kind: 'server-error' }, on: { id: 'none' }, times: 'always' } as const;
  const plan = { faults: Array.from({ length: 10 }, () => rule) };
  const faulty = systemWith(1000, { faults: createFaultInjector({ plan, clock }) }).system;
  const path = (index: number): string => `/Contacts/crm-${1 + (index % 1000)}`;
  return [
    row('reads of one record, direct', await rounds(() => perSecond(system, path)), 'a second of CPU'),
    row('the same under a plan of 10 rules', await rounds(() => perSecond(faulty, path)), 'a second of CPU'),
  ].join('');
}

async function benchListings(): Promise<string> {
  const rows: string[] = [];
  const search = { ...DEFAULT_ABILITIES, search: true };
  for (const records of [1000, RECORDS]) {
    const { system } = systemWith(records, { abilities: search });
    const since = new Date(Date.UTC(2024, 0, 1) + records / 10 - 1).toISOString();
    const listed = await rounds(() => perSecond(system, () => `/Contacts?modifiedSince=${since}`));
    rows.push(row(`listings of 10 changed records of ${records}`, listed, 'a second of CPU'));
    const found = await rounds(() =>
      perSecond(system, (index) => `/Contacts?where=name&equals="Person ${index % records}"`),
    );
    rows.push(row(`searches of 1 record of ${records}`, found, 'a second of CPU'));
  }
  return rows.join('');
}

/** Creations, then as many edits in scattered order; with the clock stopped, keeping the order costs most. */
function benchWrites(moves: boolean): string {
  const seconds = { creations: [] as number[], edits: [] as number[] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const { system, advance } = systemWith(0);
    const started = cpuSeconds();
    for (let number = 0; number < RECORDS; number += 1) {
      system.create('Contacts', propertiesOf(number));
    }
    const created = cpuSeconds();
    for (let number = 0; number < RECORDS; number += 1) {
      system.edit('Contacts', `crm-${1 + ((number * 7919) % RECORDS)}`, { name: `New ${number}` });
      if (moves) {
        advance();
      }
    }
    if (round > 0) {
      seconds.creations.push(created - started);
      seconds.edits.push(cpuSeconds() - created);
    }
  }
  const clock = moves ? 'the clock advances' : 'the clock stopped';
  return [
    row(`${RECORDS} creations`, seconds.creations, 's'),
    row(`${RECORDS} edits of them, ${clock}`, seconds.edits, 's'),
  ].join('');
}

/** What the bench's own process sends back, by the request that it was forked with. */
interface Forked {
  readonly origin?: string;
  readonly megabytes?: number;
}

/** A process that holds a system of real size, and serves it where that is asked for. */
function forked(what: 'memory' | 'serve'): Promise<{ readonly answer: Forked; readonly end: () => void }> {
  return new Promise((resolve, reject) => {
    const child = fork(require.resolve('./systems-process'), [what], {
      execArgv: ['--require', 'ts-node/register', '--expose-gc'],
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`The process ended with ${code ?? 'a signal'} before it answered.`));
    });
    child.once('message', (answer) => {
      resolve({
        answer: answer as Forked,
        end: () => {
          child.removeAllListeners('exit');
          child.kill();
        },
      });
    });
  });
}

async function benchMemory(): Promise<string> {
  const { answer, end } = await forked('memory');
  end();
  return `${`${RECORDS} records, resident set of the process`.padEnd(52)} ${Math.round(answer.megabytes ?? 0)} MB\n`;
}

async function benchHttp(): Promise<string> {
  const { answer, end } = await forked('serve');
  try {
    const result = await autocannon({
      url: `${answer.origin ?? ''}/crm.test/Contacts/crm-7`,
      headers: { authorization: `Bearer ${TOKEN}` },
      connections: 10,
      duration: HTTP_SECONDS,
    });
    if (result.non2xx > 0 || result.errors > 0) {
      throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} calls failed.`);
    }
    const { average, min, max } = result.requests;
    return `${'reads over loopback HTTP, 10 connections kept alive'.padEnd(52)} min ${min}  mean ${Math.round(average)}  max ${max} a second, latency 99 % ${result.latency.p99} ms\n`;
  } finally {
    end();
  }
}

/** All figures, by CPU time but for HTTP; the numbers of a row are those of five rounds, after one that does not count. */
export async function benchSystems(): Promise<string> {
  const parts = [
    await benchReads(),
    await benchListings(),
    benchWrites(false),
    benchWrites(true),
    await benchMemory(),
    await benchHttp(),
  ];
  return parts.join('');
}
