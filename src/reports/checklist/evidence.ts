/**
 * The scenarios of a page's lines. Each is told once, at the first line that it judges; other lines lead there. Pages stay
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

/** How many characters of a page scenarios may take; a page has 5 MB at most, with its text, style and script. */
export const LARGEST_EVIDENCE = 3_000_000;

/** How many scenarios a line names. */
const MOST_NAMES = 200;

const LONGEST_ERROR = 6_000;

/** How much is shown of a scenario. */
type Told = 'all' | 'steps';

export interface EvidenceOptions {
  /** The room in characters. Default `LARGEST_EVIDENCE`. */
  readonly room?: number;
}

function isClean({ status }: ScenarioResult): boolean {
  return status === 'passed';
}

/** It failed, and not only because of another line. */
function isOwnFailure({ status, precondition }: ScenarioResult): boolean {
  return status !== 'passed' && precondition === undefined;
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
  /** Scenario id → what is told of it. */
  private readonly told = new Map<string, Html>();
  /** Scenario id → id of the line that tells it. */
  private readonly homes = new Map<string, string>();
  private room: number;

  /** @param file - the page. */
  constructor(
    private readonly lines: readonly CheckLine[],
    private readonly places: Places,
    private readonly file: string,
    { room = LARGEST_EVIDENCE }: EvidenceOptions = {},
  ) {
    this.room = room;
    const ordered = this.inOrderOfWorth();
    for (const scenario of ordered) {
      this.tell(scenario);
    }
  }

  /** Failures first, one of each line before the second of any; a scenario's home is the first line that it judges. */
  private inOrderOfWorth(): ScenarioResult[] {
    const all = this.lines.flatMap(({ scenarios }) => scenarios);
    const first = this.lines.flatMap(({ scenarios }) => scenarios.find(isOwnFailure) ?? []);
    const own = all.filter(isOwnFailure);
    const others = all.filter((scenario) => !isClean(scenario));
    const ordered = new Map([...first, ...own, ...others, ...all].map((scenario) => [scenario.id, scenario]));
    for (const line of this.lines) {
      for (const { id } of line.scenarios) {
        this.homes.set(id, this.homes.get(id) ?? line.id);
      }
    }
    return [...ordered.values()];
  }

  private tell(scenario: ScenarioResult): void {
    const ways: readonly Told[] = isClean(scenario) ? ['steps'] : ['all', 'steps'];
    for (const way of ways) {
      const text = this.account(scenario, way);
      const length = text instanceof Promise ? Infinity : text.length;
      if (length <= this.room) {
        this.room -= length;
        this.told.set(scenario.id, text);
        return;
      }
    }
  }

  private account(scenario: ScenarioResult, way: Told): Html {
    if (isClean(scenario)) {
      return stepList(scenario);
    }
    const { error, reason, steps } = scenario;
    const said =
      error !== undefined && steps.some((step) => step.error === error) ? reason : (error ?? reason);
    const top = said === undefined ? NOTHING : message(said, LONGEST_ERROR);
    if (way === 'steps') {
      return markup`${top}${this.leftOut('Its calls and records are')}${stepList(scenario)}`;
    }
    return markup`${top}${this.rests(scenario)}${lane(scenario)}${recordList(scenario)}${logEnd(scenario)}`;
  }

  private leftOut(what: string): Html {
    return markup`<p class="quiet">${what} left out, so that the page opens fast; results.ndjson has all of it.</p>`;
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
    const shown = [
      ...scenarios.filter(isOwnFailure),
      ...scenarios.filter((each) => !isClean(each) && !isOwnFailure(each)),
      ...scenarios.filter(isClean),
    ];
    const items = shown
      .slice(0, MOST_NAMES)
      .map((scenario, at) =>
        this.item(line, scenario, at === 0 && line.status !== 'passed' && !isClean(scenario)),
      );
    const more = scenarios.length - items.length;
    const rest =
      more <= 0 ? NOTHING : markup`<p class="quiet">${plural(more, 'more scenario')} in results.ndjson.</p>`;
    return markup`<ol class="scenarios">${items}</ol>${rest}`;
  }

  private item(line: CheckLine, scenario: ScenarioResult, isOpen: boolean): Html {
    const { id, name, status, durationMs } = scenario;
    const head = markup`${lookTag(SCENARIO_LOOKS[status], status)} ${bdi(visibleOutput(name))} <span class="quiet">${durationInWords(durationMs)}</span>`;
    const home = this.homes.get(id);
    const place = home === undefined || home === line.id ? undefined : this.places.of(home);
    if (place !== undefined) {
      return markup`<li class="elsewhere">${head} <span class="quiet">shown with ${linkTo(place, this.file)}</span></li>`;
    }
    const account = this.told.get(id) ?? this.leftOut('Its steps are');
    return markup`<li><details${isOpen ? ' open' : ''}><summary>${head}</summary>${account}</details></li>`;
  }
}
