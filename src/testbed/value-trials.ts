/** Values tried one after the other: what must become of each on the other side, and that it stays where it came from (D15). */
import type { Json } from '../core/json';
import { judgeEmpty, judgeJson, readRaw, showValue, spokenName } from '../oracle';
import { assertJudgement, type Expectations } from './expectations';
import type { NamedRecord, ScenarioState } from './scenario-state';
import type { UserActions } from './user-actions';

/** A property of a record. */
export interface PropertyOf {
  readonly record: NamedRecord;
  readonly path: string;
}

/** A value, and what must arrive of it; `undefined`: the property is empty. */
export interface Trial {
  readonly value: Json;
  readonly arrives: Json | undefined;
}

/** How much of a value a headline shows. */
const MOST_CHARACTERS = 60;

function shortened(value: Json): string {
  const text = showValue(value);
  return text.length <= MOST_CHARACTERS
    ? text
    : `${text.slice(0, MOST_CHARACTERS)}… (${text.length} characters)`;
}

export class ValueTrials {
  constructor(
    private readonly state: ScenarioState,
    private readonly actions: UserActions,
    private readonly expectations: Expectations,
  ) {}

  /**
   * Sets the values one after the other.
   *
   * @throws Mismatch at the first that does not arrive as it must, or does not stay where a person wrote it.
   */
  async eachArrives(from: PropertyOf, into: PropertyOf, trials: readonly Trial[]): Promise<void> {
    for (const [index, { value, arrives }] of trials.entries()) {
      await this.set(from, value);
      const which = `${shortened(value)} (value ${index + 1} of ${trials.length})`;
      this.holds(into, arrives, `${which} in ${nameOf(from)} has not arrived in ${nameOf(into)}`);
      const kept = arrives === undefined ? undefined : value;
      this.holds(from, kept, `${which} did not stay in ${nameOf(from)}`);
    }
  }

  /**
   * Sets the values one after the other: none of them can be carried over.
   *
   * @throws Mismatch at the first that changes the other property, or does not stay where a person wrote it.
   */
  async noneArrives(from: PropertyOf, into: PropertyOf, values: readonly Json[]): Promise<void> {
    const { record, path } = into;
    const before = readRaw(this.state.current(record).properties, path, record.anchors.get(path));
    for (const [index, value] of values.entries()) {
      await this.set(from, value);
      const which = `${shortened(value)} (value ${index + 1} of ${values.length})`;
      this.holds(
        into,
        before,
        `${which} in ${nameOf(from)} cannot be converted, and has changed ${nameOf(into)}`,
      );
      this.holds(from, value, `${which} did not stay in ${nameOf(from)}`);
    }
  }

  private async set({ record, path }: PropertyOf, value: Json): Promise<void> {
    this.actions.set(record, path, value);
    await this.state.synchronize();
    this.expectations.quiescent();
  }

  private holds({ record, path }: PropertyOf, expected: Json | undefined, headline: string): void {
    const { properties } = this.state.current(record);
    assertJudgement(
      expected === undefined
        ? judgeEmpty({ record, path, properties }, headline)
        : judgeJson({ record, path, properties }, expected, headline),
    );
  }
}

function nameOf({ record, path }: PropertyOf): string {
  return `${path} of ${spokenName(record)}`;
}
