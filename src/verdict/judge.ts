/** From the results of scenarios to the state of every check. */
import type { Check, CheckKind } from '../model';
import { STATUS_OF_SCENARIO, worstOf } from './rank';
import type {
  CheckLine,
  CheckStatus,
  Evidence,
  KnownFailure,
  ScenarioResult,
  ScenarioStatus,
  WithoutScenario,
} from './types';

const INFORMATIVE: ReadonlySet<CheckKind> = new Set([
  'title',
  'generated',
  'introduction',
  'heading',
  'table-header',
]);

/** What a check has come to, and why. */
interface Finding {
  readonly status: CheckStatus;
  readonly reason?: string;
  /** The check to blame for the failure, where no scenario came to try the check's own sentence. */
  readonly precondition?: string;
  /** The entry of the baseline that excuses it. */
  readonly baseline?: KnownFailure;
}

const NO_SCENARIOS: Finding = { status: 'not-run', reason: 'no scenarios yet for this kind' };
const NOT_SELECTED: Finding = { status: 'not-selected', reason: 'none of its scenarios was selected' };

/** Why a scenario counts as not run, where it brings no message. */
const NOT_RUN_BECAUSE: Readonly<Partial<Record<ScenarioStatus, string>>> = {
  undefined: 'the harness has no step definition for one of its steps',
  ambiguous: 'the harness has several step definitions for one of its steps',
  skipped: 'it was skipped',
  'harness-error': 'the harness failed',
  'engine-error': 'the engine did not start, broke the protocol or stopped answering',
};

function failedAtItsSentence({ status, precondition }: ScenarioResult): boolean {
  return status === 'failed' && precondition === undefined;
}

/**
 * The rows that are broken by themselves: they fail in scenarios of their own, and another row of their table does not. What
 * rests on such a row's property says nothing about another sentence; where all rows fail alike, the sentence may be why.
 */
function brokenRows({ checks, results }: Pick<Evidence, 'checks' | 'results'>): ReadonlySet<string> {
  const own = results.filter(({ witnesses }) => witnesses === undefined);
  const tried = new Set(own.flatMap((result) => result.checks));
  const failed = new Set(own.filter(failedAtItsSentence).flatMap((result) => result.checks));
  const rows = checks.filter(({ id, table }) => table !== undefined && tried.has(id));
  const sound = new Set(rows.filter(({ id }) => !failed.has(id)).map(({ table }) => table));
  return new Set(rows.filter(({ id, table }) => failed.has(id) && sound.has(table)).map(({ id }) => id));
}

/** The scenarios of a check; those that fail with a broken witness name it as their precondition, as long as others passed. */
function withBlame(
  scenarios: readonly ScenarioResult[],
  broken: ReadonlySet<string>,
): readonly ScenarioResult[] {
  if (broken.size === 0 || !scenarios.some(({ status }) => status === 'passed')) {
    return scenarios;
  }
  return scenarios.map((scenario) => {
    const precondition = (scenario.witnesses ?? []).find((witness) => broken.has(witness));
    return precondition !== undefined && failedAtItsSentence(scenario)
      ? { ...scenario, precondition }
      : scenario;
  });
}

/** The evidence, looked up by check. */
class Ledger {
  /** By check; those that fail with a broken witness name it. */
  private readonly results: ReadonlyMap<string, readonly ScenarioResult[]>;
  private readonly missing = new Map<string, string[]>();
  private readonly planned = new Set<string>();
  private readonly without = new Map<string, WithoutScenario>();

  constructor(private readonly evidence: Evidence) {
    const results = new Map<string, ScenarioResult[]>();
    const checksOfScenario = new Map(evidence.planned.map((scenario) => [scenario.id, scenario.checks]));
    for (const result of inPlannedOrder(evidence)) {
      const checks = new Set([...result.checks, ...(checksOfScenario.get(result.id) ?? [])]);
      for (const check of checks) {
        append(results, check, result);
      }
    }
    const broken = brokenRows(evidence);
    this.results = new Map([...results].map(([check, own]) => [check, withBlame(own, broken)]));
    const ran = new Set(evidence.results.map((result) => result.id));
    for (const scenario of evidence.planned) {
      for (const check of scenario.checks) {
        this.planned.add(check);
        if (evidence.selected.has(scenario.id) && !ran.has(scenario.id)) {
          append(this.missing, check, scenario.id);
        }
      }
    }
    for (const entry of evidence.without) {
      this.without.set(entry.check, entry);
    }
  }

