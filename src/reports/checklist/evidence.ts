/**
 * The scenarios of a page's lines. Each is shown once, at the first line that it judges; other lines lead there. Pages stay
 * small: what led to failures comes first, then the steps of what passed, until the room is full; what is left out is said
 * where it would have been.
 */
import { html as markup } from 'hono/html';
import { plural } from '../../core/text';
import type { CheckLine, ScenarioResult } from '../../verdict';
import { SCENARIO_LOOKS } from '../looks';
import { lane, logEnd, recordList, stepList } from './calls';
import type { Html } from './frame';
import { bdi, linkTo, lookTag, message, NOTHING } from './pieces';
import type { Places } from './places';
import { visibleOutput } from './visible-text';
import { durationInWords } from './words';

/**
 * How many bytes of a page scenarios may take. With it, the largest document that is known (93 sections, 104 KB) has a page of
 * less than 4 MB, which opens in less than a second.
 */
export const LARGEST_EVIDENCE = 2_000_000;

/** How many scenarios a line names; where naming all takes more than half of the room, a few of those that passed. */
const MOST_NAMES = 200;
const FEW_NAMES = 5;

/** After so many accounts for which there was no room, none is made: making them takes longer than the page. */
const MOST_MISSES = 20;

/** What the name of a scenario takes besides its letters. */
const BYTES_OF_NAME = 150;

const LONGEST_ERROR = 6_000;

/** How much is shown of a scenario. */
type Extent = 'all' | 'steps';

export interface EvidenceOptions {
  /** The room in bytes. Default `LARGEST_EVIDENCE`. */
  readonly room?: number;
}

function isClean({ status }: ScenarioResult): boolean {
  return status === 'passed';
}

/** It failed, and not only because of another line. */
function isOwnFailure({ status, precondition }: ScenarioResult): boolean {
  return status !== 'passed' && precondition === undefined;
}

const CALLS_LEFT_OUT = markup`<p class="quiet">Its calls and records are left out, so that the page opens fast; results.ndjson has all of it.</p>`;

/** The scenarios of a line that are named, those that say most first. */
function shownOf(scenarios: readonly ScenarioResult[], ofPassed: number): readonly ScenarioResult[] {
  return [
    ...scenarios.filter(isOwnFailure),
    ...scenarios.filter((each) => !isClean(each) && !isOwnFailure(each)),
    ...scenarios.filter(isClean).slice(0, ofPassed),
  ].slice(0, MOST_NAMES);
}

