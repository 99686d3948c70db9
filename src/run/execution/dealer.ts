/** Which scenarios a process gets next: many while many are left, few at the end, so that all end together. */

/** How long a batch takes at least, in milliseconds, as far as that can be known: less is not worth cucumber's start. */
const LEAST_TIME = 60;

/** Hands out the places of scenarios in a list, from 0 on. */
export class Dealer {
  /** Not handed out, ascending. */
  private places: number[];
  private finished = 0;
  private milliseconds = 0;

  /**
   * @param count - how many scenarios there are.
   * @param processes - how many processes take them.
   * @param most - the largest batch. Default: no limit.
   */
  constructor(
    count: number,
    private readonly processes: number,
    private readonly most = Number.POSITIVE_INFINITY,
  ) {
    this.places = Array.from({ length: count }, (_, place) => place);
  }

  /** Whether a process would be done with all that is left within so many milliseconds; not known before one has finished. */
  takesLess(milliseconds: number): boolean {
    return this.finished > 0 && (this.milliseconds / this.finished) * this.places.length < milliseconds;
  }

  /** The next batch, ascending; empty where nothing is left. */
  next(): readonly number[] {
    const share = Math.ceil(this.places.length / (2 * this.processes));
    return this.places.splice(0, Math.min(this.most, Math.max(share, this.least)));
  }

  private get least(): number {
    return this.finished === 0 ? 1 : Math.ceil((LEAST_TIME * this.finished) / Math.max(this.milliseconds, 1));
  }

  /** Takes back what was handed out and not begun. */
  giveBack(places: readonly number[]): void {
    this.places = [...places, ...this.places].sort((one, other) => one - other);
  }

  /** Nothing behind this place is handed out any more. */
  endAt(place: number): void {
    this.places = this.places.filter((each) => each <= place);
  }

  /** A scenario has finished, after so many milliseconds. */
  took(milliseconds: number): void {
    this.finished += 1;
    this.milliseconds += milliseconds;
  }
}
