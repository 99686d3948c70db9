/** After which scenario a run ends early, and why those behind it do not run. */
import { startTroubleOf, type StartTrouble } from '../../engines';
import type { ScenarioResult, ScenarioStatus } from '../../verdict';

/** So many scenarios in a row with the same trouble: the next ones would only wait for it again. */
const HOPELESS = 3;

const FAILING: ReadonlySet<ScenarioStatus> = new Set([
  ...(['failed', 'engine-error', 'harness-error', 'undefined', 'ambiguous'] as const),
]);

/** Whether cucumber skips the following scenarios under `--bail`. */
function isFailing({ status, steps }: ScenarioResult): boolean {
  return FAILING.has(status) || steps.some((step) => step.status === 'failed');
}

/** What the engine does in so many scenarios that it is not asked any more, after "the engine". */
const TROUBLES: Readonly<Record<StartTrouble, string>> = {
  'no-start': 'did not start',
  silence: 'did not answer',
};

/**
 * Under `--bail` a run ends with the first scenario that fails; without it, where the engine does not start, or does not
 * answer, in three scenarios in a row. First and in a row are meant in the order of the features, so that it ends at the same
 * place however many processes run it.
 */
export class EarlyEnd {
  /** The place of the last scenario that counts; infinite where the run does not end early. */
  place = Number.POSITIVE_INFINITY;
  /** Why what is behind the place does not run. */
  reason: string | undefined;
  private readonly troubles = new Map<number, StartTrouble>();

  /** @param bail - the user wants to see the first failure alone. */
  constructor(private readonly bail: boolean) {}

  /** The user wanted it, and it came so. */
  get isWanted(): boolean {
    return this.bail && this.reason !== undefined;
  }

  /** Takes the result of a scenario. @returns whether the run now ends earlier than it seemed */
  add(place: number, result: ScenarioResult): boolean {
    if (this.bail) {
      return isFailing(result) && this.endAt(place, `--bail, and the scenario "${result.name}" did not pass`);
    }
    const trouble = result.status === 'engine-error' ? startTroubleOf(result.error ?? '') : undefined;
    if (trouble === undefined) {
      return false;
    }
    this.troubles.set(place, trouble);
    const last = this.endOfRow(place, trouble);
    return (
      last !== undefined &&
      this.endAt(
        last,
        `the engine ${TROUBLES[trouble]} in ${HOPELESS} scenarios in a row, so it was not asked again`,
      )
    );
  }

  /** The first place at which so many in a row have the trouble that the run ends, the given place among them. */
  private endOfRow(place: number, trouble: StartTrouble): number | undefined {
    for (let last = place; last < place + HOPELESS; last += 1) {
      const row = Array.from({ length: HOPELESS }, (_, back) => last - back);
      if (row.every((each) => this.troubles.get(each) === trouble)) {
        return last;
      }
    }
    return undefined;
  }

  private endAt(place: number, reason: string): boolean {
    if (place >= this.place) {
      return false;
    }
    this.place = place;
    this.reason = reason;
    return true;
  }
}
