/** How far the scenarios of one run context are. */
export class RunProgress {
  private scenarios = 0;
  private named = false;

  /** The number of the next scenario, from 1: it distinguishes the scenario's base URLs and state from the others'. */
  nextScenario(): number {
    this.scenarios += 1;
    return this.scenarios;
  }

  /** True once: the first scenario that has an engine reports who it is. */
  claimEngineReport(): boolean {
    const isFirst = !this.named;
    this.named = true;
    return isFirst;
  }
}