  scenariosOf(check: string): readonly ScenarioResult[] {
    return this.results.get(check) ?? [];
  }

  /** What fails only because a sentence that waits for a person's decision was not kept waits as well. */
  private unlessPending(failure: Finding): Finding {
    const blamed = this.without.get(failure.precondition ?? '');
    return blamed?.status === 'pending'
      ? { status: 'pending', reason: `rests on ${blamed.check}, which is pending: ${blamed.reason}` }
      : failure;
  }

  /** What the check's own scenarios say; `undefined` where nobody planned or excused any. */
  ownFinding(check: string): Finding | undefined {
    const scenarios = this.scenariosOf(check);
    const findings = scenarios.filter((scenario) => !isLeftToWitness(scenario)).map(findingOf);
    const missing = this.missing.get(check)?.[0];
    if (missing !== undefined) {
      const reason =
        this.evidence.interrupted === true
          ? `the run was interrupted before scenario "${missing}" had ended`
          : `no result of scenario "${missing}"`;
      findings.push({ status: 'not-run', reason });
    }
    const worst = worstOf(findings);
    if (worst?.status === 'failed') {
      return this.unlessPending(failureOf(scenarios));
    }
    if (worst !== undefined) {
      return worst;
    }
    if (this.planned.has(check)) {
      return NOT_SELECTED;
    }
    const excuse = this.without.get(check);
    return excuse && { status: excuse.status, reason: excuse.reason };
  }
}

/** Results come in the order in which scenarios end; a verdict's words must not depend on it. */
function inPlannedOrder({ planned, results }: Evidence): ScenarioResult[] {
  const places = new Map(planned.map((scenario, index) => [scenario.id, index]));
  const placeOf = (result: ScenarioResult): number => places.get(result.id) ?? places.size;
  return [...results].sort((one, other) => placeOf(one) - placeOf(other) || (one.id < other.id ? -1 : 1));
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values === undefined) {
    map.set(key, [value]);
  } else {
    values.push(value);
  }
}

function findingOf(scenario: ScenarioResult): Finding {
  const status = STATUS_OF_SCENARIO[scenario.status];
  if (status === 'passed') {
    return { status };
  }
  const why = scenario.reason ?? scenario.error ?? NOT_RUN_BECAUSE[scenario.status] ?? scenario.status;
  return {
    status,
    reason: status === 'not-run' ? `scenario "${scenario.name}": ${scenario.status}: ${why}` : why,
  };
}

/** Whether a witness is to blame: the row says so in its own place, and the sentence has other witnesses. */
function isLeftToWitness({ witnesses = [], precondition }: ScenarioResult): boolean {
  return precondition !== undefined && witnesses.includes(precondition);
}

/**
 * The message of the first scenario that failed at its own sentence. Where all failed before that, it begins with the
 * check whose sentence is to blame.
 */
function failureOf(scenarios: readonly ScenarioResult[]): Finding {
  const failed = scenarios.filter((scenario) => scenario.status === 'failed' && !isLeftToWitness(scenario));
  const first = failed.find(failedAtItsSentence) ?? failed[0];
  const message = first?.error ?? first?.reason ?? 'it failed without a message';
  const precondition = first?.precondition;
  return precondition === undefined
    ? { status: 'failed', reason: message }
    : { status: 'failed', reason: `precondition: ${precondition}\n${message}`, precondition };
}

/** Only a failure can be excused: first by the config's `disputed`, then by the baseline. */
function excused(check: Check, finding: Finding, evidence: Evidence): Finding {
  if (finding.status !== 'failed') {
    return finding;
  }
  const dispute = evidence.disputed.get(check.id);
  if (dispute !== undefined) {
    return { status: 'disputed', reason: `${dispute}\n${finding.reason ?? ''}`.trimEnd() };
  }
  const known = evidence.baseline?.get(check.id);
  if (known !== undefined) {
    const reason = `${knownWords(known)}\n${finding.reason ?? ''}`.trimEnd();
    return { status: 'known', reason, baseline: known };
  }
  return finding;
}