/** How many scenarios of a line came to what. */
function outcomes(scenarios: readonly ScenarioResult[]): string {
  const counts = new Map<string, number>();
  for (const { status, precondition } of scenarios) {
    const words = precondition === undefined ? status : `${status} because of another line`;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
}

/** `3 scenarios: 2 passed, 1 failed`. */
export function scenariosInWords(scenarios: readonly ScenarioResult[]): string {
  return scenarios.length === 0
    ? 'no scenario'
    : `${plural(scenarios.length, 'scenario')}: ${outcomes(scenarios)}`;
}

export class PageEvidence {
  /** Scenario id → what the page shows of it. */
  private readonly accounts = new Map<string, Html>();
  /** Scenario id → id of the line that shows it. */
  private readonly homes = new Map<string, string>();
  private room: number;
  /** How many scenarios that passed a line names. */
  private readonly namesOfPassed: number;
  /** How often there was no room for such an account. */
  private readonly misses = { all: 0, steps: 0 };

  /** @param file - the page. */
  constructor(
    private readonly lines: readonly CheckLine[],
    private readonly places: Places,
    private readonly file: string,
    { room = LARGEST_EVIDENCE }: EvidenceOptions = {},
  ) {
    const names = this.bytesOfNames(MOST_NAMES);
    this.namesOfPassed = names <= room / 2 ? MOST_NAMES : FEW_NAMES;
    this.room = room - (this.namesOfPassed === MOST_NAMES ? names : this.bytesOfNames(FEW_NAMES));
    for (const scenario of this.inOrderOfWorth()) {
      this.embed(scenario);
    }
  }

  /** What the names take, with so many of each line that passed. */
  private bytesOfNames(ofPassed: number): number {
    return this.lines
      .flatMap(({ scenarios }) => shownOf(scenarios, ofPassed))
      .reduce((sum, { name }) => sum + BYTES_OF_NAME + Buffer.byteLength(name), 0);
  }

  /**
   * The scenarios that are named. Failures first, one of each line before the second of any; a scenario's home is the first
   * line that names it.
   */
  private inOrderOfWorth(): ScenarioResult[] {
    const named = this.lines.map(({ id, scenarios }) => ({
      id,
      scenarios: shownOf(scenarios, this.namesOfPassed),
    }));
    for (const { id, scenarios } of named) {
      for (const scenario of scenarios) {
        this.homes.set(scenario.id, this.homes.get(scenario.id) ?? id);
      }
    }
    const all = named.flatMap(({ scenarios }) => scenarios);
    const first = named.flatMap(({ scenarios }) => scenarios.find(isOwnFailure) ?? []);
    const own = all.filter(isOwnFailure);
    const others = all.filter((scenario) => !isClean(scenario));
    const ordered = new Map([...first, ...own, ...others, ...all].map((scenario) => [scenario.id, scenario]));
    return [...ordered.values()];
  }

  private embed(scenario: ScenarioResult): void {
    const ways: readonly Extent[] = isClean(scenario) ? ['steps'] : ['all', 'steps'];
    for (const way of ways.filter((each) => this.misses[each] < MOST_MISSES)) {
      const text = this.account(scenario, way);
      const bytes = text instanceof Promise ? Infinity : Buffer.byteLength(text.toString());
      if (bytes <= this.room) {
        this.room -= bytes;
        this.accounts.set(scenario.id, text);
        return;
      }
      this.misses[way] += 1;
    }
  }

  private account(scenario: ScenarioResult, way: Extent): Html {
    if (isClean(scenario)) {
      return stepList(scenario);
    }
    const { error, reason, steps } = scenario;
    const said =
      error !== undefined && steps.some((step) => step.error === error) ? reason : (error ?? reason);
    const top = said === undefined ? NOTHING : message(said, LONGEST_ERROR);
    if (way === 'steps') {
      return markup`${top}${CALLS_LEFT_OUT}${stepList(scenario)}`;
    }
    return markup`${top}${this.rests(scenario)}${lane(scenario)}${recordList(scenario)}${logEnd(scenario)}`;
  }

  /** What a scenario shows its sentence by, and what it failed for. */
  private rests({ witnesses = [], precondition }: ScenarioResult): Html {
    const links = witnesses
      .flatMap((id) => this.places.of(id) ?? [])
      .map((place) => linkTo(place, this.file));
    const shownBy =
      links.length === 0
        ? NOTHING
        : markup`<p>Shown by ${links.map((link, at) => markup`${at === 0 ? '' : ' and '}${link}`)}</p>`;
    const blamed = precondition === undefined ? undefined : this.places.of(precondition);
    const failedFor =
      blamed === undefined ? NOTHING : markup`<p>It failed because of ${linkTo(blamed, this.file)}</p>`;
    return markup`${shownBy}${failedFor}`;
  }

  /** The scenarios of a line, the first of them that did not pass unfolded. */
  of(line: CheckLine): Html {
    const { scenarios } = line;
    if (scenarios.length === 0) {
      return NOTHING;
    }
    const shown = shownOf(scenarios, this.namesOfPassed);
    const items = shown.map((scenario, at) =>
      this.item(line, scenario, at === 0 && line.status !== 'passed' && !isClean(scenario)),
    );
    const bare = shown.filter(({ id }) => !this.accounts.has(id)).length;
    const unnamed = scenarios.length - shown.length;
    const notes = [
      ...(bare === 0 ? [] : [`the steps of ${plural(bare, 'scenario')} named above`]),
      ...(unnamed === 0 ? [] : [plural(unnamed, 'more scenario')]),
    ];
    const left =
      notes.length === 0
        ? NOTHING
        : markup`<p class="quiet">Left out, so that the page opens fast: ${notes.join(', and ')}. All of it is in results.ndjson.</p>`;
    return markup`<ol class="scenarios">${items}</ol>${left}`;
  }

  private item(line: CheckLine, scenario: ScenarioResult, isOpen: boolean): Html {
    const { id, name, status, durationMs } = scenario;
    const head = markup`${lookTag(SCENARIO_LOOKS[status], status)} ${bdi(visibleOutput(name))} <span class="quiet">${durationInWords(durationMs)}</span>`;
    const home = this.homes.get(id);
    const place = home === undefined || home === line.id ? undefined : this.places.of(home);
    if (place !== undefined) {
      return markup`<li class="elsewhere">${head} <span class="quiet">shown with ${linkTo(place, this.file)}</span></li>`;
    }
    const account = this.accounts.get(id);
    if (account === undefined) {
      return markup`<li>${head}</li>`;
    }
    return markup`<li><details${isOpen ? ' open' : ''}><summary>${head}</summary>${account}</details></li>`;
  }
}
