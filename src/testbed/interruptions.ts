/** What people do while the engine synchronizes: just before it writes to a record, when it has listed all it wants to know. */
import { titleOf, type JudgedRecord } from '../oracle';
import type { CallListener, RequestTarget } from '../systems';

/** Something that a person does as soon as the engine is about to write to a record. */
interface Interruption {
  readonly record: JudgedRecord;
  /** The id of the record's system in calls. */
  readonly system: string;
  readonly act: () => void;
}

/** Operations that write to a record that there is. */
const WRITING: ReadonlySet<RequestTarget['operation']> = new Set(['update', 'delete', 'other']);

export class Interruptions implements CallListener {
  private waiting: readonly Interruption[] = [];

  isWaiting(): boolean {
    return this.waiting.length > 0;
  }

  /** The act comes once, just before the next write to the record takes effect. */
  beforeWriteTo(record: JudgedRecord, system: string, act: () => void): void {
    this.waiting = [...this.waiting, { record, system, act }];
  }

  before(system: string, { operation, datatype, id }: RequestTarget): void {
    const isMet = (each: Interruption): boolean =>
      WRITING.has(operation) &&
      each.system === system &&
      each.record.id === id &&
      (datatype === undefined || each.record.datatype === datatype);
    const met = this.waiting.filter(isMet);
    this.waiting = this.waiting.filter((each) => !met.includes(each));
    for (const { act } of met) {
      act();
    }
  }

  /** What is wrong where the engine did not write what the acts waited for; asked once, the acts are given up. */
  missed(): string | undefined {
    const [first] = this.waiting;
    this.waiting = [];
    return first === undefined
      ? undefined
      : `the engine has written nothing to ${titleOf(first.record)}, so nobody could do anything just before that`;
  }
}