/** What the baseline says of a failure, in one line; what it leaves open is named, so that someone fills it in. */
function knownWords({ reason, issue }: KnownFailure): string {
  const words = reason ?? 'the baseline gives no reason; write one into its entry';
  return issue === undefined ? words : `${words} (${issue})`;
}

function lineOf(check: Check, finding: Finding, scenarios: readonly ScenarioResult[]): CheckLine {
  return {
    type: 'check',
    id: check.id,
    document: check.document,
    line: check.line,
    column: check.column,
    endLine: check.endLine,
    kind: check.kind,
    text: check.text,
    ...(check.heading === undefined ? {} : { heading: check.heading }),
    ...(check.table === undefined ? {} : { table: check.table }),
    ...(check.cells === undefined ? {} : { cells: check.cells }),
    status: finding.status,
    scenarios,
    ...(finding.reason === undefined ? {} : { reason: finding.reason }),
    ...(finding.precondition === undefined ? {} : { precondition: finding.precondition }),
    ...(finding.baseline === undefined ? {} : { baseline: finding.baseline }),
  };
}

function fixedFinding(check: Check): Finding | undefined {
  if (INFORMATIVE.has(check.kind)) {
    return { status: 'informative' };
  }
  if (check.kind !== 'not-understood') {
    return undefined;
  }
  return {
    status: 'not-understood',
    reason: 'no rule reads this line; `syncproof lint` says how to fix it',
  };
}

function judgeAlone(check: Check, evidence: Evidence, ledger: Ledger): CheckLine {
  const finding = fixedFinding(check) ?? ledger.ownFinding(check.id) ?? NO_SCENARIOS;
  const line = lineOf(check, excused(check, finding, evidence), ledger.scenariosOf(check.id));
  const basis = evidence.bases?.get(check.id);
  return line.status === 'passed' && basis !== undefined ? { ...line, basis } : line;
}

/** A table's sentence: the worst of its rows and of its own scenarios; its own at equal rank. */
function judgeTable(check: Check, rows: readonly CheckLine[], evidence: Evidence, ledger: Ledger): CheckLine {
  const own = ledger.ownFinding(check.id);
  const findings: Finding[] = own === undefined ? [] : [excused(check, own, evidence)];
  for (const row of rows) {
    const why = row.reason?.split('\n', 1)[0];
    findings.push({
      status: row.status,
      ...(why === undefined ? {} : { reason: `row of line ${row.line}: ${why}` }),
      ...(row.precondition === undefined ? {} : { precondition: row.precondition }),
    });
  }
  const inThemselves = findings.filter(({ precondition }) => precondition === undefined);
  const worst = worstOf([...inThemselves, ...findings]) ?? NO_SCENARIOS;
  return lineOf(check, excused(check, worst, evidence), ledger.scenariosOf(check.id));
}

/**
 * The state of every check, in the order of `evidence.checks`. Total: every check ends in exactly one state, and `passed`
 * is never one by default: at least one scenario of the check (or of the table's rows) passed, and none of those that
 * were selected ended differently.
 *
 * @param evidence - what was planned, selected and run; a result counts for the checks that it names and for those that
 *   it was planned for.
 * @returns one line for each check, with its scenarios in full.
 */
export function judge(evidence: Evidence): CheckLine[] {
  const ledger = new Ledger(evidence);
  const lines = new Map<Check, CheckLine>();
  const rows = new Map<string, CheckLine[]>();
  for (const check of evidence.checks) {
    const line = judgeAlone(check, evidence, ledger);
    lines.set(check, line);
    if (check.table !== undefined && line.status !== 'informative') {
      append(rows, check.table, line);
    }
  }
  return evidence.checks.map((check) => {
    const own = rows.get(check.id);
    const line = own === undefined ? lines.get(check) : judgeTable(check, own, evidence, ledger);
    return line ?? judgeAlone(check, evidence, ledger);
  });
}
