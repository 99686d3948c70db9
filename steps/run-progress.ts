/** The numbers of the scenarios of one run context, and whether its engine has reported who it is. */
export class RunProgress {
  private readonly numbers: ReadonlyMap<string, number>;
  private unplanned: number;
  private named = false;

  /** @param planned - ids of the run's scenarios, in their order. */
  constructor(planned: readonly string[]) {
    this.numbers = new Map(planned.map((id, index) => [id, index + 1]));
    this.unplanned = planned.length;
  }

  /**
   * The number of a scenario, from 1: it distinguishes its base URLs, tokens, ids and state from the others'. A planned one
   * has the same number in whichever process and order it runs; others are counted behind those, as they come.
   */
  numberOf(id: string): number {
    const number = this.numbers.get(id);
    if (number !== undefined) {
      return number;
    }
    this.unplanned += 1;
    return this.unplanned;
  }

  /** True once: the first scenario that has an engine reports who it is. */
  claimEngineReport(): boolean {
    const isFirst = !this.named;
    this.named = true;
    return isFirst;
  }
}
